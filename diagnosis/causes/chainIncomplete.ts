import type { Facts } from '../facts.ts';
import * as fix from '../fixes.ts';
import type { FetchedIssuer } from '../types.ts';
import type { Cause } from './cause.ts';

/** An issuer is missing from what the server sends, and the certificate says where it is to be had (RFC 5280 4.2.2.1). */
export const chainIncomplete: Cause = {
  code: 'chain-incomplete',
  detect(facts) {
    const { trust, leaf, endpoint } = facts;
    const [first] = missingLinks(facts);
    if (first !== undefined) {
      const data = { issuer: first.certificate.subject, fetched: true, url: first.url };
      return { severity: 'error', data };
    }
    if (trust !== 'chain-incomplete') return null;
    const end = endpoint.path?.at(-1) ?? leaf;
    return { severity: 'error', data: { issuer: end?.issuer ?? '', fetched: false } };
  },
  fixes(facts) {
    const found = missingLinks(facts);
    // What was not found may be a root, which the server need not send.
    return found.length > 0 ? [fix.installIssuer(found)] : [fix.completeChain(), fix.trustIssuer()];
  },
};

/** Without the root: RFC 8446 section 4.4.2 allows to leave it out. */
function missingLinks({ endpoint: { fetchedIssuers = [] } }: Facts): FetchedIssuer[] {
  return fetchedIssuers.filter(({ certificate }) => !certificate.selfIssued);
}
