import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/**
 * An issuer is missing from what the server sends, and the certificate says where it is to be had (RFC 5280 section
 * 4.2.2.1; KB927465).
 */
export const chainIncomplete: Cause = {
  code: 'chain-incomplete',
  severity: 'error',
  who: 'exchangeAdmin',
  detect({ trust, endpoint: { chain } }) {
    return trust === 'chain-incomplete' ? { data: { issuer: chain.at(-1)?.issuer ?? '' } } : null;
  },
  fixes: (facts) => (facts.wrongHost ? fix.rightCertificate(facts) : [fix.completeChain()]),
};
