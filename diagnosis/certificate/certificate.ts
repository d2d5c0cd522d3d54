import { hash } from 'node:crypto';
import type { Certificate, Result } from '../types.ts';
import { readAlternativeNames } from './alternativeNames.ts';
import { readTime } from './derTime.ts';
import { contentOf, type DerValue, readSequence, readValues, tags } from './derValue.ts';
import { asOneLine, commonName, emailAddress, readName } from './distinguishedName.ts';
import { readPublicKey } from './publicKey.ts';
import { readSignatureAlgorithm } from './signatureAlgorithm.ts';

/** Bytes. OpenSSL takes no more than 100 KB for a whole chain (SSL_MAX_CERT_LIST_DEFAULT), Windows less. */
const largest = 256 * 1024;

/**
 * Reads one certificate in DER (RFC 5280 section 4.1), of any version and any key type. Everything comes from the DER
 * itself: text forms of a subject cannot be split safely, and OpenSSL refuses certificates that Windows may take.
 * Nothing is verified. Bytes behind the certificate make it unreadable, as OpenSSL has it.
 */
export function readCertificate(der: Uint8Array): Result<Certificate, 'unreadable' | 'too-large'> {
  if (der.length > largest) return { ok: false, reason: 'too-large' };
  try {
    return { ok: true, value: read(Buffer.from(der.buffer, der.byteOffset, der.length)) };
  } catch {
    // Every reader throws on what it cannot read, and a stranger's server may send anything.
    return { ok: false, reason: 'unreadable' };
  }
}

function read(der: Buffer): Certificate {
  const [certificate, ...behind] = readValues(der);
  if (behind.length > 0) throw new RangeError('bytes behind the certificate');
  const [toBeSigned] = readSequence(certificate);
  const fields = readSequence(toBeSigned);
  // Version 1 is the default and left out.
  const [serialNumber, algorithm, issuer, validity, subject, key, ...optional] =
    fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [notBefore, notAfter] = readSequence(validity);
  const attributes = readName(subject);
  const { dnsNames, ipAddresses, emailNames } = readAlternativeNames(
    optional.find(({ tag }) => tag === 0xa3),
  );
  const ofType = (wanted: string) => attributes.filter(({ type }) => type === wanted).map(({ text }) => text);
  return {
    commonNames: ofType(commonName),
    subject: asOneLine(attributes),
    issuer: asOneLine(readName(issuer)),
    dnsNames,
    ipAddresses,
    emailNames: [...emailNames, ...ofType(emailAddress)],
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    serialNumber: readSerialNumber(serialNumber),
    sha1: hash('sha1', der).toUpperCase(),
    sha256: hash('sha256', der).toUpperCase(),
    ...readPublicKey(key),
    signatureAlgorithm: readSignatureAlgorithm(algorithm),
    selfIssued: subject !== undefined && issuer?.content.equals(subject.content) === true,
  };
}

/** In hexadecimal by whole bytes, without leading zeros; a negative one, which RFC 5280 forbids, with a minus sign. */
function readSerialNumber(value: DerValue | undefined): string {
  const content = contentOf(value, tags.integer);
  const number = BigInt.asIntN(content.length * 8, BigInt(`0x${content.toString('hex')}`));
  const digits = (number < 0n ? -number : number).toString(16).toUpperCase();
  return `${number < 0n ? '-' : ''}${digits.length % 2 === 0 ? '' : '0'}${digits}`;
}
