import type { Cause } from './cause.ts';

/** A certificate is not followed by its issuer although that was sent, too (RFC 5246 section 7.4.2; RFC 8446 4.4.2 is laxer). */
export const chainMisordered: Cause = {
  code: 'chain-misordered',
  severity: 'info',
  who: 'exchangeAdmin',
  detect({ endpoint: { chain } }) {
    const misplaced = chain.find((certificate, index) => {
      const next = chain[index + 1];
      if (certificate.selfIssued || next === undefined || next.subject === certificate.issuer) return false;
      return chain.some(({ subject }) => subject === certificate.issuer);
    });
    return misplaced === undefined ? null : { data: { subject: misplaced.subject } };
  },
};
