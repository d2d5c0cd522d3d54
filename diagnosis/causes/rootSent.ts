import type { Cause } from './cause.ts';

/** The server sends the root, too, which clients must have already (RFC 8446 section 4.4.2 allows to leave it out). */
export const rootSent: Cause = {
  code: 'root-sent',
  severity: 'info',
  who: 'exchangeAdmin',
  detect({ endpoint: { chain }, trust }) {
    const root = chain.slice(1).find(({ selfIssued }) => selfIssued);
    // Of a root that is no trust anchor, or may be none, there is more to say than that.
    if (root === undefined || trust === null || !known.includes(trust)) return null;
    return { data: { subject: root.subject } };
  },
};

const known = ['trusted', 'chain-incomplete', 'chain-invalid', 'issuer-expired'];
