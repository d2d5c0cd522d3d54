import { contentOf, readOid, readSequence, readValues } from './derValue.ts';

const signedData = '1.2.840.113549.1.7.2';
const [explicit, certificates] = [0xa0, 0xa0];

/**
 * The certificates in a file as authorities hand them out, each in DER: one in DER, several in PKCS #7 that holds
 * nothing else (RFC 5280 section 4.2.2.1, RFC 5652 section 5.1), or either of them in PEM. What is returned may be no
 * certificate after all.
 */
export function readBundle(file: Buffer): Buffer[] {
  const blocks = file
    .toString('latin1')
    .matchAll(/-----BEGIN (CERTIFICATE|PKCS7)-----([^-]+)-----END \1-----/g);
  const ders = [...blocks].map(([, , base64 = '']) => Buffer.from(base64, 'base64'));
  return (ders.length > 0 ? ders : [file]).flatMap((der) => certificatesInPkcs7(der) ?? der);
}

/** The certificates in PKCS #7, each in DER; null where it is something else. */
export function certificatesInPkcs7(der: Buffer): Buffer[] | null {
  try {
    const [type, content] = readSequence(readValues(der)[0]);
    if (readOid(type) !== signedData) return null;
    const fields = readSequence(readValues(contentOf(content, explicit))[0]);
    return wholeValues(contentOf(fields[3], certificates));
  } catch {
    return null;
  }
}

/** The values that stand one after another, each with its tag and length. */
function wholeValues(bytes: Buffer): Buffer[] {
  let start = 0;
  return readValues(bytes).map(({ content }) => {
    const end = content.byteOffset - bytes.byteOffset + content.length;
    const whole = bytes.subarray(start, end);
    start = end;
    return whole;
  });
}
