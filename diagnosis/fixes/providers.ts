import * as command from '../commands.ts';
import type { Facts, ProviderFact } from '../facts.ts';
import { isCommonName } from '../names/match.ts';
import { bareForm } from '../names/principalName.ts';
import { formatServerName } from '../names/serverName.ts';
import type { Command, Fix, FixId, Step } from '../types.ts';
import { fix, step } from './fix.ts';

/**
 * Make Autodiscover hand out the certificate's own name: EXPR and, from Exchange 2013 on, EXCH, which such Outlooks read
 * inside the network. What holds the name already is left alone.
 */
export function setProvider(facts: Facts, name: command.SafeName): Fix {
  const right = facts.providerFacts.filter((fact) => fact.wellFormed && fact.name === name);
  const wrong = providersFor(facts).filter((provider) => !right.some((fact) => fact.provider === provider));
  return changeNames('set-provider', facts, wrong, name);
}

/** Give up a fixed value: Exchange then hands out `msstd:` and the external host name. EXCH may hold one unseen. */
export function resetProvider(facts: Facts): Fix {
  const fixed = fixedValues(facts).map(({ provider }) => provider);
  const suspected = !isKnown(facts, 'EXPR') && (fixed.length === 0 || !isCommonName(facts.match));
  const providers = [...(suspected ? (['EXPR'] as const) : []), ...fixed];
  return changeNames('reset-provider', facts, providers, null);
}

function isKnown({ providers }: Facts, name: command.ProviderName): boolean {
  return (name === 'EXPR' ? providers.expr : providers.exch) !== undefined;
}

/** Whether a value, known or told by Outlook's own name, would be wrong for a certificate with the server's name. */
export function hasFixedValue(facts: Facts): boolean {
  const { assumed, principal, server } = facts;
  const fromExpr =
    !isKnown(facts, 'EXPR') && !assumed && principal.form === 'msstd' && principal.name !== server.host;
  return fromExpr || fixedValues(facts).length > 0;
}

function fixedValues({ providerFacts, server }: Facts): ProviderFact[] {
  return providerFacts.filter(({ wellFormed, name }) => !wellFormed || name !== server.host);
}

/** The certificate's name is harmless but no DNS name, so it enters no command. */
export function setProviderByHand(facts: Facts): Fix {
  const providers = providersFor(facts);
  const name = facts.leaf?.commonNames[0]?.toLowerCase() ?? '';
  const inside = providers.includes('EXCH') ? [step('read', 'mind-inside')] : [];
  return change('set-provider-by-hand', facts, providers, [], {
    before: [...mindNames(facts, name), ...inside],
  });
}

function providersFor({ exchangeVersion }: Facts): command.ProviderName[] {
  return exchangeVersion === '2010' ? ['EXPR'] : ['EXPR', 'EXCH'];
}

/** EXPR's `Server` must be empty, or Autodiscover leaves out how to sign in (Connectivity Analyzer, missing AuthPackage). */
export function clearProviderServer(facts: Facts): Fix {
  const former = command.safeHost(facts.providers.expr?.server ?? '');
  return change('clear-provider-server', facts, ['EXPR'], [command.setProviderServer('EXPR', null)], {
    undo: former === null ? [] : [command.setProviderServer('EXPR', former)],
    data: { formerKnown: former !== null },
  });
}

/** A TTL of 0 hours tells Outlook not to ask Autodiscover again (Set-OutlookProvider, TTL). */
export function restoreProviderTtl(facts: Facts): Fix {
  return change('restore-provider-ttl', facts, ['EXPR'], [command.setProviderTtl('EXPR', 1)], {
    undo: [command.setProviderTtl('EXPR', 0)],
    data: { formerKnown: true },
  });
}

function changeNames(
  id: 'set-provider' | 'reset-provider',
  facts: Facts,
  providers: command.ProviderName[],
  name: command.SafeName | null,
): Fix {
  const changes = providers.map((provider) => forVersion(facts, provider, name));
  const handedOut = name ?? facts.server.host;
  const inside = name !== null && providers.includes('EXCH') ? [step('read', 'mind-inside')] : [];
  const isUnseen = name === null && facts.exchangeVersion !== '2010' && facts.providers.exch === undefined;
  const emptied = command.rehearsed(forVersion(facts, 'EXCH', null));
  return change(id, facts, isUnseen ? [...providers, 'EXCH'] : providers, changes, {
    before: [...mindNames(facts, name), ...inside],
    after: isUnseen ? [step('change', 'change-unseen-provider', emptied)] : [],
    undo: wayBack(facts, changes, providers),
    data: {
      name: handedOut,
      principal: bareForm(handedOut),
      formerKnown: providers.every((provider) => isKnown(facts, provider)),
    },
  });
}

/** Notes what is there, changes it, lets it arrive, looks at it again. */
function change(
  id: FixId,
  facts: Facts,
  providers: command.ProviderName[],
  changes: Command[],
  { before = [], after = [], ...parts }: Around & Pick<Partial<Fix>, 'undo' | 'data'> = {},
): Fix {
  const { exchangeVersion, server } = facts;
  const read = providers.map(command.readProvider);
  const isBlind = id === 'reset-provider' && providers.includes('EXPR') && !isKnown(facts, 'EXPR');
  const arrival = facts.providers.expr?.ttlHours === 0 ? 'let-arrive-by-restart' : 'let-arrive';
  const test = step('verify', 'test-connectivity', [command.testOutlookConnectivity()]);
  return fix(id, 'exchangeAdmin', {
    steps: [
      step('read', isBlind ? 'note-unseen-provider' : 'note-provider', read),
      ...before,
      step(
        'change',
        id === 'set-provider-by-hand' ? 'change-by-hand' : 'change-provider',
        changes.flatMap(command.rehearsed),
      ),
      ...after,
      step('arrive', arrival, command.recycleAutodiscover(exchangeVersion)),
      step('verify', 'verify-provider', read, { server: formatServerName(server).replace(/:443$/, '') }),
      ...(exchangeVersion === '2010' ? [test] : []),
    ],
    ...parts,
  });
}

/** Steps beside the change itself. */
interface Around {
  before?: Step[];
  after?: Step[];
}

function forVersion(
  facts: Facts,
  provider: command.ProviderName,
  name: command.SafeName | 'none' | null,
): Command {
  const change = command.setProvider(provider, name);
  const unknown = facts.exchangeVersion === null && provider === 'EXCH';
  return unknown ? { ...change, appliesTo: 'exchange2013OrLater' } : change;
}

/** A value is one for the whole organisation: whoever serves several names must know before the change. */
function mindNames({ server, principal, providerFacts, leaf }: Facts, name: string | null): Step[] {
  const isOff = providerFacts.some(({ form }) => form === 'none');
  const names = [
    server.host,
    principal.name,
    ...providerFacts.map((fact) => fact.name),
    ...(leaf?.commonNames ?? []),
  ].flatMap((other) => (other ? [other.toLowerCase()] : []));
  const inPlay = [...new Set(names)].filter((other) => other !== name).slice(0, mostNames);
  return [
    ...(isOff ? [step('read', 'mind-switch-on')] : []),
    ...(name === null
      ? [step('read', 'mind-default', [command.readExternalNames()], { names: inPlay })]
      : []),
    ...(name !== null && inPlay.length > 0 ? [step('read', 'mind-names', [], { names: inPlay, name })] : []),
  ];
}

const mostNames = 12;

/** How to go back, where all of it may stand in commands: half a way back leads nowhere. */
function wayBack(facts: Facts, changes: Command[], providers: readonly command.ProviderName[]): Command[] {
  const made = changes.map(({ text }) => text);
  const former = providers.map((provider) => formerValue(facts, provider));
  const known = former.filter((command) => command !== null);
  return known.length < former.length ? [] : known.filter(({ text }) => !made.includes(text));
}

/**
 * The former value, where it is known to the letter and may stand in a command. Where EXPR is unknown, Outlook's own
 * principal name tells: it came from there, unless it is the default. An unknown EXCH is most likely empty, as setup
 * leaves it.
 */
function formerValue(facts: Facts, provider: command.ProviderName): Command | null {
  const { principal, server, assumed } = facts;
  const former = facts.providerFacts.find((fact) => fact.provider === provider);
  if (former?.form === 'none') return former.value === 'none' ? forVersion(facts, provider, 'none') : null;
  if (former?.value === null) return forVersion(facts, provider, null);
  const isDefault = assumed || provider === 'EXCH' || principal.name === server.host;
  if (former === undefined && isDefault) return forVersion(facts, provider, null);
  const text = former?.value ?? principal.given;
  const name = command.safeName(text.replace(/^msstd:/, ''));
  return name === null || text !== bareForm(name) ? null : forVersion(facts, provider, name);
}
