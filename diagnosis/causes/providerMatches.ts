import { isCommonName } from '../match.ts';
import type { Cause } from './cause.ts';

/** Every known provider hands out the certificate's common name. */
export const providerMatches: Cause = {
  code: 'provider-matches',
  detect({ providerFacts }) {
    const [first] = providerFacts;
    const right = providerFacts.every(({ match }) => isCommonName(match));
    if (first === undefined || !right) return null;
    return { severity: 'ok', data: { provider: first.provider, value: first.value ?? '$null' } };
  },
};
