import type { DerValue } from './derValue.ts';

const utf16 = new TextDecoder('utf-16be', { ignoreBOM: true });

/**
 * A string decoded by its own type (X.680 section 41). What cannot be decoded becomes U+FFFD, so that a name which is
 * half broken can still be read. Any other type, T61String and OCTET STRING among them, is taken byte by byte as
 * Latin-1, as OpenSSL does.
 */
export function readString({ tag, content }: DerValue): string {
  switch (tag) {
    case 0x0c: // UTF8String
      return content.toString('utf8');
    case 0x1c: // UniversalString
      return decodeUcs4(content);
    case 0x1e: // BMPString
      return utf16.decode(content);
    default:
      return content.toString('latin1');
  }
}

function decodeUcs4(bytes: Buffer): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const codePoint = offset + 4 <= bytes.length ? bytes.readUInt32BE(offset) : Number.POSITIVE_INFINITY;
    text += codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '\ufffd';
  }
  return text.toWellFormed();
}
