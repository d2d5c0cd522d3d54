import type { Endpoint, EndpointError } from '../types.ts';
import { cipherSuiteName } from './cipherSuites.ts';
import { alertError } from './handshakeError.ts';
import { type Parser, PieceReader } from './pieceReader.ts';

/** What a server's answer to a greeting has shown so far. */
export interface ServerFlight extends Pick<Endpoint, 'protocol' | 'cipher' | 'clientCertificate'> {
  /** DER, in the order in which the server sent them. */
  sent: Uint8Array[];
}

/** In bytes; more than any server sends before it is the client's turn. */
export const longestFlight = 1024 * 1024;

/** `complete`: the server has said all that it says before the client's turn. */
export type FlightEnd = 'complete' | EndpointError;

/**
 * Reads the unencrypted part of a handshake, SSL 3.0 to TLS 1.2, from pieces cut anywhere (RFC 5246 sections 6.2 and 7).
 * Forgives what does not matter for the certificate, and never throws. `push` says when there is no more to come.
 */
export class ServerFlightReader {
  readonly seen: ServerFlight = { sent: [] };
  readonly #records = new PieceReader(readRecords(this.seen));
  #begun = false;

  push(chunk: Buffer): FlightEnd | undefined {
    if (chunk.length === 0) return undefined;
    const foreign = !this.#begun && !isContentType(chunk[0]);
    this.#begun = true;
    if (foreign) return isText(chunk) ? notTls : garbled;
    return this.#records.push(chunk);
  }
}

const notTls: EndpointError = { code: 'not-tls', stage: 'handshake' };
const garbled: EndpointError = { code: 'handshake-garbled', stage: 'handshake' };
const weakGroup: EndpointError = { code: 'tls-mismatch', stage: 'handshake' };

const alert = 21;
const handshake = 22;
const closeNotify = 0;
/** With the room that compression and encryption may take (RFC 5246 section 6.2.3). */
const longestFragment = 2 ** 14 + 2048;
/** More than any chain holds; each costs work later. */
const mostCertificates = 100;

function* readRecords(seen: ServerFlight): Parser<FlightEnd> {
  const messages = new PieceReader(readMessages(seen));
  for (;;) {
    const header = yield 5;
    const length = header.readUInt16BE(3);
    if (!isContentType(header[0]) || header[1] !== 3 || length > longestFragment) return garbled;
    const fragment = yield length;
    const end = readFragment(header[0], fragment, seen, messages);
    if (end !== undefined) return end;
  }
}

function readFragment(
  contentType: number | undefined,
  fragment: Buffer,
  seen: ServerFlight,
  messages: PieceReader<FlightEnd>,
): FlightEnd | undefined {
  if (contentType === handshake) return messages.push(fragment);
  const [level, description] = fragment;
  // Nothing else is said before the server's first flight is complete.
  if (contentType !== alert || description === undefined) return garbled;
  const isWarning = level === 1 && description !== closeNotify;
  return isWarning ? undefined : alertError(description, seen.sent.length > 0);
}

function* readMessages(seen: ServerFlight): Parser<FlightEnd> {
  for (;;) {
    const header = yield 4;
    const read = messageReaders.get(header[0] ?? -1);
    if (read === undefined) return garbled;
    const end = read(yield header.readUIntBE(1, 3), seen);
    if (end !== undefined) return end;
  }
}

type MessageReader = (body: Buffer, seen: ServerFlight) => FlightEnd | undefined;

const ignore: MessageReader = () => undefined;

/** By the type of the message (RFC 5246 section 7.4). */
const messageReaders = new Map<number, MessageReader>([
  [0, ignore], // HelloRequest
  [2, readServerHello],
  [11, readCertificates],
  [12, readServerKeyExchange],
  [
    13, // CertificateRequest
    (_body, seen) => {
      seen.clientCertificate = 'requested';
      return undefined;
    },
  ],
  [14, () => 'complete'],
  [22, ignore], // CertificateStatus (RFC 6066 section 8)
]);

const protocols = new Map([
  [0x0300, 'SSLv3'],
  [0x0301, 'TLSv1'],
  [0x0302, 'TLSv1.1'],
  [0x0303, 'TLSv1.2'],
]);

/** Version, random, session (a length and as many bytes), cipher suite, compression, perhaps extensions. */
function readServerHello(body: Buffer, seen: ServerFlight): FlightEnd | undefined {
  if (seen.protocol !== undefined) return garbled;
  const suiteAt = 35 + (body[34] ?? 0);
  if (body.length < suiteAt + 3) return garbled;
  const protocol = protocols.get(body.readUInt16BE(0));
  if (protocol === undefined) return garbled;
  seen.protocol = protocol;
  seen.cipher = cipherSuiteName(body.readUInt16BE(suiteAt));
  return undefined;
}

function readCertificates(body: Buffer, seen: ServerFlight): FlightEnd | undefined {
  if (seen.protocol === undefined) return garbled;
  const chain: Uint8Array[] = [];
  if (body.length < 3 || body.readUIntBE(0, 3) !== body.length - 3) return garbled;
  for (let at = 3; at < body.length && chain.length < mostCertificates; ) {
    if (at + 3 > body.length) return garbled;
    const start = at + 3;
    at = start + body.readUIntBE(at, 3);
    if (at === start || at > body.length) return garbled;
    chain.push(body.subarray(start, at));
  }
  seen.sent = chain;
  return undefined;
}

/** Windows takes no Diffie-Hellman prime below 1024 bits since MS15-055, and others do neither (RFC 5246 section 7.4.3). */
function readServerKeyExchange(body: Buffer, { cipher = '' }: ServerFlight): FlightEnd | undefined {
  if (!cipher.includes('_DHE_')) return undefined;
  if (body.length < 2) return garbled;
  return body.readUInt16BE(0) * 8 < 1024 ? weakGroup : undefined;
}

/** RFC 5246 section 6.2.1. */
function isContentType(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 20 && byte <= 23;
}

/** Other protocols greet in words: HTTP, SMTP, FTP, IMAP, POP, SSH. */
function isText(chunk: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(0, 64), { stream: true });
    return /^[\t\r\n\P{Cc}]+$/u.test(text);
  } catch {
    return false;
  }
}
