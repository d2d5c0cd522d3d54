import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Change, Item, ItemStore } from './itemStorage.ts';
import type { PersonKeys } from './personKeys.ts';

/** Items in a table of their own. */
export class SqliteItems implements ItemStore {
  readonly #database: DatabaseSync;
  readonly #keepMs: number;
  readonly #select: StatementSync;
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;

  constructor(database: DatabaseSync, keepMs: number) {
    this.#database = database;
    this.#keepMs = keepMs;
    this.#select = database.prepare('SELECT value, eTag FROM items WHERE key = ? AND written > ?');
    this.#upsert = database.prepare(`
      INSERT INTO items (key, value, eTag, written) VALUES (?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, eTag = excluded.eTag, written = excluded.written`);
    this.#delete = database.prepare('DELETE FROM items WHERE key = ?');
  }

  async read(keys: readonly string[]): Promise<Map<string, Item>> {
    const found = keys.map((key): [string, Item | null] => [key, this.#find(key)]);
    return new Map(found.filter((entry): entry is [string, Item] => entry[1] !== null));
  }

  async write(changes: readonly Change[]): Promise<boolean> {
    return this.#atOnce(() => {
      const isStale = ({ key, guard }: Change) =>
        guard !== null && guard !== (this.#find(key)?.eTag ?? guard);
      if (changes.some(isStale)) return false;
      const now = Date.now();
      for (const { key, value, eTag } of changes) this.#upsert.run(key, value, eTag, now);
      return true;
    });
  }

  async delete(keys: readonly string[]): Promise<void> {
    this.#atOnce(() => {
      for (const key of keys) this.#delete.run(key);
    });
  }

  async forget({ whole, prefix, suffix }: PersonKeys): Promise<void> {
    this.#atOnce(() => {
      for (const key of whole) this.#delete.run(key);
      // The inner query reads the index of the keys alone: the outer one would read all items.
      this.#database
        .prepare(`DELETE FROM items WHERE key IN (
          SELECT key FROM items WHERE substr(key, 1, length(?1)) = ?1 AND substr(key, -length(?2)) = ?2)`)
        .run(prefix, suffix);
    });
    // What is deleted would stay readable in the log until that is written over.
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  purge(): void {
    this.#database.prepare('DELETE FROM items WHERE written <= ?').run(Date.now() - this.#keepMs);
  }

  #find(key: string): Item | null {
    const row = this.#select.get(key, Date.now() - this.#keepMs);
    return row === undefined ? null : { value: String(row.value), eTag: String(row.eTag) };
  }

  #atOnce<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has rolled back already.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
