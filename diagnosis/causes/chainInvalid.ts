import * as fix from '../fixes.ts';
import type { Cause } from './cause.ts';

/** The chain is complete, but one of its certificates may not be used as it is here (RFC 5280 section 6.1). */
export const chainInvalid: Cause = {
  code: 'chain-invalid',
  detect({ trust, leaf, endpoint: { brokenRule } }) {
    if (trust !== 'chain-invalid') return null;
    return { severity: 'error', data: { issuer: leaf?.issuer ?? '', rule: brokenRule ?? '' } };
  },
  fixes: (facts) => [fix.reissueCertificate(facts)],
};
