import { constants, type X509Certificate } from 'node:crypto';
import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { readCertificate } from './certificate.ts';
import { judgeTrust, type TrustStore } from './trust.ts';
import type { Endpoint, EndpointError, UnreachableCode } from './types.ts';

/** Opens a TCP connection to an address that the policy has passed; never resolves a name. */
export type Connect = (address: string, port: number) => Socket;

export const systemConnect: Connect = (address, port) => connectSocket({ host: address, port });

/** What one handshake showed; durations in milliseconds since it began. */
export type Seen = Pick<Endpoint, 'protocol' | 'cipher' | 'chain' | 'trust' | 'error'> & {
  connectedAfter?: number;
  securedAfter?: number;
};

interface Target {
  address: string;
  port: number;
  /** The server name sent in the handshake; null sends none. */
  sni: string | null;
}

interface Options {
  connect: Connect;
  trustStore: () => TrustStore;
  deadline: AbortSignal;
  /** The time at which issuers must be valid. */
  now: Date;
}

/**
 * Takes the certificate chain from one permissive handshake: TLS 1.0 to 1.3, any key and cipher, trusted or not.
 * Fetching and judging are two things, and a handshake that refuses shows nothing to judge. Where the handshake dies
 * after the server has shown its certificate, both the chain and the error are in the answer.
 * Resolves always, and leaves no socket behind.
 */
export function handshake(target: Target, { connect, trustStore, deadline, now }: Options): Promise<Seen> {
  if (deadline.aborted) {
    return Promise.resolve({ chain: [], error: { code: 'connection-timeout', stage: 'connect' } });
  }
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  const tcp = connect(target.address, target.port);
  return new Promise((settle) => {
    let tls: TLSSocket | undefined;
    let connectedAfter: number | undefined;

    const finish = (seen: Seen) => {
      deadline.removeEventListener('abort', timeOut);
      // A server may still reset what we close; nobody is interested any more.
      for (const socket of [tls, tcp]) socket?.on('error', () => {}).destroy();
      settle({ ...seen, ...(connectedAfter !== undefined && { connectedAfter }) });
    };
    const fail = (error: EndpointError) => finish({ ...presented(tls, trustStore, now), error });
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
      tls.once('secureConnect', () =>
        finish({ ...presented(tls, trustStore, now), securedAfter: elapsed() }),
      );
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
function presented(
  tls: TLSSocket | undefined,
  trustStore: () => TrustStore,
  now: Date,
): Omit<Seen, 'connectedAfter'> {
  if (tls === undefined) return { chain: [] };
  const { authorized, authorizationError } = tls;
  const protocol = tls.getProtocol();
  const cipher = tls.getCipher()?.name;
  const sent = chainOf(tls.getPeerX509Certificate());
  const [leaf, ...issuers] = sent.map(({ raw }) => readCertificate(raw));
  if (leaf === undefined) return { chain: [] };

  const seen = { ...(protocol !== null && { protocol }), ...(cipher !== undefined && { cipher }) };
  if (!leaf.ok)
    return { ...seen, chain: [], error: { code: 'certificate-unreadable', stage: 'certificate' } };
  const chain = [leaf.value, ...issuers.flatMap((issuer) => (issuer.ok ? [issuer.value] : []))];
  if (authorized) return { ...seen, chain, trust: 'trusted' };
  const trust = judgeTrust(sent, trustStore(), now);
  const objection = authorizationError ? String(authorizationError) : null;
  const overruled = objection === null || judgedApart.test(objection);
  return { ...seen, chain, trust: trust === 'trusted' && !overruled ? 'untrusted-issuer' : trust };
}

/** OpenSSL's objections that this check judges itself: dates, and issuers it may know and OpenSSL not. */
const judgedApart =
  /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|UNABLE_TO_GET_.*|UNABLE_TO_VERIFY_.*|.*SELF_SIGNED_CERT.*)$/;

function chainOf(leaf: X509Certificate | undefined): X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let certificate = leaf; certificate !== undefined; certificate = certificate.issuerCertificate) {
    chain.push(certificate);
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
