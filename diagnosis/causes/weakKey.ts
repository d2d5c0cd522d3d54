import { hasWeakKey, type WeakCertificate } from '../certificate/keyStrength.ts';
import type { Facts } from '../facts.ts';
import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/**
 * The key is shorter than 2048 bits, as Exchange's HealthChecker flags it (CertificateCheck; not for EC keys), or than
 * the 256 bits of the smallest curve that public authorities may certify (CA/Browser Forum Baseline Requirements
 * section 6.1.5).
 */
export const weakKey: Cause = {
  code: 'weak-key',
  severity: 'warning',
  otherSeverity: 'error',
  stops: 'everybody',
  who: 'exchangeAdmin',
  detect(facts) {
    const weak = weakOne(facts);
    if (weak === undefined) return null;
    const { keyType, keyBits, subject } = weak;
    // Windows blocks RSA keys below 1024 bits, wherever in the chain (KB2661254).
    const isBlocked = keyType === 'rsa' && keyBits < 1024;
    const data = { keyType: keyType.toUpperCase(), keyBits, subject };
    return { ...(isBlocked && { severity: 'error' }), data };
  },
  fixes: (facts) => (weakOne(facts) === facts.leaf ? fix.renewOrReplace(facts) : [fix.completeChain()]),
};

/** A root is trusted for what it is, and stands in the store of every computer. */
function weakOne({ endpoint: { chain } }: Facts): WeakCertificate | undefined {
  return chain.filter((certificate, index) => index === 0 || !certificate.selfIssued).find(hasWeakKey);
}
