import type { Facts } from '../facts.ts';
import * as fix from '../fixes/index.ts';
import type { Certificate } from '../types.ts';
import type { Cause } from './cause.ts';

/**
 * A certificate of the chain is signed with MD5 or SHA-1 (HealthChecker, CertificateCheck). A root is trusted for what
 * it is and not for its signature, so its own does not count.
 */
export const weakSignature: Cause = {
  code: 'weak-signature',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect(facts) {
    const weak = weakOne(facts);
    if (weak === undefined) return null;
    return { data: { signatureAlgorithm: weak.signatureAlgorithm, subject: weak.subject } };
  },
  fixes: (facts) => (weakOne(facts) === facts.leaf ? fix.renewOrReplace(facts) : [fix.completeChain()]),
};

function weakOne({ endpoint: { chain } }: Facts): Certificate | undefined {
  return chain.find(({ signatureAlgorithm, selfIssued }, index) => {
    const isRoot = selfIssued && index > 0;
    return !isRoot && /md[245]|sha-?1(?!\d)/i.test(signatureAlgorithm);
  });
}
