import type { Cause } from './cause.ts';

/** The server sends the root, too, which clients must have already (RFC 8446 section 4.4.2 allows to leave it out). */
export const rootSent: Cause = {
  code: 'root-sent',
  severity: 'info',
  who: 'exchangeAdmin',
  detect({ endpoint: { chain }, trust }) {
    const root = chain.slice(1).find(({ selfIssued }) => selfIssued);
    return root === undefined || trust !== 'trusted' ? null : { data: { subject: root.subject } };
  },
};
