import type { Certificate } from '../types.ts';
import { contentOf, type DerValue, readOid, readSequence, readValues, tags } from './derValue.ts';

const subjectAltName = '2.5.29.17';
const rfc822Name = 0x81;
const dnsName = 0x82;
const ipAddress = 0x87;

/**
 * The alternative names of the subject by their kind (RFC 5280 section 4.2.1.6); other kinds are left out. Text is
 * taken byte by byte. An address that is neither 4 nor 16 bytes long is no address of a server and is left out, too.
 * A certificate must not hold an extension twice (section 4.2); of two, the first counts, as in Windows
 * (CertFindExtension).
 * @param extensions What stands in the field `extensions`; undefined where the certificate has none.
 * @throws Error where they are malformed.
 */
export function readAlternativeNames(
  extensions: DerValue | undefined,
): Pick<Certificate, 'dnsNames' | 'ipAddresses' | 'emailNames'> {
  const extension = readExtensions(extensions).find(([id]) => readOid(id) === subjectAltName);
  const names = extension === undefined ? [] : namesIn(extension);
  const ofKind = (kind: number) => names.filter(({ tag }) => tag === kind).map(({ content }) => content);
  return {
    dnsNames: ofKind(dnsName).map(asText),
    ipAddresses: ofKind(ipAddress).flatMap(asAddress),
    emailNames: ofKind(rfc822Name).map(asText),
  };
}

/** Each extension as what it is made of: its identifier, perhaps whether it is critical, and its value. */
function readExtensions(field: DerValue | undefined): DerValue[][] {
  if (field === undefined) return [];
  const [extensions] = readValues(field.content);
  return readSequence(extensions).map(readSequence);
}

function namesIn(extension: DerValue[]): DerValue[] {
  const [names] = readValues(contentOf(extension.at(-1), tags.octetString));
  return readSequence(names);
}

function asText(bytes: Buffer): string {
  return bytes.toString('latin1');
}

function asAddress(bytes: Buffer): string[] {
  if (bytes.length === 4) return [bytes.join('.')];
  if (bytes.length !== 16) return [];
  return [Array.from({ length: 8 }, (_, word) => bytes.readUInt16BE(2 * word).toString(16)).join(':')];
}
