import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** An issuer is missing from what the server sends, and the certificate says where it is to be had (RFC 5280 4.2.2.1). */
export const chainIncomplete: Cause = {
  code: 'chain-incomplete',
  detect({ trust, endpoint: { chain } }) {
    if (trust !== 'chain-incomplete') return null;
    return { severity: 'error', data: { issuer: chain.at(-1)?.issuer ?? '' } };
  },
  fixes: () => [fix.completeChain()],
};
