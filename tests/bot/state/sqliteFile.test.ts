import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import pino from 'pino';
import { startAdvice } from '../../../bot/startError.ts';
import { openState } from '../../../bot/state/openState.ts';
import { openDatabase } from '../../../bot/state/sqliteDatabase.ts';
import { openSqliteState } from '../../../bot/state/sqliteState.ts';
import { StateError } from '../../../bot/state/stateError.ts';
import { silent } from './stores.ts';

const folder = mkdtempSync(join(tmpdir(), 'state-file-'));
after(() => rmSync(folder, { recursive: true }));
let count = 0;
const newFile = () => join(folder, String(count++), 'bot.db');
const open = (file: string) => openState(`sqlite:${file}`, { keepDays: 30, log: silent });
const big = (text: string) => ({ text: text.repeat(1000) });

/** A file with some hundred items that is closed. */
async function filled(): Promise<string> {
  const file = newFile();
  const state = await open(file);
  for (let i = 0; i < 300; i++) await state.storage.write({ [`key ${i}`]: big('filled ') });
  await state.close();
  return file;
}

describe('the file', () => {
  test('is made with its folder, and its owner alone can read it and what stands beside it', async () => {
    const file = join(folder, 'new', 'deep', 'bot.db');
    const state = await open(file);
    await state.storage.write({ a: { id: 1 } });
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    assert.deepEqual([file, `${file}-wal`, `${file}-shm`].map(mode), ['600', '600', '600']);
    assert.deepEqual([dirname(file), dirname(dirname(file))].map(mode), ['700', '700']);
    await state.close();
  });

  test('is one file alone when it is closed, and keeps items and claims', async () => {
    const file = newFile();
    const first = await open(file);
    await first.storage.write({ a: { id: 1 } });
    await first.claims.claim('b', 60_000);
    await first.close();
    assert.throws(() => statSync(`${file}-wal`), { code: 'ENOENT' });
    const second = await open(file);
    assert.equal((await second.storage.read(['a'])).a.id, 1);
    assert.equal(await second.claims.claim('b', 60_000), false);
    await second.close();
  });

  test('may be empty, as after an end in the moment it was made', async () => {
    const file = newFile();
    mkdirSync(dirname(file));
    writeFileSync(file, '');
    const state = await open(file);
    await state.storage.write({ a: { id: 1 } });
    await state.close();
  });
});

describe('a file that cannot be used is refused with what to do:', () => {
  const refused = async (file: string, advice: RegExp) => {
    const error = await open(file).catch((error) => error);
    assert.ok(error instanceof StateError, String(error));
    assert.equal(startAdvice(error), error.message);
    assert.ok(error.message.startsWith(`STATE_URL: the file ${file} cannot be used. `), error.message);
    assert.match(error.message, advice);
    assert.doesNotMatch(error.message, /\n/);
  };

  test('something else than a database', async () => {
    const file = newFile();
    mkdirSync(dirname(file));
    writeFileSync(file, 'This is a letter, not a database. '.repeat(100));
    await refused(file, /It is damaged, or no database at all\. Put a backup in its place, or move it away/);
    assert.match(readFileSync(file, 'utf8'), /^This is a letter/);
  });

  test('damaged in the head', async () => {
    const file = await filled();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 0, 100);
    writeFileSync(file, bytes);
    await refused(file, /It is damaged/);
  });

  test('damaged in the middle', async () => {
    const file = await filled();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, bytes.length / 2, bytes.length / 2 + 50_000);
    writeFileSync(file, bytes);
    await refused(file, /It is damaged/);
  });

  test('cut off', async () => {
    const file = await filled();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    await refused(file, /It is damaged/);
  });

  test('a folder', async () => {
    const file = newFile();
    mkdirSync(file, { recursive: true });
    await refused(file, /It is a folder\. Name a file in it, such as sqlite:\.\/data\/bot\.db/);
  });

  test('in a folder that is a file', async () => {
    const file = newFile();
    writeFileSync(dirname(file), '');
    await refused(file, /What should be its folder is a file/);
    await refused(join(file, 'deeper', 'bot.db'), /What should be its folder is a file/);
  });

  test('the database of another program', async () => {
    const file = newFile();
    mkdirSync(dirname(file));
    new DatabaseSync(file).exec('CREATE TABLE letters (text)');
    await refused(file, /It is the database of another program, or of a newer version of the bot/);
  });

  test('of a newer version', async () => {
    const file = await filled();
    new DatabaseSync(file).exec('PRAGMA user_version = 99');
    await refused(file, /of a newer version of the bot/);
  });

  test('held by another program', async () => {
    const file = await filled();
    using other = new DatabaseSync(file);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; DELETE FROM items; COMMIT');
    await refused(file, /Another process holds it/);
  });

  describe('where rights are lacking', { skip: process.platform === 'win32' }, () => {
    const lacking = /Let the account that the bot runs under read and write the file and its folder/;

    test('the file may only be read', async () => {
      const file = await filled();
      await asNobody(folder, () => {
        chmodSync(file, 0o444);
        return refused(file, lacking);
      });
    });

    test('the file may not even be read', async () => {
      const file = await filled();
      await asNobody(folder, () => {
        chmodSync(file, 0);
        return refused(file, lacking);
      });
    });

    test('the folder may only be read', async () => {
      const file = await filled();
      await asNobody(folder, () => {
        chmodSync(dirname(file), 0o555);
        return refused(file, lacking).finally(() => chmodSync(dirname(file), 0o755));
      });
    });

    test('the folder cannot be made', async () => {
      const file = newFile();
      mkdirSync(dirname(file));
      await asNobody(folder, () => {
        chmodSync(dirname(file), 0o555);
        return refused(join(dirname(file), 'data', 'bot.db'), lacking);
      });
    });
  });
});

describe('a full disk', () => {
  /** No more pages than there are, which is what SQLite does with a disk that is full. */
  const fullDisk = (file: string) => {
    const database = openDatabase(file);
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
    database.exec(`PRAGMA max_page_count = ${pages}`);
    return database;
  };
  const fill = async (state: Awaited<ReturnType<typeof open>>) => {
    for (let i = 0; i < 1000; i++) await state.storage.write({ [`more ${i}`]: big('more ') });
  };

  test('rejects what does not fit, keeps what is there, and goes on when there is room', async () => {
    const file = await filled();
    const database = fullDisk(file);
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => lines.push(line) });
    const state = await openSqliteState(file, { keepMs: 1e9, log, database });
    await assert.rejects(fill(state), {
      name: 'StateError',
      message: 'The state cannot be used: SQLITE 13.',
    });
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).code),
      ['SQLITE 13'],
    );
    assert.equal((await state.storage.read(['key 299']))['key 299'].text.length, 7000);
    await assert.rejects(state.storage.write({ a: big('a'), b: big('b'.repeat(100)) }), StateError);
    assert.deepEqual(await state.storage.read(['a', 'b']), {});
    database.exec('PRAGMA max_page_count = 1000000');
    await fill(state);
    await state.close();
    await (await open(file)).close();
  });
});

test('a file that is damaged while it is used rejects, and the process lives on', async () => {
  const file = await filled();
  const database = openDatabase(file);
  const state = await openSqliteState(file, { keepMs: 1e9, log: silent, database });
  // What SQLite has in memory would be as good as ever.
  database.exec('PRAGMA shrink_memory');
  const { size } = statSync(file);
  writeFileSync(file, Buffer.alloc(size, 0xa5));
  const keys = Array.from({ length: 300 }, (_, i) => `key ${i}`);
  await assert.rejects(state.storage.read(keys), StateError);
  await assert.rejects(state.storage.write({ new: { id: 1 } }), StateError);
  await assert.rejects(state.ping(), StateError);
  await state.close();
});

/** Root may do anything. Tests of what others may not do are run as nobody, who owns what is in `folder`. */
async function asNobody(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return work();
  const nobody = 65534;
  const paths = [folder, ...Array.from({ length: count }, (_, i) => join(folder, String(i)))];
  for (const path of [...paths, ...paths.map((path) => join(path, 'bot.db'))])
    if (statSync(path, { throwIfNoEntry: false })) chownSync(path, nobody, nobody);
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
