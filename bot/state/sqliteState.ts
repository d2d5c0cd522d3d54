import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import { ItemStorage, type ItemStore } from './itemStorage.ts';
import { localLimiter } from './localLimiter.ts';
import { LocalTurns } from './localTurns.ts';
import { keysOf } from './personKeys.ts';
import { codeOf, openDatabase } from './sqliteDatabase.ts';
import { SqliteItems } from './sqliteItems.ts';
import type { State } from './state.ts';
import { StateError } from './stateError.ts';

/**
 * State in one file, for one process at a time; with `file` null in memory. Throws `StateError` for a file that cannot
 * be used.
 */
export async function openSqliteState(
  file: string | null,
  options: { keepMs: number; log: Logger; onError?: () => void; database?: DatabaseSync },
): Promise<State> {
  const { keepMs, log, onError, database = openDatabase(file) } = options;
  const items = new SqliteItems(database, keepMs);
  const claim = database.prepare(`
    INSERT INTO claims (key, ends) VALUES (?1, ?2)
    ON CONFLICT (key) DO UPDATE SET ends = excluded.ends WHERE ends <= ?3`);
  const release = database.prepare('DELETE FROM claims WHERE key = ?');
  const ended = database.prepare('DELETE FROM claims WHERE ends <= ?');

  const attempt = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const code = codeOf(error);
      log.error({ code }, 'the state cannot be used');
      onError?.();
      throw new StateError(`The state cannot be used: ${code}.`, { cause: error });
    }
  };
  const purge = () =>
    attempt(() => {
      items.purge();
      ended.run(Date.now());
      // There is nobody to tell: it is logged, and what has expired is not read in any case.
    }).catch(() => {});
  await purge();
  const purging = setInterval(purge, purgeEveryMs).unref();

  const store: ItemStore = {
    read: (keys) => attempt(() => items.read(keys)),
    write: (changes) => attempt(() => items.write(changes)),
    delete: (keys) => attempt(() => items.delete(keys)),
  };
  return {
    storage: new ItemStorage(store),
    claims: {
      claim: (key, forMs) => {
        const now = Date.now();
        return attempt(() => claim.run(key, now + forMs, now).changes === 1);
      },
      release: (key) =>
        attempt(() => {
          release.run(key);
        }),
    },
    turns: new LocalTurns(),
    limiter: localLimiter,
    forget: (person) => attempt(() => items.forget(keysOf(person))),
    ping: () =>
      attempt(() => {
        database.prepare('SELECT count(*) FROM items WHERE key = ?').get('');
      }),
    async close() {
      clearInterval(purging);
      if (database.isOpen) database.close();
    },
  };
}

const purgeEveryMs = 60 * 60 * 1000;
