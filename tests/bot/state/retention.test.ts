import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, mock, test } from 'node:test';
import { openState } from '../../../bot/state/openState.ts';
import { openRedisState } from '../../../bot/state/redisState.ts';
import { connectTo, type RedisServer, skipRedis, startRedis } from './redisServer.ts';
import { silent } from './stores.ts';
import { until } from './until.ts';

const day = 24 * 60 * 60 * 1000;

describe('in SQLite', () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retention-'));
    mock.timers.enable({ apis: ['Date', 'setInterval'], now: Date.now() });
  });
  after(async () => {
    mock.timers.reset();
    await rm(folder, { recursive: true });
  });
  const open = (name: string, keepDays: number) => {
    file = join(folder, name);
    return openState(`sqlite:${file}`, { keepDays, log: silent });
  };
  /** What is in the file, whether it may still be read or not. */
  const stored = () => {
    using database = new DatabaseSync(file);
    const rows = database.prepare('SELECT key FROM items UNION SELECT key FROM claims ORDER BY key').all();
    return rows.map(({ key }) => key);
  };

  test('an item ends so many days after it was last written, not after it was last read', async () => {
    const { storage, close } = await open('items', 30);
    // Between two purges, so that it is not they who make it end.
    mock.timers.tick(day / 48);
    await storage.write({ old: { id: 1 }, renewed: { id: 1 } });
    mock.timers.tick(29 * day);
    await storage.write({ renewed: { id: 2 } });
    assert.deepEqual(Object.keys(await storage.read(['old', 'renewed'])), ['old', 'renewed']);
    mock.timers.tick(day);
    assert.deepEqual(Object.keys(await storage.read(['old', 'renewed'])), ['renewed']);
    mock.timers.tick(29 * day - day / 48);
    mock.timers.tick(day / 48);
    assert.deepEqual(await storage.read(['renewed']), {});
    assert.deepEqual(stored(), ['renewed']);
    await close();
  });

  test('it is gone from the file after an hour at most', async () => {
    const { storage, claims, close } = await open('hourly', 1);
    await storage.write({ item: { id: 1 } });
    await claims.claim('claim', day);
    mock.timers.tick(day - 1);
    assert.deepEqual(stored(), ['claim', 'item']);
    mock.timers.tick(day / 24 + 1);
    assert.deepEqual(stored(), []);
    await close();
  });

  test('it is gone from the file at the next start', async () => {
    const first = await open('start', 30);
    await first.storage.write({ item: { id: 1 } });
    await first.claims.claim('claim', 1000);
    await first.close();
    mock.timers.tick(30 * day);
    const second = await open('start', 30);
    assert.deepEqual(stored(), []);
    await second.close();
  });

  test('fewer days count at once', async () => {
    const first = await open('fewer', 30);
    await first.storage.write({ item: { id: 1 } });
    await first.close();
    mock.timers.tick(2 * day);
    const second = await open('fewer', 2);
    assert.deepEqual(await second.storage.read(['item']), {});
    await second.close();
  });

  test('an item that has ended guards nothing', async () => {
    const { storage, close } = await open('guard', 1);
    await storage.write({ item: { id: 1 } });
    mock.timers.tick(day);
    await storage.write({ item: { id: 2, eTag: 'stale' } });
    assert.equal((await storage.read(['item'])).item.id, 2);
    await close();
  });

  test('what is forgotten is in none of the files any more, not even as rest', async () => {
    const state = await open('forgotten', 30);
    const secret = 'a thing that anna of contoso said';
    const key = 'msteams/conversations/a:1/users/29:anna/';
    await state.storage.write({ [key]: { secret }, 'msteams/users/29:bob/': { said: 'something of bob' } });
    const found = async (text: string) => {
      const files = (await readdir(folder)).filter((name) => name.startsWith('forgotten'));
      const contents = await Promise.all(files.map((name) => readFile(join(folder, name))));
      return contents.some((bytes) => bytes.includes(text));
    };
    assert.equal(await found(secret), true);
    await state.forget({ channelId: 'msteams', userId: '29:anna' });
    assert.deepEqual(await Promise.all([found(secret), found('29:anna')]), [false, false]);
    assert.equal(await found('something of bob'), true);
    await state.close();
  });
});

describe('in Redis', { skip: skipRedis() }, () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server?.[Symbol.asyncDispose]());

  test('every key has an end, and each write begins the days anew', async () => {
    const state = await openState(server.url, { keepDays: 30, log: silent });
    using client = await connectTo(server.url);
    await state.storage.write({ item: { id: 1 } });
    await state.claims.claim('claim', 60_000);
    await client.pExpire('item:item', 1000);
    await state.storage.write({ item: { id: 2 } });
    await state.turns.run('turn', async () => {
      const ends: Record<string, number> = {};
      for (const key of (await client.keys('*')).sort()) ends[key] = await client.pTTL(key);
      assert.deepEqual(Object.keys(ends), ['claim:claim', 'item:item', 'turn:turn']);
      for (const [key, longest] of Object.entries({
        'claim:claim': 60_000,
        'item:item': 30 * day,
        'turn:turn': 6000,
      })) {
        const end = ends[key] ?? 0;
        assert.ok(end > longest / 2 && end <= longest, `${key} ends in ${end} ms`);
      }
    });
    await state.close();
  });

  test('an item that has ended is not there', async () => {
    const state = await openRedisState(server.url, { keepMs: 1, log: silent });
    await state.storage.write({ short: { id: 1 } });
    await until('gone', async () => (await state.storage.read(['short'])).short === undefined);
    await state.close();
  });
});
