import { randomBytes } from 'node:crypto';
import { cipherSuites } from './cipherSuites.ts';

/**
 * The greeting of a client that knows everything from SSL 3.0 to TLS 1.2, in one record (RFC 5246 section 7.4.1.2).
 * The record says TLS 1.0, since old servers refuse to read a record of a newer version (RFC 5246, appendix E.1).
 * @param sni The server name to send, an A-label; null sends none.
 */
export function clientHello(sni: string | null): Buffer {
  const noSession = Buffer.of(0);
  const noCompression = Buffer.of(1, 0);
  const suites = withLength(2, uint16s(...cipherSuites.keys()));
  const start = Buffer.concat([uint16s(0x0303), randomBytes(32), noSession, suites, noCompression]);
  const extensions = Buffer.concat([...(sni === null ? [] : [serverName(sni)]), ...fixedExtensions]);
  const headers = 4 + 2;
  const padding = paddingFor(headers + start.length + extensions.length);
  const body = Buffer.concat([start, withLength(2, Buffer.concat([extensions, padding]))]);
  return Buffer.concat([
    Buffer.of(22),
    uint16s(0x0301),
    withLength(2, Buffer.concat([Buffer.of(1), withLength(3, body)])),
  ]);
}

/** Some load balancers keep silent on greetings of 256 to 511 bytes (RFC 7685 section 4). */
function paddingFor(length: number): Buffer {
  if (length < 256 || length > 511) return Buffer.alloc(0);
  // Some servers refuse a last extension without data.
  return extension(21, Buffer.alloc(Math.max(1, 512 - length - 4)));
}

/** RFC 6066 section 3. */
function serverName(name: string): Buffer {
  return extension(0, withLength(2, Buffer.concat([Buffer.of(0), withLength(2, Buffer.from(name))])));
}

const fixedExtensions = [
  // Groups: every curve with a number (RFC 8422 section 5.1.1, RFC 7027), since a certificate may be on any of them; the
  // common ones first: x25519, P-256, P-384, P-521, x448, the Brainpool curves, and the old ones downwards.
  extension(
    10,
    withLength(
      2,
      uint16s(
        ...[0x1d, 0x17, 0x18, 0x19, 0x1e, 0x1c, 0x1b, 0x1a],
        ...Array.from({ length: 0x16 }, (_, index) => 0x16 - index),
      ),
    ),
  ),
  // Point formats: uncompressed only.
  extension(11, Buffer.of(1, 0)),
  // Signatures: RSA, PSS, ECDSA, DSA and Edwards curves, from SHA-512 down to MD5 (RFC 5246 section 7.4.1.4.1).
  extension(
    13,
    withLength(
      2,
      uint16s(
        ...[0x0807, 0x0808, 0x0603, 0x0503, 0x0403, 0x0806, 0x0805, 0x0804, 0x080b, 0x080a, 0x0809],
        ...[0x0601, 0x0501, 0x0401, 0x0602, 0x0502, 0x0402, 0x0303, 0x0301, 0x0302],
        ...[0x0203, 0x0201, 0x0202, 0x0101],
      ),
    ),
  ),
  // Secure renegotiation, which some servers insist on (RFC 5746 section 3.4).
  extension(0xff01, Buffer.of(0)),
];

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([uint16s(type), withLength(2, data)]);
}

function uint16s(...values: number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
}

/** The bytes after their number, which takes so many octets itself. */
function withLength(octets: number, bytes: Buffer): Buffer {
  const length = Buffer.alloc(octets);
  length.writeUIntBE(bytes.length, 0, octets);
  return Buffer.concat([length, bytes]);
}
