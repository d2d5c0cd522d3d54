import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StateError } from './stateError.ts';

/**
 * Opens the database file, makes it and its folder where there is none (for this account's eyes only), and proves that
 * it is sound and can be written. Null is a database in memory.
 * Throws `StateError` naming `STATE_URL` and what an operator must do.
 */
export function openDatabase(file: string | null): DatabaseSync {
  if (file === null) return prepared(new DatabaseSync(':memory:'));
  try {
    const path = resolve(file);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite gives the files it puts beside this one the same rights.
    closeSync(openSync(path, 'a', 0o600));
    return prepared(new DatabaseSync(path, { timeout: 1000 }));
  } catch (error) {
    throw new StateError(`STATE_URL: the file ${file} cannot be used. ${adviceOn(error)}`, { cause: error });
  }
}

/** What SQLite or the file system said, as a name without anything of the content, such as SQLITE 11 or EACCES. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('errcode' in error) return `SQLITE ${primary(error.errcode)}`;
  return 'code' in error ? String(error.code) : error.name;
}

const layout = 1;

function prepared(database: DatabaseSync): DatabaseSync {
  try {
    refuseForeign(database);
    // NORMAL: what was written survives the end of the process at any point; a power cut may take the last moments.
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA secure_delete = ON;
      BEGIN IMMEDIATE;
      CREATE TABLE IF NOT EXISTS items (
        key TEXT PRIMARY KEY, value TEXT NOT NULL, eTag TEXT NOT NULL, written INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS itemsWritten ON items (written);
      CREATE TABLE IF NOT EXISTS claims (key TEXT PRIMARY KEY, ends INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS claimsEnds ON claims (ends);
      PRAGMA user_version = ${layout};
      COMMIT;
    `);
    const found = database.prepare('PRAGMA quick_check(1)').get();
    if (found?.quick_check !== 'ok') throw new Damaged();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** An older layout would have to be brought up to date here. */
function refuseForeign(database: DatabaseSync): void {
  const version = database.prepare('PRAGMA user_version').get()?.user_version;
  if (version === layout) return;
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() ?? {};
  if (version !== 0 || tables !== 0) throw new Foreign();
}

class Damaged extends Error {
  readonly code = 'damaged';
}

class Foreign extends Error {
  readonly code = 'foreign';
}

const damaged =
  'It is damaged, or no database at all. Put a backup in its place, or move it away to start empty.';
const readOnly = 'Let the account that the bot runs under read and write the file and its folder.';
const isFolder = 'It is a folder. Name a file in it, such as sqlite:./data/bot.db.';
const notInFolder = 'What should be its folder is a file. Name another place.';
const full = 'The disk is full. Make room.';

const advice: Record<string, string> = {
  damaged,
  foreign: 'It is the database of another program, or of a newer version of the bot. Name another file.',
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  EISDIR: isFolder,
  EEXIST: notInFolder,
  ENOTDIR: notInFolder,
  ENOSPC: full,
  // Result codes of SQLite: sqlite.org/rescode.html
  'SQLITE 5': 'Another process holds it: only one bot may use it. Stop the other, or give each a file.',
  'SQLITE 8': readOnly,
  'SQLITE 11': damaged,
  'SQLITE 13': full,
  'SQLITE 14': readOnly,
  'SQLITE 26': damaged,
};

function adviceOn(error: unknown): string {
  const code = codeOf(error);
  return advice[code] ?? `The system says ${code}. Look at the disk, or name another place.`;
}

/** SQLite's extended codes hold the primary one in their lowest byte. */
function primary(errcode: unknown): number {
  return Number(errcode) & 0xff;
}
