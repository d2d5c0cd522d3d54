import { isUtf8 } from 'node:buffer';
import { readCertificate } from '../certificate/certificate.ts';
import { certificatesInPkcs7 } from '../certificate/certificateBundle.ts';

/**
 * The text of a file for the readers of evidence: UTF-8, UTF-16 as PowerShell writes it, else Windows-1252. A
 * certificate or PKCS #7 in DER becomes PEM, so that there is one way for both. Null where it is no text and neither of
 * them, as a PKCS #12 file, which holds a private key.
 */
export function decodeFile(bytes: Uint8Array): string | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file[0] === sequence && file[1] !== undefined && file[1] > 0x80) return decodeDer(file);
  const text = new TextDecoder(encodingOf(file)).decode(file);
  return isText(text) ? text : null;
}

const sequence = 0x30;

function decodeDer(der: Buffer): string | null {
  const isBundle = certificatesInPkcs7(der) !== null;
  if (!isBundle && !readCertificate(der).ok) return null;
  const label = isBundle ? 'PKCS7' : 'CERTIFICATE';
  return `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`;
}

function encodingOf(file: Buffer): string {
  const [first, second, third, fourth] = file;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a byte order mark: two Latin characters tell.
  if (first && second === 0 && third && fourth === 0) return 'utf-16le';
  if (first === 0 && second && third === 0 && fourth) return 'utf-16be';
  return isCutUtf8(file) ? 'utf-8' : 'windows-1252';
}

/** Perhaps cut within its last character. */
function isCutUtf8(file: Buffer): boolean {
  return [0, 1, 2, 3].some((cut) => isUtf8(file.subarray(0, file.length - cut)));
}

/** Files of other kinds have control characters near their beginning, texts have none. */
function isText(text: string): boolean {
  return ![...text.slice(0, 4096)].some((character) => character < '\t');
}
