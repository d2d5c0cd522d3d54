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

/** How long a server may keep silent before it is greeted in another way as well, in milliseconds. */
const patienceMs = 2000;

/**
 * Takes the certificate chain from a server, whatever it takes: by a permissive handshake of OpenSSL and, where that
 * got no certificate or has met with silence, by a second connection that only reads what the server shows unencrypted.
 * Fetching and judging are two things, and a handshake that refuses shows nothing to judge. Where the handshake dies
 * after the server has shown its certificate, both the chain and the error are in the answer.
 * Resolves at the deadline at the latest, and leaves no socket behind.
 */
export async function handshake(target: HandshakeTarget, options: HandshakeOptions): Promise<Handshake> {
  const silence = new AbortController();
  const done = new AbortController();
  let second: Promise<Handshake> | undefined;
  const secondTry = () => {
    second ??= onConnection(target, until(done, options), rawHandshake);
    return second;
  };

  const firstTry: Shake = async (socket, sni, deadline, connectedAfter) => {
    const isSilent = () => socket.bytesRead === 0;
    // Who is only slow may still answer, so the first connection waits on beside the second.
    const greetAgain = async () => {
      if (isSilent() && (await secondTry()).sent.length > 0 && isSilent()) silence.abort();
    };
    const timer = setTimeout(greetAgain, patienceMs);
    try {
      return await opensslHandshake(socket, sni, deadline, connectedAfter, options.trustAnchors);
    } finally {
      clearTimeout(timer);
    }
  };
  const first = await onConnection(target, until(silence, options), firstTry);
  const wasSilent = silence.signal.aborted;

  if (first.error !== undefined && first.sent.length === 0 && isWorthAnother(first.error)) {
    return { ...joined(first.error, await secondTry(), wasSilent), connectedAfter: first.connectedAfter };
  }
  done.abort();
  await second;
  return first;
}

/** Until the deadline, or until the controller ends it before. */
function until(end: AbortController, options: HandshakeOptions): HandshakeOptions {
  return { ...options, deadline: AbortSignal.any([options.deadline, end.signal]) };
}

/** What the second try has shown, with what is wrong as far as the two tell. */
function joined(
  error: EndpointError,
  { error: secondError, ...shown }: Handshake,
  wasSilent: boolean,
): Handshake {
  const reason =
    shown.sent.length === 0
      ? plainer(error, secondError)
      : obstacle(wasSilent || isOurs(error, shown) ? secondError : error, shown);
  return { ...shown, ...(reason && { error: reason }) };
}

type Shake = (
  socket: Socket,
  sni: string | null,
  deadline: AbortSignal,
  connectedAfter: number,
) => Promise<Handshake>;

async function onConnection(target: HandshakeTarget, options: DialOptions, shake: Shake): Promise<Handshake> {
  const started = performance.now();
  const dialled = await dial(target, options);
  if ('error' in dialled) return { sent: [], error: dialled.error };
  const connectedAfter = Math.round(performance.now() - started);
  try {
    const seen = await shake(dialled.socket, target.sni, options.deadline, connectedAfter);
    return { ...seen, connectedAfter };
  } finally {
    dialled.socket.destroy();
  }
}

/** Not where nobody takes the connection, nor to be flooded again. */
function isWorthAnother({ stage, code }: EndpointError): boolean {
  return stage !== 'connect' && code !== 'handshake-flooded';
}

/**
 * Whether the first try failed for what OpenSSL cannot read or this check does not offer: other clients may and do, so
 * it is no error of the server.
 */
function isOurs({ code }: EndpointError, { cipher = '' }: Handshake): boolean {
  return code === 'certificate-unreadable' || cipher.startsWith('TLS_DHE_');
}

/** Why an up-to-date client gets no further with a server whose certificate the second try has seen. */
function obstacle(
  error: EndpointError | undefined,
  { protocol, cipher }: Handshake,
): EndpointError | undefined {
  return isAbandoned(protocol, cipher) ? { stage: 'handshake', ...error, code: 'tls-mismatch' } : error;
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
