import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

const leastBits: Record<string, number> = { rsa: 2048, 'rsa-pss': 2048, dsa: 2048, ec: 256 };

/** The key is shorter than 2048 bits (RSA) or 256 bits (EC), as Exchange's HealthChecker flags it (CertificateCheck). */
export const weakKey: Cause = {
  code: 'weak-key',
  detect({ leaf }) {
    const bits = leaf?.keyBits ?? null;
    if (leaf === null || bits === null || bits >= (leastBits[leaf.keyType] ?? 0)) return null;
    return { severity: 'warning', data: { keyType: leaf.keyType.toUpperCase(), keyBits: bits } };
  },
  fixes: (facts) => [facts.coversServer ? fix.renewCertificate(facts) : fix.reissueCertificate(facts)],
};
