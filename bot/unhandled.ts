import type { Logger } from 'pino';
import { placeOf } from './errorPlace.ts';

/**
 * Logs, once, what nobody handled, and ends the process where nobody knows any more in which state it is: after an
 * exception that left a callback in the middle. A rejected promise ended its own work in due form, and a socket whose
 * error nobody listened to is only gone itself; then the process goes on.
 * (Node.js documentation, "Warning: Using 'uncaughtException' correctly".)
 */
export function watchUnhandled(log: Logger, exit: (code: number) => void = process.exit): void {
  process.on('unhandledRejection', (reason) => log.error(placeOf(reason), 'a rejection was not handled'));
  process.on('uncaughtException', (error) => {
    if (isOfSocket(error)) {
      log.error({ ...placeOf(error), code: error.code }, 'an error of a socket was not handled');
      return;
    }
    log.fatal(placeOf(error), 'an exception was not handled');
    exit(1);
  });
}

const socketCalls = ['read', 'write', 'connect', 'shutdown', 'getaddrinfo'];
const socketCodes = [
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

function isOfSocket(error: Error): error is NodeJS.ErrnoException {
  const { syscall = '', code = '' }: NodeJS.ErrnoException = error;
  return socketCalls.includes(syscall) && socketCodes.includes(code);
}
