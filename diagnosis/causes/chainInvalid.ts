import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The chain is complete, but one of its certificates may not be used as it is here (RFC 5280 section 6.1). */
export const chainInvalid: Cause = {
  code: 'chain-invalid',
  severity: 'error',
  stops: 'everybody',
  who: 'exchangeAdmin',
  detect({ trust, leaf, endpoint: { brokenRule } }) {
    if (trust !== 'chain-invalid') return null;
    return { data: { issuer: leaf?.issuer ?? '', rule: brokenRule ?? '' } };
  },
  fixes: (facts) => fix.rightCertificate(facts),
};
