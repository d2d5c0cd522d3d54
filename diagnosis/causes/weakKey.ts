import { hasWeakKey } from '../certificate/keyStrength.ts';
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
  who: 'exchangeAdmin',
  detect({ leaf }) {
    if (leaf === null || !hasWeakKey(leaf)) return null;
    return { data: { keyType: leaf.keyType.toUpperCase(), keyBits: leaf.keyBits ?? 0 } };
  },
  fixes: (facts) => fix.renewOrReplace(facts),
};
