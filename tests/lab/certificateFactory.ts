import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  type AlternativeNames,
  authorityKeyId,
  basicConstraints,
  type Extension,
  extendedKeyUsage,
  extensionList,
  issuerUrl,
  keyUsage,
  subjectAlternativeName,
  subjectKeyId,
} from './certificateExtensions.ts';
import {
  type Asn1,
  bitString,
  context,
  fromDer,
  integer,
  nothing,
  oid,
  sequence,
  time,
  toDer,
} from './der.ts';
import { distinguishedName, type NameAttribute } from './distinguishedName.ts';
import { type KeyType, sharedKey } from './keys.ts';

export interface CertificateOptions extends AlternativeNames {
  /** From the most general to the most specific, as it is encoded. Empty is allowed. */
  subject: NameAttribute[];
  /** Absent: self-signed. */
  issuer?: TestCertificate;
  /** A type takes the process's shared key of that type. Default `rsa-2048`. */
  key?: KeyType | KeyObject;
  /** Default: since yesterday, for a year. */
  notBefore?: Date;
  notAfter?: Date;
  ca?: boolean;
  /** How many authorities may stand below this one. Default: any number. */
  pathLength?: number;
  /** Null leaves the extension out. */
  keyUsage?: null;
  /** Object identifiers. Default: server authentication for a server, any purpose for an authority. */
  purposes?: string[];
  /** Two's complement in hexadecimal, so a first digit from 8 is negative. Default: random and positive. */
  serialNumber?: string;
  /** Default `sha256`; without effect where the issuer's key is Ed25519. */
  signatureHash?: SignatureHash;
  /** Default: derived from the keys; null leaves the extension out. */
  subjectKeyId?: Buffer | null;
  authorityKeyId?: Buffer | null;
  aiaIssuerUrl?: string;
  extraExtensions?: Extension[];
}

const serverAuthentication = '1.3.6.1.5.5.7.3.1';

export type SignatureHash = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** A certificate with its private key; it can be the issuer of others. */
export interface TestCertificate {
  der: Buffer;
  pem: string;
  key: KeyObject;
  keyPem: string;
  subject: Asn1;
  keyId: Buffer;
}

/** Makes a version 3 certificate for a server or, with `ca`, for an authority (RFC 5280). */
export function createCertificate(options: CertificateOptions): TestCertificate {
  const key = typeof options.key === 'object' ? options.key : sharedKey(options.key ?? 'rsa-2048');
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const subject = distinguishedName(options.subject);
  const keyId = options.subjectKeyId ?? createHash('sha1').update(publicKey).digest();
  const signer = options.issuer ?? { key, subject, keyId };
  const hash = signer.key.asymmetricKeyType === 'ed25519' ? null : (options.signatureHash ?? 'sha256');
  const algorithm = signatureAlgorithm(signer.key, hash);

  const toBeSigned = sequence(
    context(0, [integer('02')]),
    integer(options.serialNumber ?? randomSerialNumber()),
    algorithm,
    signer.subject,
    sequence(time(options.notBefore ?? daysFromNow(-1)), time(options.notAfter ?? daysFromNow(365))),
    subject,
    fromDer(publicKey),
    context(3, [extensionList(extensions(options, key, keyId, signer.keyId))]),
  );
  const signature = sign(hash, toDer(toBeSigned), signer.key);
  const der = toDer(sequence(toBeSigned, algorithm, bitString(signature)));
  const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { der, pem: pemOf(der), key, keyPem, subject, keyId };
}

export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}

function extensions(
  options: CertificateOptions,
  key: KeyObject,
  keyId: Buffer,
  signerKeyId: Buffer,
): Extension[] {
  const ca = options.ca ?? false;
  return [
    basicConstraints(ca, options.pathLength),
    ...(options.keyUsage === null ? [] : [keyUsage(ca, key.asymmetricKeyType === 'rsa')]),
    ...extendedKeyUsage(options.purposes ?? (ca ? [] : [serverAuthentication])),
    ...(options.subjectKeyId === null ? [] : [subjectKeyId(keyId)]),
    ...(options.authorityKeyId === null ? [] : [authorityKeyId(options.authorityKeyId ?? signerKeyId)]),
    ...subjectAlternativeName(options, options.subject.length === 0),
    ...(options.aiaIssuerUrl === undefined ? [] : [issuerUrl(options.aiaIssuerUrl)]),
    ...(options.extraExtensions ?? []),
  ];
}

const signatureAlgorithms: Record<string, string> = {
  'rsa md5': '1.2.840.113549.1.1.4',
  'rsa sha1': '1.2.840.113549.1.1.5',
  'rsa sha256': '1.2.840.113549.1.1.11',
  'rsa sha384': '1.2.840.113549.1.1.12',
  'rsa sha512': '1.2.840.113549.1.1.13',
  'ec sha1': '1.2.840.10045.4.1',
  'ec sha256': '1.2.840.10045.4.3.2',
  'ec sha384': '1.2.840.10045.4.3.3',
  'ec sha512': '1.2.840.10045.4.3.4',
  ed25519: '1.3.101.112',
};

function signatureAlgorithm(key: KeyObject, hash: SignatureHash | null): Asn1 {
  const name = hash === null ? 'ed25519' : `${key.asymmetricKeyType} ${hash}`;
  const id = signatureAlgorithms[name];
  if (id === undefined) throw new Error(`There is no certificate signature ${name}.`);
  // Only RSA has parameters, and they are NULL (RFC 4055, 5; RFC 5758, 3.2; RFC 8410, 3).
  return key.asymmetricKeyType === 'rsa' ? sequence(oid(id), nothing()) : sequence(oid(id));
}

function randomSerialNumber(): string {
  return `40${randomBytes(15).toString('hex')}`;
}

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
