import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/**
 * A certificate of the chain is signed with MD5 or SHA-1 (HealthChecker, CertificateCheck). A root is trusted for what
 * it is and not for its signature, so its own does not count.
 */
export const weakSignature: Cause = {
  code: 'weak-signature',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect({ endpoint: { chain } }) {
    const weak = chain.find(({ signatureAlgorithm, selfIssued }, index) => {
      const isRoot = selfIssued && index > 0;
      return !isRoot && /md[245]|sha-?1(?!\d)/i.test(signatureAlgorithm);
    });
    if (weak === undefined) return null;
    return { data: { signatureAlgorithm: weak.signatureAlgorithm, subject: weak.subject } };
  },
  fixes: (facts) => fix.renewOrReplace(facts),
};
