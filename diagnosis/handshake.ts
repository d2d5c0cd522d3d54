import { constants, type X509Certificate } from 'node:crypto';
import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { Endpoint, EndpointError, UnreachableCode } from './types.ts';

/** Opens a TCP connection to an address that the policy has passed; never resolves a name. */
export type Connect = (address: string, port: number) => Socket;

export const systemConnect: Connect = (address, port) => connectSocket({ host: address, port });

/** What one handshake showed; durations in milliseconds since it began. */
export interface Handshake extends Pick<Endpoint, 'protocol' | 'cipher' | 'clientCertificate' | 'error'> {
  /** The certificates in DER and in the order in which the server sent them, the leaf first; empty where it showed none. */
  sent: Uint8Array[];
  /** OpenSSL's first objection to the chain, its own code; null where it has none, absent where it was not asked. */
  objection?: string | null;
  connectedAfter?: number;
  securedAfter?: number;
}

export interface HandshakeTarget {
  address: string;
  port: number;
  /** The server name sent in the handshake; null sends none. */
  sni: string | null;
}

export interface HandshakeOptions {
  connect: Connect;
  deadline: AbortSignal;
}

/**
 * Takes the certificate chain from one permissive handshake: TLS 1.0 to 1.3, any key and cipher, trusted or not.
 * Fetching and judging are two things, and a handshake that refuses shows nothing to judge. Where the handshake dies
 * after the server has shown its certificate, both the chain and the error are in the answer.
 * Resolves always, and leaves no socket behind.
 */
export function handshake(
  target: HandshakeTarget,
  { connect, deadline }: HandshakeOptions,
): Promise<Handshake> {
  if (deadline.aborted) {
    return Promise.resolve({ sent: [], error: { code: 'connection-timeout', stage: 'connect' } });
  }
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  const tcp = connect(target.address, target.port);
  return new Promise((settle) => {
    let tls: TLSSocket | undefined;
    let connectedAfter: number | undefined;

    const finish = (seen: Handshake) => {
      deadline.removeEventListener('abort', timeOut);
      // A server may still reset what we close; nobody is interested any more.
      for (const socket of [tls, tcp]) socket?.on('error', () => {}).destroy();
      settle({ ...seen, ...(connectedAfter !== undefined && { connectedAfter }) });
    };
    const fail = (error: EndpointError) => finish({ ...presented(tls), error });
    const timeOut = () => {
      fail({ code: 'connection-timeout', stage: connectedAfter === undefined ? 'connect' : 'handshake' });
    };

    tcp.once('error', (error) => {
      if (connectedAfter === undefined) fail(connectError(error));
    });
    tcp.once('connect', () => {
      connectedAfter = elapsed();
      tls = connectTls({
        socket: tcp,
        secureContext: permissiveContext(),
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
        ...(target.sni !== null && { servername: target.sni }),
      });
      tls.once('error', (error) => fail(handshakeError(error)));
      tls.once('secureConnect', () => finish({ ...presented(tls), securedAfter: elapsed() }));
    });
    deadline.addEventListener('abort', timeOut, { once: true });
  });
}

let sharedContext: SecureContext | undefined;

/** Made once: making it for every handshake costs a quarter of the rate. */
function permissiveContext(): SecureContext {
  sharedContext ??= createSecureContext({
    minVersion: 'TLSv1',
    ciphers: 'ALL:COMPLEMENTOFALL:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  });
  return sharedContext;
}

/** What the server has shown so far. Reads the certificate once and last: the getter empties the socket. */
function presented(tls: TLSSocket | undefined): Handshake {
  if (tls === undefined) return { sent: [] };
  const { authorized, authorizationError } = tls;
  const protocol = tls.getProtocol();
  const cipher = tls.getCipher()?.name;
  const sent = chainOf(tls.getPeerX509Certificate());
  if (sent.length === 0) return { sent };
  return {
    sent,
    // Where the handshake died early, OpenSSL had not come to judge.
    ...(authorized ? { objection: null } : authorizationError && { objection: String(authorizationError) }),
    ...(protocol !== null && { protocol }),
    ...(cipher !== undefined && { cipher }),
  };
}

function chainOf(leaf: X509Certificate | undefined): Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let certificate = leaf; certificate !== undefined; certificate = certificate.issuerCertificate) {
    chain.push(certificate.raw);
  }
  return chain;
}

const connectErrors: Record<string, UnreachableCode> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  ETIMEDOUT: 'connection-timeout',
};

function connectError(error: NodeJS.ErrnoException): EndpointError {
  const cause = error.code ?? 'unknown';
  return { code: connectErrors[cause] ?? 'host-unreachable', stage: 'connect', cause };
}

/** OpenSSL's words for bytes that are no TLS record: a web server without TLS, SMTP, or anything else. */
const notTls =
  /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|BAD_RECORD_TYPE|UNEXPECTED_MESSAGE|RECORD_LAYER/;

function handshakeError(error: NodeJS.ErrnoException): EndpointError {
  const cause = error.code ?? 'unknown';
  if (['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(cause)) {
    return { code: 'connection-reset', stage: 'handshake', cause };
  }
  return { code: notTls.test(cause) ? 'not-tls' : 'handshake-failed', stage: 'handshake', cause };
}
