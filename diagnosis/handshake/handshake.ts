import type { Socket } from 'node:net';
import { type DialOptions, dial } from '../network/dial.ts';
import type { Endpoint, EndpointError } from '../types.ts';
import { isAbandoned } from './cipherSuites.ts';
import { opensslHandshake } from './opensslHandshake.ts';
import { rawHandshake } from './rawHandshake.ts';

export { type Connect, systemConnect } from '../network/dial.ts';

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

export interface HandshakeOptions extends DialOptions {
  /** Of OpenSSL's objection: trust anchors in PEM besides Node's own; always one array for the same anchors. */
  trustAnchors?: readonly string[];
}

/**
 * Takes the certificate chain from a server, whatever it takes: by a permissive handshake of OpenSSL and, where that
 * reached the server but got no certificate, by a second connection that only reads what the server shows unencrypted.
 * Fetching and judging are two things, and a handshake that refuses shows nothing to judge. Where the handshake dies
 * after the server has shown its certificate, both the chain and the error are in the answer.
 * Resolves at the deadline at the latest, and leaves no socket behind.
 */
export async function handshake(target: HandshakeTarget, options: HandshakeOptions): Promise<Handshake> {
  const { sni } = target;
  const { deadline, trustAnchors } = options;
  const { error, ...first } = await onConnection(target, options, (socket, connectedAfter) =>
    opensslHandshake(socket, sni, deadline, connectedAfter, trustAnchors),
  );
  if (error === undefined) return first;
  if (first.sent.length > 0 || !isWorthAnother(error)) return { ...first, error };

  const second = await onConnection(target, options, (socket) => rawHandshake(socket, sni, deadline));
  const { error: secondError, ...shown } = second;
  const reason = shown.sent.length > 0 ? obstacle(error, shown) : plainer(error, secondError);
  return { ...shown, ...(reason && { error: reason }), connectedAfter: first.connectedAfter };
}

async function onConnection(
  target: HandshakeTarget,
  options: DialOptions,
  shake: (socket: Socket, connectedAfter: number) => Promise<Handshake>,
): Promise<Handshake> {
  const started = performance.now();
  const dialled = await dial(target, options);
  if ('error' in dialled) return { sent: [], error: dialled.error };
  const connectedAfter = Math.round(performance.now() - started);
  try {
    return { ...(await shake(dialled.socket, connectedAfter)), connectedAfter };
  } finally {
    dialled.socket.destroy();
  }
}

/** Not where nobody takes the connection, nor to be flooded again. */
function isWorthAnother({ stage, code }: EndpointError): boolean {
  return stage !== 'connect' && code !== 'handshake-flooded';
}

/**
 * Why an up-to-date client gets no further with a server whose certificate the second try has seen. None where OpenSSL
 * only could not read the certificate: other clients may, and reading it is judged apart.
 */
function obstacle(error: EndpointError, { protocol, cipher }: Handshake): EndpointError | undefined {
  if (error.code === 'certificate-unreadable') return undefined;
  return isAbandoned(protocol, cipher) ? { ...error, code: 'tls-mismatch' } : error;
}

/** Hanging up and nonsense say little; the second try may have heard a word. */
function plainer(error: EndpointError, second: EndpointError | undefined): EndpointError {
  const isWord = second?.alert !== undefined || ['not-tls', 'handshake-flooded'].includes(second?.code ?? '');
  return isWord && error.alert === undefined && wordless.includes(error.code)
    ? { ...error, ...second }
    : error;
}

const wordless: EndpointError['code'][] = [
  'handshake-closed',
  'connection-reset',
  'handshake-garbled',
  'handshake-failed',
];
