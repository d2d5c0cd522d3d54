import type { Certificate } from '../types.ts';
import { contentOf, type DerValue, readOid, readSequence, readValues, tags } from './derValue.ts';

type Key = Pick<Certificate, 'keyType' | 'keyBits'>;

/** By algorithm; Node's names. The bits of those whose size the algorithm alone says. */
const keyTypes: Record<string, Key> = {
  '1.2.840.113549.1.1.1': { keyType: 'rsa', keyBits: null },
  '1.2.840.113549.1.1.10': { keyType: 'rsa-pss', keyBits: null },
  '1.2.840.10040.4.1': { keyType: 'dsa', keyBits: null },
  '1.2.840.10045.2.1': { keyType: 'ec', keyBits: null },
  '1.3.101.110': { keyType: 'x25519', keyBits: null },
  '1.3.101.111': { keyType: 'x448', keyBits: null },
  '1.3.101.112': { keyType: 'ed25519', keyBits: 256 },
  '1.3.101.113': { keyType: 'ed448', keyBits: 448 },
  '2.16.840.1.101.3.4.3.17': { keyType: 'ml-dsa-44', keyBits: null },
  '2.16.840.1.101.3.4.3.18': { keyType: 'ml-dsa-65', keyBits: null },
  '2.16.840.1.101.3.4.3.19': { keyType: 'ml-dsa-87', keyBits: null },
};

/** The bits of named curves (RFC 5480 section 2.1.1.1). */
const curveBits: Record<string, number> = {
  // ANSI X9.62.
  ...bitsOf('1.2.840.10045.3.1', { 192: [1, 2, 3], 239: [4, 5, 6], 256: [7] }),
  // SEC 2.
  ...bitsOf('1.3.132.0', {
    112: [6, 7],
    113: [4, 5],
    128: [28, 29],
    131: [22, 23],
    160: [8, 9, 30],
    163: [1, 2, 15],
    192: [31],
    193: [24, 25],
    224: [32, 33],
    233: [26, 27],
    239: [3],
    256: [10],
    283: [16, 17],
    384: [34],
    409: [36, 37],
    521: [35],
    571: [38, 39],
  }),
  // RFC 5639.
  ...bitsOf('1.3.36.3.3.2.8.1.1', {
    160: [1, 2],
    192: [3, 4],
    224: [5, 6],
    256: [7, 8],
    320: [9, 10],
    384: [11, 12],
    512: [13, 14],
  }),
  // SM2.
  '1.2.156.10197.1.301': 256,
};

/** @param curves The last numbers of the identifiers below the arc, by the curves' bits. */
function bitsOf(arc: string, curves: Record<number, number[]>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(curves).flatMap(([bits, ends]) => ends.map((end) => [`${arc}.${end}`, Number(bits)])),
  );
}

/** What kind of key a SubjectPublicKeyInfo holds (RFC 5280 section 4.1.2.7); a key that cannot be read is `unknown`. */
export function readPublicKey(subjectPublicKeyInfo: DerValue | undefined): Key {
  try {
    const [algorithm, key] = readSequence(subjectPublicKeyInfo);
    const [id, parameters] = readSequence(algorithm);
    const known = keyTypes[readOid(id)] ?? unknown;
    return { ...known, keyBits: known.keyBits ?? keyBits(known.keyType, parameters, key) };
  } catch {
    return unknown;
  }
}

const unknown: Key = { keyType: 'unknown', keyBits: null };

function keyBits(
  keyType: string,
  parameters: DerValue | undefined,
  key: DerValue | undefined,
): number | null {
  switch (keyType) {
    case 'rsa':
    case 'rsa-pss': {
      // RSAPublicKey, behind the octet that counts the bits left over (RFC 8017 appendix A.1.1).
      const [publicKey] = readValues(contentOf(key, tags.bitString).subarray(1));
      return bitLength(readSequence(publicKey)[0]);
    }
    case 'dsa': // Dss-Parms; a certificate may inherit them from its issuer's (RFC 3279 section 2.3.2).
      return parameters?.tag === tags.sequence ? bitLength(readSequence(parameters)[0]) : null;
    case 'ec':
      return parameters?.tag === tags.oid ? (curveBits[readOid(parameters)] ?? null) : null;
    default:
      return null;
  }
}

/** Of an INTEGER, without leading zeros. */
function bitLength(integer: DerValue | undefined): number {
  const content = contentOf(integer, tags.integer);
  const first = content.findIndex((octet) => octet !== 0);
  return first < 0 ? 0 : (content.length - first) * 8 - (Math.clz32(content.readUInt8(first)) - 24);
}
