import type { Facts } from '../facts.ts';
import * as fix from '../fixes/index.ts';
import type { FetchedIssuer } from '../types.ts';
import type { Cause, Detected } from './cause.ts';
import { issuerAtEnd } from './names.ts';

/**
 * An issuer is missing from what the server sends, and the certificate says where it is to be had (RFC 5280 section
 * 4.2.2.1; KB927465).
 */
export const chainIncomplete: Cause = {
  code: 'chain-incomplete',
  severity: 'error',
  stops: 'strangers',
  who: 'exchangeAdmin',
  detect(facts): Detected | null {
    const { trust } = facts;
    const [first] = missingLinks(facts);
    if (first !== undefined)
      return { data: { issuer: first.certificate.subject, fetched: true, url: first.url } };
    if (trust !== 'chain-incomplete') return null;
    return { data: { issuer: issuerAtEnd(facts), fetched: false } };
  },
  fixes(facts) {
    if (facts.wrongHost) return fix.rightCertificate(facts);
    const found = missingLinks(facts);
    // What was not found may be a root, which the server need not send.
    return found.length > 0
      ? [fix.installIssuer(found)]
      : [fix.completeChain(), fix.trustIssuer(issuerAtEnd(facts))];
  },
};

/** Without the root: RFC 8446 section 4.4.2 allows to leave it out. */
function missingLinks({ endpoint: { fetchedIssuers = [] } }: Facts): FetchedIssuer[] {
  return fetchedIssuers.filter(({ certificate }) => !certificate.selfIssued);
}
