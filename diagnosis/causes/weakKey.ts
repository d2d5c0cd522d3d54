import * as fix from '../fixes.ts';
import type { Cause } from './cause.ts';

const leastBits: Record<string, number> = { rsa: 2048, 'rsa-pss': 2048, dsa: 2048, ec: 256 };

/**
 * The key is shorter than 2048 bits, as Exchange's HealthChecker flags it (CertificateCheck; not for EC keys), or than
 * the 256 bits of the smallest curve that public authorities may certify (CA/Browser Forum Baseline Requirements
 * section 6.1.5).
 */
export const weakKey: Cause = {
  code: 'weak-key',
  detect({ leaf }) {
    const bits = leaf?.keyBits ?? null;
    if (leaf === null || bits === null || bits >= (leastBits[leaf.keyType] ?? 0)) return null;
    return { severity: 'warning', data: { keyType: leaf.keyType.toUpperCase(), keyBits: bits } };
  },
  fixes: (facts) => [fix.reissueCertificate(facts)],
};
