import pino, { type DestinationStream, type Logger } from 'pino';
import { placeOf } from './errorPlace.ts';
import { currentTurn } from './turn.ts';

/**
 * The log of the process, in JSON lines. Each line of a turn holds its reference. Nothing is logged on purpose that
 * people wrote; here is what keeps it out where somebody forgets that.
 */
export function createLog(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      mixin() {
        const turn = currentTurn();
        return turn === undefined ? {} : { reference: turn.reference };
      },
      redact: { paths: personal.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
      serializers: {
        err: placeOf,
        error: (error) => (error instanceof Error ? placeOf(error).error : error),
      },
      hooks: {
        logMethod([first, ...others], method) {
          // Without a text of its own, the line of an error would get that of the error.
          if (first instanceof Error && others.length === 0) method.apply(this, [{ err: first }, 'an error']);
          else method.apply(this, [first, ...others]);
        },
      },
    },
    destination,
  );
}

/** Fields of activities, requests, plans and configurations. */
const personal = [
  'activity',
  'attachments',
  'authorization',
  'body',
  'conversation',
  'from',
  'headers',
  'host',
  'password',
  'person',
  'principal',
  'recipient',
  'req',
  'server',
  'text',
  'token',
  'userId',
  'value',
];
