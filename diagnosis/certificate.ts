import { X509Certificate } from 'node:crypto';
import { readSubjectAndNames } from './certificateNames.ts';
import type { Certificate, Result } from './types.ts';

const largest = 1024 * 1024;
const curveBits: Record<string, number> = { prime256v1: 256, secp256k1: 256, secp384r1: 384, secp521r1: 521 };
const edwardsBits: Record<string, number> = { ed25519: 256, ed448: 448 };

/**
 * Reads one certificate in DER, of any key type. Names come from the DER itself, since text forms of a subject
 * cannot be split safely; dates, fingerprints and the key come from Node.
 */
export function readCertificate(der: Uint8Array): Result<Certificate, 'unreadable' | 'too-large'> {
  if (der.length > largest) return { ok: false, reason: 'too-large' };
  try {
    const x509 = new X509Certificate(der);
    return { ok: true, value: { ...readSubjectAndNames(x509.raw), ...readTheRest(x509) } };
  } catch {
    // Both readers throw on what they cannot read, and a stranger's server may send anything.
    return { ok: false, reason: 'unreadable' };
  }
}

function readTheRest(x509: X509Certificate) {
  return {
    notBefore: isoDate(x509.validFrom),
    notAfter: isoDate(x509.validTo),
    serialNumber: x509.serialNumber,
    sha1: x509.fingerprint.replaceAll(':', ''),
    sha256: x509.fingerprint256.replaceAll(':', ''),
    ...readKey(x509),
  };
}

/** @throws RangeError where the certificate holds a date that is none. */
function isoDate(text: string): string {
  return new Date(text).toISOString();
}

function readKey(x509: X509Certificate): Pick<Certificate, 'keyType' | 'keyBits'> {
  try {
    const { asymmetricKeyType: keyType = 'unknown', asymmetricKeyDetails: details } = x509.publicKey;
    const keyBits =
      details?.modulusLength ?? curveBits[details?.namedCurve ?? ''] ?? edwardsBits[keyType] ?? null;
    return { keyType, keyBits };
  } catch {
    // Node cannot represent some keys (GOST, post-quantum ones); the names still count.
    return { keyType: 'unknown', keyBits: null };
  }
}
