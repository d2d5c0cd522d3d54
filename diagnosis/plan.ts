import type { Facts } from './facts.ts';
import * as fix from './fixes/index.ts';
import type { Fix, FixId } from './types.ts';

/** What makes other fixes pointless or wrong, and which. */
const replaces: Partial<Record<FixId, FixId[]>> = {
  // The new certificate has other names, so the old ones need no settings.
  'reissue-certificate': ['renew-certificate', 'set-provider', 'set-provider-by-hand', 'correct-principal'],
  // Another certificate comes into use.
  'bind-certificate': ['renew-certificate', 'set-provider', 'set-provider-by-hand', 'correct-principal'],
  'use-host-name': ['set-provider', 'set-provider-by-hand', 'correct-principal'],
};

/**
 * One plan out of what each cause proposes: first everything that is needed, in the order in which it is done, then what
 * can be done instead. Nothing comes twice, and nothing that another part of the plan makes wrong.
 * @param proposals for each cause that is the case, worst first: its ways out, of which the first is recommended
 */
export function planOf(proposals: Fix[][], facts: Facts): Fix[] {
  const recommended = withoutRepeats(proposals.flatMap(([first]) => first ?? []));
  const replaced = recommended.flatMap(({ id }) => replaces[id] ?? []);
  const needed = recommended.filter(({ id }) => !replaced.includes(id));
  // The server's own name will stand in the new certificate, so a value fixed for the old one has to go.
  const isNew = needed.some(({ id }) => id === 'reissue-certificate');
  const outdated = isNew && recommended.some(({ id }) => id === 'set-provider');
  const plan = withoutRepeats([...needed, ...(outdated ? [fix.resetProvider(facts)] : [])]);
  const others = withoutRepeats(proposals.flatMap(([, ...rest]) => rest));
  const instead = others.filter(({ id }) => !replaced.includes(id) && !plan.some((own) => own.id === id));
  return [...plan, ...instead.map((other) => ({ ...other, alternative: true }))];
}

function withoutRepeats(fixes: Fix[]): Fix[] {
  return fixes.filter((fix, index) => fixes.findIndex(({ id }) => id === fix.id) === index);
}
