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
  const extensions = [...(sni === null ? [] : [serverName(sni)]), ...fixedExtensions];
  const hello = [uint16s(0x0303), randomBytes(32), noSession, suites, noCompression];
  const body = Buffer.concat([...hello, withLength(2, Buffer.concat(extensions))]);
  return Buffer.concat([
    Buffer.of(22),
    uint16s(0x0301),
    withLength(2, Buffer.concat([Buffer.of(1), withLength(3, body)])),
  ]);
}

/** RFC 6066 section 3. */
function serverName(name: string): Buffer {
  return extension(0, withLength(2, Buffer.concat([Buffer.of(0), withLength(2, Buffer.from(name))])));
}

const fixedExtensions = [
  // Groups: x25519, x448, the NIST curves and secp256k1 (RFC 8422 section 5.1.1).
  extension(10, withLength(2, uint16s(0x1d, 0x1e, 0x17, 0x18, 0x19, 0x16))),
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
