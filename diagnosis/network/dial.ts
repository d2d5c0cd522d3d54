import { connect as connectSocket, type Socket } from 'node:net';
import type { EndpointError, UnreachableCode } from '../types.ts';

/** Opens a TCP connection to an address that the policy has passed; never resolves a name. */
export type Connect = (address: string, port: number) => Socket;

export const systemConnect: Connect = (address, port) => connectSocket({ host: address, port });

export interface DialOptions {
  connect: Connect;
  deadline: AbortSignal;
}

/** An open connection, which is the caller's to close, or why there is none. Settles at the deadline at the latest. */
export function dial(
  { address, port }: { address: string; port: number },
  { connect, deadline }: DialOptions,
): Promise<{ socket: Socket } | { error: EndpointError }> {
  const late: EndpointError = { code: 'connection-timeout', stage: 'connect' };
  if (deadline.aborted) return Promise.resolve({ error: late });
  const socket = connect(address, port);
  return new Promise((settle) => {
    const fail = (error: EndpointError) => {
      deadline.removeEventListener('abort', timeOut);
      socket.destroy();
      settle({ error });
    };
    const timeOut = () => fail(late);
    // Stays for good: a connection may break at any time, and whoever reads from it is told by other events as well.
    socket.on('error', (error) => fail(connectError(error)));
    socket.once('connect', () => {
      deadline.removeEventListener('abort', timeOut);
      settle({ socket });
    });
    deadline.addEventListener('abort', timeOut, { once: true });
  });
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
