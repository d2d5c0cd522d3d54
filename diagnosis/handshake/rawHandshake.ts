import type { Socket } from 'node:net';
import type { EndpointError } from '../types.ts';
import { clientHello } from './clientHello.ts';
import type { Handshake } from './handshake.ts';
import { type FlightEnd, longestFlight, ServerFlightReader } from './serverFlight.ts';

/**
 * Takes the certificate from a server that OpenSSL cannot talk to or does not want to read: greets it as a client that
 * knows everything from SSL 3.0 to TLS 1.2, and reads its answer up to where the keys would be agreed.
 * Settles at the deadline at the latest, and never rejects. The socket is the caller's to close.
 */
export function rawHandshake(socket: Socket, sni: string | null, deadline: AbortSignal): Promise<Handshake> {
  const reader = new ServerFlightReader();
  return new Promise((settle) => {
    const finish = (end: FlightEnd) => {
      deadline.removeEventListener('abort', stall);
      settle({ ...reader.seen, ...(end !== 'complete' && { error: end }) });
    };
    const fail = (code: EndpointError['code']) => finish({ code, stage: 'handshake' });
    const stall = () => fail('handshake-stalled');
    const read = (chunk: Buffer) => {
      const end = reader.push(chunk);
      if (end !== undefined) finish(end);
      else if (socket.bytesRead > longestFlight) fail('handshake-flooded');
    };
    socket.on('data', read);
    socket.once('end', () => fail('handshake-closed'));
    socket.once('error', ({ code: cause }: NodeJS.ErrnoException) =>
      finish({ code: 'connection-reset', stage: 'handshake', ...(cause !== undefined && { cause }) }),
    );
    deadline.addEventListener('abort', stall, { once: true });
    socket.write(clientHello(sni));
  });
}
