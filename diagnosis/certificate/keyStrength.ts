import type { Certificate } from '../types.ts';

export type WeakCertificate = Certificate & { keyBits: number };

const leastBits: Record<string, number> = { rsa: 2048, 'rsa-pss': 2048, dsa: 2048, ec: 256 };

/** Shorter than 2048 bits, or 256 bits for an elliptic curve; the sources stand with the cause `weak-key`. */
export function hasWeakKey(certificate: Certificate): certificate is WeakCertificate {
  const { keyType, keyBits } = certificate;
  return keyBits !== null && keyBits < (leastBits[keyType] ?? 0);
}
