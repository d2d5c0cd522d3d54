import type { Facts } from './facts.ts';
import { step, withSteps } from './fixes/fix.ts';
import * as fix from './fixes/index.ts';
import { isOnlineServer } from './names/exchangeOnline.ts';
import type { Command, Fix, FixId, Step } from './types.ts';

/** What is done with the one is done with the others, too, or must be judged anew after it. */
const settles: Partial<Record<FixId, readonly FixId[]>> = {
  // The server's name is its common name, and a public authority vouches for it.
  'reissue-certificate': [
    'bind-certificate',
    'renew-certificate',
    'trust-issuer',
    'set-provider',
    'set-provider-by-hand',
  ],
  // The present issuer's certificate comes with it.
  'complete-chain': ['install-issuer'],
  // Which names and issuers the other certificate has, only the next check tells.
  'bind-certificate': [
    'renew-certificate',
    'trust-issuer',
    'complete-chain',
    'install-issuer',
    'set-provider',
    'set-provider-by-hand',
    'reset-provider',
  ],
  // The names were compared with somebody else's certificate.
  'bypass-inspection': ['online-mailbox'],
  'online-mailbox': ['refresh-outlook', 'correct-principal'],
};

/**
 * One plan out of what each cause proposes: first everything that is needed, then what can be done instead. The plan
 * keeps the order of the causes, which says what must be mended first. Nothing comes twice, and nothing that another
 * part of the plan makes wrong.
 * @param proposals for each cause that is the case, worst first: its ways out, of which the first is recommended unless
 * it is marked as an alternative
 */
export function planOf(proposals: Fix[][], facts: Facts): Fix[] {
  const ours = proposals.map((ways) => ways.filter((way) => isOurs(way, facts)));
  const recommended = unique(ours.flatMap(([first]) => (first && !first.alternative ? [first] : [])));
  const isNeeded = (fix: Fix): boolean =>
    !recommended.some(
      (other, index) =>
        (isSettledBy(fix.id, other.id) ||
          (isMootAfter(fix.id, other.id) && index < recommended.indexOf(fix))) &&
        isNeeded(other),
    );
  const plan = outlookAfterDirectory(withDefaultName(recommended.filter(isNeeded), facts));
  return [...plan, ...alternatives(ours, plan).map((other) => withDefaultNameAfter(other, facts))];
}

/** Nobody's own administrators mend Microsoft's servers. */
function isOurs({ who }: Fix, { online }: Facts): boolean {
  return who !== 'exchangeAdmin' || !isOnlineServer(online);
}

/** A new certificate has the server's own name, so a value that was fixed for the old one has to go after it. */
function withDefaultName(needed: Fix[], facts: Facts): Fix[] {
  const isNew = needed.some(({ id }) => id === 'reissue-certificate');
  const isReset = needed.some(({ id }) => id === 'reset-provider');
  return isNew && !isReset && fix.hasFixedValue(facts) ? [...needed, fix.resetProvider(facts)] : needed;
}

/** The same for a new certificate that is but another way, and so has no further part behind it. */
function withDefaultNameAfter(other: Fix, facts: Facts): Fix {
  if (other.id !== 'reissue-certificate' || !fix.hasFixedValue(facts)) return other;
  // Its steps are in the answer to the next check, and would not fit into a card beside all these.
  return withSteps(other, [...other.steps, step('look', 'default-afterwards')]);
}

const inDirectory: readonly FixId[] = [
  'set-provider',
  'reset-provider',
  'clear-provider-server',
  'restore-provider-ttl',
];
const inOutlook: readonly FixId[] = ['refresh-outlook', 'online-mailbox'];

/** What Outlook is to fetch must be right first. */
function outlookAfterDirectory(plan: Fix[]): Fix[] {
  const end = plan.findLastIndex(({ id }) => inDirectory.includes(id)) + 1;
  const before = plan.slice(0, end);
  const isOutlook = ({ id }: Fix) => inOutlook.includes(id);
  return [...before.filter((fix) => !isOutlook(fix)), ...before.filter(isOutlook), ...plan.slice(end)];
}

/** An alternative must settle every cause that is settled by the part of the plan in whose place it comes. */
function alternatives(proposals: Fix[][], plan: Fix[]): Fix[] {
  const partFor = ([first]: Fix[]) =>
    plan.find(({ id }) => id === first?.id) ??
    plan.find(({ id }) => first && (isSettledBy(first.id, id) || isMootAfter(first.id, id)));
  const others = proposals.flatMap((ways) => {
    const part = partFor(ways);
    const sharing = part === undefined ? [ways] : proposals.filter((other) => partFor(other) === part);
    return ways.filter(({ id }) =>
      sharing.every((shared) => shared.some((way) => way.id === id || isSettledBy(way.id, id))),
    );
  });
  return unique(others)
    .filter(({ id }) => !plan.some((part) => part.id === id))
    .map((other) => ({ ...other, alternative: true }));
}

/** A chain is mended before its certificate is replaced, as first aid, or not at all: the new one has its own. */
function isMootAfter(one: FixId, other: FixId): boolean {
  return other === 'reissue-certificate' && (one === 'complete-chain' || one === 'install-issuer');
}

function isSettledBy(one: FixId, other: FixId): boolean {
  return settles[other]?.includes(one) ?? false;
}

function unique(fixes: Fix[]): Fix[] {
  return fixes.filter((fix, index) => fixes.findIndex(({ id }) => id === fix.id) === index);
}

/**
 * What several parts of the plan note down is noted before the first of them; what lets them arrive and verifies them
 * comes after the last.
 */
export function withoutRepeatedSteps(fixes: Fix[]): Fix[] {
  const plan = fixes.filter(({ alternative }) => !alternative);
  const all = plan.flatMap(({ steps }) => steps);
  const merged = (step: Step): Step[] => {
    const same = all.filter(({ id, kind }) => id === step.id && kind === step.kind);
    const keeper = step.kind === 'read' ? same[0] : same.at(-1);
    if (step.kind === 'look' || step.kind === 'change') return [step];
    return keeper === step ? [{ ...step, commands: uniqueCommands(same) }] : [];
  };
  return fixes.map((fix) => (fix.alternative ? fix : withSteps(fix, fix.steps.flatMap(merged))));
}

function uniqueCommands(steps: Step[]): Command[] {
  const commands = steps.flatMap((step) => step.commands);
  return commands.filter(({ text }, index) => commands.findIndex((other) => other.text === text) === index);
}
