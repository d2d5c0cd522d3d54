import { readCertificate } from '../certificate/certificate.ts';
import { certificatesInPkcs7 } from '../certificate/certificateBundle.ts';
import type { Certificate } from '../types.ts';
import { chainsOf } from './certificateChains.ts';
import { type JoinedText, joinText } from './joinedText.ts';
import type { EvidenceReader, Reading, Statement } from './statement.ts';

const mostCertificates = 20;
/** Bytes of a value whose length DER tells in two octets; shorter ones have a shorter form. */
const shortest = 260;
/**
 * Where the base64 of a value of DER longer than 255 bytes begins, as every certificate and PKCS #7 is (X.690 section
 * 8.1.3.5), with the line of PEM before it where that is left.
 */
const beginning =
  /(?:BEGIN [A-Z0-9 ]{1,30}[-\u2013\u2014]{1,9}\s{0,9})?(?<![A-Za-z0-9+/])(MI[I-M][A-Za-z0-9+/]{20})/g;

/**
 * Certificates in base64, however the text around it is mangled: the length that DER begins with says where one ends,
 * so that the lines of PEM (RFC 7468) and line breaks do not matter. What is no certificate, a private key above all,
 * is left out.
 */
export const readCertificateFile: EvidenceReader = (pasted) => {
  const lineOf = new Map<string, number>();
  const certificates: Certificate[] = [];
  for (const { der, line } of readDers(joinText(pasted))) {
    for (const certificate of certificatesIn(der)) {
      if (lineOf.has(certificate.sha256)) continue;
      lineOf.set(certificate.sha256, line);
      certificates.push(certificate);
    }
    if (certificates.length >= mostCertificates) break;
  }
  return chainsOf(certificates.slice(0, mostCertificates)).map((chain) =>
    asReading(chain, lineOf.get(chain[0].sha256) ?? 1),
  );
};

function* readDers({ text, lineAt }: JoinedText): Generator<{ der: Buffer; line: number }> {
  // Line breaks of JSON and of scripts, in as many characters.
  const written = text.replace(/\\[rn]/g, '  ');
  let end = 0;
  for (const { index, 0: whole, 1: first = '' } of written.matchAll(beginning)) {
    const start = index + whole.length - first.length;
    if (start < end) continue;
    const length = derLength(Buffer.from(first, 'base64'));
    if (length < shortest) continue;
    end = endOfBase64(written, start, Math.ceil((length * 4) / 3));
    const der = Buffer.from(written.slice(start, end), 'base64').subarray(0, length);
    if (der.length === length) yield { der, line: lineAt(index) };
  }
}

/** Of the whole value, which has at least 256 bytes. */
function derLength(head: Buffer): number {
  const lengthOctets = head.readUInt8(1) - 0x80;
  return 2 + lengthOctets + head.readUIntBE(2, lengthOctets);
}

/** Where so many characters of base64 end, with white space anywhere; earlier where something else stands. */
function endOfBase64(text: string, start: number, characters: number): number {
  const word = /\s*([A-Za-z0-9+/]+)/y;
  word.lastIndex = start;
  let end = start;
  for (let left = characters; left > 0; ) {
    const [, found] = word.exec(text) ?? [];
    if (found === undefined) break;
    end = word.lastIndex - Math.max(0, found.length - left);
    left -= found.length;
  }
  return end;
}

function certificatesIn(der: Buffer): Certificate[] {
  return (certificatesInPkcs7(der) ?? [der]).slice(0, mostCertificates).flatMap((each) => {
    const read = readCertificate(each);
    return read.ok ? [read.value] : [];
  });
}

function asReading(certificates: [Certificate, ...Certificate[]], line: number): Reading {
  const [leaf] = certificates;
  const say = (field: Statement['field'], values: string[]) =>
    values.map((value): Statement => ({ field, value: value.trim(), line, certainty: 'certain' }));
  return {
    format: 'certificate',
    statements: [
      ...say('commonName', leaf.commonNames),
      ...say('dnsName', leaf.dnsNames),
      ...say('issuer', [leaf.issuer]),
      ...say('thumbprint', [leaf.sha1]),
      ...say('notBefore', [leaf.notBefore]),
      ...say('notAfter', [leaf.notAfter]),
    ],
    certificates,
  };
}
