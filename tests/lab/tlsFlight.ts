import assert from 'node:assert/strict';

/** The first flight of a TLS server, written by hand (RFC 5246; SSL 3.0 is RFC 6101). */
export interface Flight {
  /** As on the wire: 0x0300 is SSL 3.0, 0x0303 is TLS 1.2. */
  version: number;
  cipherSuite: number;
  /** DER, the leaf first. */
  chain: Uint8Array[];
  requestsCertificate?: boolean;
}

/** ServerHello to ServerHelloDone; for a cipher suite with static RSA, which needs no key exchange message. */
export function serverFlight({ version, cipherSuite, chain, requestsCertificate = false }: Flight): Buffer {
  return record(
    contentType.handshake,
    Buffer.concat([
      serverHello(version, cipherSuite),
      certificateMessage(chain),
      ...(requestsCertificate ? [certificateRequest(version)] : []),
      message(14, Buffer.alloc(0)),
    ]),
    version,
  );
}

export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 };

/** As many records as the payload needs, and one where it is empty. */
export function record(type: number, payload: Uint8Array, version = 0x0303, size = 16_384): Buffer {
  const records: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < payload.length; start += size) {
    const fragment = payload.subarray(start, start + size);
    records.push(Buffer.of(type), uint16(version), uint16(fragment.length), fragment);
  }
  return Buffer.concat(records);
}

/** A fatal alert, unless the level is 1. */
export function alert(description: number, level = 2, version = 0x0303): Buffer {
  return record(contentType.alert, Buffer.of(level, description), version);
}

/** Whether a ClientHello, in one record, has the suite in its list (RFC 5246, 7.4.1.2). */
export function offersCipherSuite(clientHello: Buffer, cipherSuite: number): boolean {
  const session = 5 + 4 + 2 + 32;
  const list = session + 1 + clientHello.readUInt8(session);
  const end = list + 2 + clientHello.readUInt16BE(list);
  for (let at = list + 2; at < end; at += 2) {
    if (clientHello.readUInt16BE(at) === cipherSuite) return true;
  }
  return false;
}

/** The extensions of a ClientHello in one record, by their types and in its order (RFC 8446 section 4.1.2). */
export function extensionsOf(clientHello: Buffer): Map<number, Buffer> {
  const session = 5 + 4 + 2 + 32;
  const suites = session + 1 + clientHello.readUInt8(session);
  const compression = suites + 2 + clientHello.readUInt16BE(suites);
  const start = compression + 1 + clientHello.readUInt8(compression);
  assert.equal(clientHello.readUInt16BE(start), clientHello.length - start - 2);
  const found = new Map<number, Buffer>();
  for (let at = start + 2; at < clientHello.length; ) {
    const end = at + 4 + clientHello.readUInt16BE(at + 2);
    found.set(clientHello.readUInt16BE(at), clientHello.subarray(at + 4, end));
    at = end;
  }
  return found;
}

export function message(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(type), uint24(body.length), body]);
}

export function serverHello(version: number, cipherSuite: number): Buffer {
  const noSession = Buffer.of(0);
  const noCompression = Buffer.of(0);
  const random = Buffer.alloc(32, 7);
  return message(2, Buffer.concat([uint16(version), random, noSession, uint16(cipherSuite), noCompression]));
}

export function certificateMessage(chain: Uint8Array[]): Buffer {
  return message(11, lengthFirst(Buffer.concat(chain.map(lengthFirst))));
}

function certificateRequest(version: number): Buffer {
  const types = Buffer.of(1, 1);
  const signatureAlgorithms = version >= 0x0303 ? Buffer.of(0, 2, 4, 1) : Buffer.alloc(0);
  const noAuthorities = uint16(0);
  return message(13, Buffer.concat([types, signatureAlgorithms, noAuthorities]));
}

function lengthFirst(bytes: Uint8Array): Buffer {
  return Buffer.concat([uint24(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 255);
}

function uint24(value: number): Buffer {
  return Buffer.of(value >> 16, (value >> 8) & 255, value & 255);
}
