import type { Logger } from 'pino';
import { openSqliteState } from './sqliteState.ts';
import type { State } from './state.ts';
import { StateError } from './stateError.ts';
import { parseStateUrl } from './stateUrl.ts';

export interface StateOptions {
  /** Days until an item expires, counted from when it was last written. */
  readonly keepDays: number;
  readonly log: Logger;
  /** Told of each failure of the store, once. */
  readonly onError?: () => void;
}

/**
 * Opens what `STATE_URL` names: `memory:` for this process only, `sqlite:<file>` for one process and its successors,
 * `redis://…` or `rediss://…` for any number of processes. Throws `StateError` saying what an operator must do.
 */
export async function openState(
  stateUrl: string,
  { keepDays, log, onError = () => {} }: StateOptions,
): Promise<State> {
  const keepMs = keepDays * 24 * 60 * 60 * 1000;
  const place = parseStateUrl(stateUrl);
  switch (place?.kind) {
    case 'memory':
      return openSqliteState(null, { keepMs, log, onError });
    case 'sqlite':
      return openSqliteState(place.file, { keepMs, log, onError });
    case 'redis': {
      // Loaded by those who use it only: it would make every other start slower.
      const { openRedisState } = await import('./redisState.ts');
      return openRedisState(place.url, { keepMs, log, onError });
    }
    default:
      throw new StateError('STATE_URL is none that the bot knows.');
  }
}
