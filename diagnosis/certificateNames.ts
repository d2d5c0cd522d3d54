import forge from 'node-forge';
import type { Certificate } from './types.ts';

type Asn1 = forge.asn1.Asn1;
type Names = Pick<
  Certificate,
  | 'commonNames'
  | 'subject'
  | 'issuer'
  | 'dnsNames'
  | 'ipAddresses'
  | 'emailNames'
  | 'signatureAlgorithm'
  | 'selfIssued'
>;

const { asn1, pki } = forge;
const subjectAltName = '2.5.29.17';
const commonName = '2.5.4.3';
const emailAddress = '1.2.840.113549.1.9.1';
const attributeNames: Record<string, string> = {
  [commonName]: 'CN',
  [emailAddress]: 'E',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'S',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
};
const signatureNames: Record<string, string> = {
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

/**
 * Reads the names of a certificate from its DER (RFC 5280 section 4.1), the same for every key type.
 * Every string is decoded by its own ASN.1 type, and every common name is kept in order.
 * @throws Error where the bytes are not a certificate.
 */
export function readSubjectAndNames(der: Uint8Array): Names {
  const certificate = asn1.fromDer(Buffer.from(der).toString('latin1'), { decodeBitStrings: false } as never);
  const fields = children(child(certificate, 0));
  const isVersion = fields[0]?.tagClass === asn1.Class.CONTEXT_SPECIFIC;
  const [, algorithm, issuer, , subject, , ...optional] = isVersion ? fields.slice(1) : fields;
  if (algorithm === undefined || issuer === undefined || subject === undefined)
    throw new Error('not a certificate');

  const attributes = readAttributes(subject);
  const alternatives = readAlternativeNames(optional);
  const valuesOf = (type: string) =>
    attributes.filter((attribute) => attribute.type === type).map(({ text }) => text);
  return {
    commonNames: valuesOf(commonName),
    subject: asOneLine(attributes),
    issuer: asOneLine(readAttributes(issuer)),
    dnsNames: alternatives.filter(({ kind }) => kind === 2).map(({ bytes }) => bytes),
    ipAddresses: alternatives.filter(({ kind }) => kind === 7).map(({ bytes }) => ipAddress(bytes)),
    emailNames: [
      ...alternatives.filter(({ kind }) => kind === 1).map(({ bytes }) => bytes),
      ...valuesOf(emailAddress),
    ],
    signatureAlgorithm: signatureName(asn1.derToOid(bytesOf(child(algorithm, 0)))),
    selfIssued: asn1.toDer(subject).getBytes() === asn1.toDer(issuer).getBytes(),
  };
}

interface Attribute {
  type: string;
  text: string;
}

/** A name is a sequence of sets of attributes; a set of several is a multi-valued RDN and is read like the rest. */
function readAttributes(name: Asn1): Attribute[] {
  return children(name)
    .flatMap(children)
    .map((attribute) => ({
      type: asn1.derToOid(bytesOf(child(attribute, 0))),
      text: decodeString(child(attribute, 1)),
    }));
}

/** Most specific first, as Windows shows it. */
function asOneLine(attributes: Attribute[]): string {
  return attributes
    .map(({ type, text }) => `${attributeNames[type] ?? type}=${text}`)
    .reverse()
    .join(', ');
}

function decodeString(value: Asn1): string {
  const content = typeof value.value === 'string' ? value.value : '';
  const bytes = Buffer.from(content, 'latin1');
  switch (Number(value.type)) {
    case asn1.Type.UTF8:
      return bytes.toString('utf8');
    case asn1.Type.BMPSTRING:
      return content; // the only string that node-forge decodes itself
    case 28: // UniversalString, which node-forge has no name for
      return decodeUcs4(bytes);
    default:
      return bytes.toString('latin1');
  }
}

function decodeUcs4(bytes: Buffer): string {
  let text = '';
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
    const codePoint = bytes.readUInt32BE(offset);
    text += codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd';
  }
  return text;
}

/** GeneralNames as [context tag, raw bytes] (RFC 5280 section 4.2.1.6). */
function readAlternativeNames(optional: Asn1[]): { kind: number; bytes: string }[] {
  const extensions = optional
    .filter((field) => Number(field.type) === 3)
    .flatMap((field) => children(child(field, 0)));
  return extensions
    .filter((extension) => asn1.derToOid(bytesOf(child(extension, 0))) === subjectAltName)
    .flatMap((extension) => children(asn1.fromDer(bytesOf(children(extension).at(-1)))))
    .map((name) => ({ kind: Number(name.type), bytes: typeof name.value === 'string' ? name.value : '' }));
}

function ipAddress(raw: string): string {
  const bytes = [...Buffer.from(raw, 'latin1')];
  if (bytes.length === 4) return bytes.join('.');
  const words = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return words.join(':');
}

function signatureName(oid: string): string {
  return signatureNames[oid] ?? (pki.oids as Record<string, string>)[oid] ?? oid;
}

function children(node: Asn1): Asn1[] {
  if (!Array.isArray(node.value)) throw new Error('expected a constructed value');
  return node.value;
}

function child(node: Asn1, index: number): Asn1 {
  const found = children(node)[index];
  if (found === undefined) throw new Error('a part is missing');
  return found;
}

function bytesOf(node: Asn1 | undefined): string {
  if (typeof node?.value !== 'string') throw new Error('expected a primitive value');
  return node.value;
}
