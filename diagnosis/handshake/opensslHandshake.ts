import { constants, getCurves, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  connect,
  createSecureContext,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { allAnchors } from '../trust/trustStore.ts';
import type { EndpointError } from '../types.ts';
import type { Handshake } from './handshake.ts';
import { handshakeError, type OpensslError } from './handshakeError.ts';
import { longestFlight } from './serverFlight.ts';

/** How often a handshake under way is looked at, in milliseconds. */
const watchMs = 250;
/** How long a server has to refuse a client without a certificate: two round trips within these bounds, in milliseconds. */
const patienceMs = { least: 150, most: 1000 };

/**
 * One permissive handshake: TLS 1.0 to 1.3, any key, trusted or not, any cipher suite with a certificate except for
 * finite-field Diffie-Hellman (DHE): OpenSSL takes primes of 10,000 bits, which cost a second of everybody's time.
 * Where the handshake dies after the server has shown its certificate, both are in the answer.
 * Settles at the deadline at the latest, and never rejects. The socket is the caller's to close.
 * @param connectedAfter How long it took to connect, in milliseconds: about the time to the server and back.
 * @param trustAnchors In PEM, besides Node's own; always one array for the same anchors.
 */
export function opensslHandshake(
  socket: Socket,
  sni: string | null,
  deadline: AbortSignal,
  connectedAfter: number,
  trustAnchors = noExtraAnchors,
): Promise<Handshake> {
  const started = performance.now() - connectedAfter;
  const tls = connect({
    socket,
    secureContext: permissiveContext(trustAnchors),
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...(sni !== null && { servername: sni }),
  });
  // Node would read the whole chain into objects for a name check that is judged apart: a third of a millisecond.
  tls.getPeerCertificate = (): DetailedPeerCertificate => Object.create(null);
  return new Promise((settle) => {
    let secured: Handshake | undefined;
    let patience: NodeJS.Timeout | undefined;

    const finish = (seen: Handshake) => {
      clearInterval(watch);
      clearTimeout(patience);
      deadline.removeEventListener('abort', stop);
      // A server may still reset what we close; nobody is interested any more.
      tls.on('error', () => {}).destroy();
      settle(seen);
    };
    const fail = (code: EndpointError['code']) =>
      finish({ ...presented(tls), error: { code, stage: 'handshake' } });
    const stop = () => (secured ? finish(secured) : fail('handshake-stalled'));
    // OpenSSL swallows endless empty messages without a word, so only the number of bytes tells.
    const watch = setInterval(() => {
      if (socket.bytesRead > longestFlight) fail('handshake-flooded');
    }, watchMs).unref();

    tls.once('error', (error) => finish(broken(secured, presented(tls), error)));
    tls.once('secureConnect', () => {
      clearInterval(watch);
      secured = { ...presented(tls), securedAfter: Math.round(performance.now() - started) };
      // In TLS 1.3 the client is done before the server has found its certificate missing (RFC 8446 appendix E.1.2).
      const undecided = secured.clientCertificate !== undefined && secured.protocol === 'TLSv1.3';
      if (!undecided) return finish(secured);
      patience = setTimeout(stop, Math.min(Math.max(patienceMs.least, 2 * connectedAfter), patienceMs.most));
    });
    deadline.addEventListener('abort', stop, { once: true });
  });
}

/** What a handshake has come to that an error ended, be it before or just after this side was done. */
function broken(secured: Handshake | undefined, presented: Handshake, cause: OpensslError): Handshake {
  const seen = secured ?? presented;
  const error = handshakeError(cause, seen.sent.length > 0);
  if (secured && error.alert === undefined) return secured;
  return { ...seen, error, ...(isRefusal(seen, error) && { clientCertificate: 'required' }) };
}

/** How servers refuse a client that has no certificate (RFC 5246 section 7.4.6, RFC 8446 section 4.4.2.4). */
const refusals = ['handshake_failure', 'certificate_required', 'bad_certificate', 'access_denied'];

function isRefusal({ sent, protocol = '', clientCertificate }: Handshake, { alert = '' }: EndpointError) {
  // Before TLS 1.2 OpenSSL does not tell that the server has asked.
  const asked = clientCertificate !== undefined || ['TLSv1', 'TLSv1.1'].includes(protocol);
  return sent.length > 0 && asked && refusals.includes(alert);
}

/**
 * Without the large shares of post-quantum groups, which make two packets of a greeting: some old load balancers never
 * answer that. Certificates may be on old curves; some distributions build OpenSSL without them.
 */
const oldCurves = /^(secp256k1|secp224r1|prime192v1|brainpoolP(256|384|512)r1)$/;
const groups = [
  'X25519',
  'P-256',
  'P-384',
  'P-521',
  'X448',
  ...getCurves().filter((curve) => oldCurves.test(curve)),
];

const noExtraAnchors: readonly string[] = [];
const contexts = new WeakMap<readonly string[], SecureContext>();

/** Made once: making it for every handshake costs a quarter of the rate. */
export function permissiveContext(trustAnchors: readonly string[]): SecureContext {
  const known = contexts.get(trustAnchors);
  if (known !== undefined) return known;
  const made = createSecureContext({
    minVersion: 'TLSv1',
    // Without anonymous key exchange: a server that may choose it would show no certificate.
    ciphers: 'ALL:COMPLEMENTOFALL:!aNULL:!kDHE:@SECLEVEL=0',
    ecdhCurve: groups.join(':'),
    // Added, since `|` would make it negative. All that differs is padding (RFC 7685), as old load balancers need it.
    secureOptions: constants.SSL_OP_ALL + constants.SSL_OP_LEGACY_SERVER_CONNECT,
    // Node's own are there without a word, and at no cost.
    ...(trustAnchors.length > 0 && { ca: allAnchors(trustAnchors), allowPartialTrustChain: true }),
  });
  contexts.set(trustAnchors, made);
  return made;
}

/** What the server has shown so far. Reads the certificate once and last: the getter empties the socket. */
function presented(tls: TLSSocket): Handshake {
  const { authorized, authorizationError } = tls;
  const protocol = tls.getProtocol();
  const cipher = tls.getCipher()?.standardName;
  // Only a CertificateRequest brings the server's signature algorithms to the client.
  const requested = (tls.getSharedSigalgs() ?? []).length > 0;
  const sent = chainOf(tls.getPeerX509Certificate());
  if (sent.length === 0) return { sent };
  return {
    sent,
    // Where the handshake died early, OpenSSL had not come to judge.
    ...(authorized ? { objection: null } : authorizationError && { objection: String(authorizationError) }),
    ...(protocol !== null && { protocol }),
    ...(cipher !== undefined && { cipher }),
    ...(requested && { clientCertificate: 'requested' }),
  };
}

function chainOf(leaf: X509Certificate | undefined): Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let certificate = leaf; certificate !== undefined; certificate = certificate.issuerCertificate) {
    chain.push(certificate.raw);
  }
  return chain;
}
