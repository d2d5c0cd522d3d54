import type { Certificate } from './types.ts';

const leastBits: Record<string, number> = { rsa: 2048, 'rsa-pss': 2048, dsa: 2048, ec: 256 };

/** Shorter than 2048 bits (RSA) or 256 bits (EC), as Exchange's HealthChecker flags it (CertificateCheck). */
export function hasWeakKey({ keyType, keyBits }: Certificate): boolean {
  return keyBits !== null && keyBits < (leastBits[keyType] ?? 0);
}
