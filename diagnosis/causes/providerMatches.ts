import { isCommonName } from '../names/match.ts';
import type { Cause } from './cause.ts';

/** Every known provider hands out the certificate's common name (KB2710606, cause 2, does not apply). */
export const providerMatches: Cause = {
  code: 'provider-matches',
  severity: 'ok',
  who: 'nobody',
  detect({ providerFacts }) {
    const [first] = providerFacts;
    const right = providerFacts.every(({ match }) => isCommonName(match));
    if (first === undefined || !right) return null;
    return { data: { provider: first.provider, value: first.value ?? '$null' } };
  },
};
