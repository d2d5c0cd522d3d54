import { type DerValue, readOid, readSequence, readValues } from './derValue.ts';

const pss = '1.2.840.113549.1.1.10';

/** As the standards spell them (RFC 3279, 4055, 5758, 8410, 9881). */
const names: Record<string, string> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.3': 'md4WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.3.14.3.2.3': 'md5WithRSA',
  '1.3.14.3.2.27': 'dsaWithSHA1',
  '1.3.14.3.2.29': 'sha1WithRSASignature',
  '1.2.840.10040.4.3': 'dsa-with-sha1',
  '2.16.840.1.101.3.4.3.1': 'dsa-with-sha224',
  '2.16.840.1.101.3.4.3.2': 'dsa-with-sha256',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

const hashNames: Record<string, string> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

/**
 * The name of a signature's AlgorithmIdentifier, its object identifier where it has none here.
 * @throws Error where it is malformed.
 */
export function readSignatureAlgorithm(algorithm: DerValue | undefined): string {
  const [id, parameters] = readSequence(algorithm);
  const oid = readOid(id);
  return oid === pss ? `RSASSA-PSS with ${pssHash(parameters)}` : (names[oid] ?? oid);
}

/** RSASSA-PSS names its hash in its parameters; SHA-1 where it does not (RFC 4055 section 3.1). */
function pssHash(parameters: DerValue | undefined): string {
  if (parameters === undefined) return 'SHA-1';
  const hash = readSequence(parameters).find(({ tag }) => tag === 0xa0);
  if (hash === undefined) return 'SHA-1';
  const [algorithm] = readValues(hash.content);
  const oid = readOid(readSequence(algorithm)[0]);
  return hashNames[oid] ?? oid;
}
