import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import pino from 'pino';
import { startAdvice } from '../../../bot/startError.ts';
import { openState } from '../../../bot/state/openState.ts';
import type { State } from '../../../bot/state/state.ts';
import { StateError } from '../../../bot/state/stateError.ts';
import { listen } from '../../lab/servers.ts';
import { connectTo, type RedisServer, skipRedis, startRedis } from './redisServer.ts';
import { until, works } from './until.ts';

const password = 'S3cret~never.shown';
const logged: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
const open = (url: string) => openState(url, { keepDays: 30, log });

/** Everything a turn does with the state. */
const uses: Record<string, (state: State) => Promise<unknown>> = {
  read: (state) => state.storage.read(['a', 'b']),
  write: (state) => state.storage.write({ a: { id: 1 } }),
  delete: (state) => state.storage.delete(['a']),
  claim: (state) => state.claims.claim('a', 1000),
  release: (state) => state.claims.release('a'),
  turn: (state) => state.turns.run(randomUUID(), async () => 'done'),
  forget: (state) => state.forget({ channelId: 'msteams', userId: '29:anna' }),
  ping: (state) => state.ping(),
};

describe('Redis', { skip: skipRedis() }, () => {
  let redis: RedisServer;
  let state: State;
  const stray: unknown[] = [];
  const onStray = (error: unknown) => stray.push(error);
  before(async () => {
    process.on('unhandledRejection', onStray);
    redis = await startRedis({ password });
    state = await open(redis.url);
  });
  after(async () => {
    await state?.close();
    await redis?.[Symbol.asyncDispose]();
    process.off('unhandledRejection', onStray);
    assert.deepEqual(stray, []);
    assert.doesNotMatch(logged.join(''), /S3cret|29:anna/);
  });

  const everythingRejects = async () => {
    const outcomes = await Promise.allSettled(Object.values(uses).map((use) => use(state)));
    for (const [index, outcome] of outcomes.entries()) {
      const name = Object.keys(uses)[index];
      assert.ok(outcome.status === 'rejected' && outcome.reason instanceof StateError, `${name} rejects`);
    }
  };
  const untilBack = () => until('back', () => works(state.ping()));

  test('that ends is said once, everything rejects, and goes on without a restart', async () => {
    await state.storage.write({ kept: { id: 1 } });
    logged.length = 0;
    await redis.kill('SIGKILL');
    for (let i = 0; i < 3; i++) await everythingRejects();
    await redis.start();
    await untilBack();
    assert.equal((await state.storage.read(['kept'])).kept.id, 1);
    for (const use of Object.values(uses)) await use(state);
    const said = logged.map((line) => JSON.parse(line).msg).filter((each) => each.startsWith('Redis is'));
    assert.deepEqual(said, ['Redis is gone', 'Redis is back']);
  });

  test('that ends in the middle of commands rejects them', async () => {
    const many = Array.from({ length: 200 }, (_, i) => state.storage.write({ [`key ${i}`]: { i } }));
    const settled = Promise.allSettled(many);
    await redis.kill('SIGKILL');
    for (const outcome of await settled)
      assert.ok(outcome.status === 'fulfilled' || outcome.reason instanceof StateError);
    await redis.start();
    await untilBack();
  });

  test('that stands still without a word keeps nobody waiting, and goes on when it does', async () => {
    await state.storage.write({ kept: { id: 2 } });
    await redis.kill('SIGSTOP');
    await everythingRejects();
    await everythingRejects();
    await redis.kill('SIGCONT');
    await untilBack();
    assert.equal((await state.storage.read(['kept'])).kept.id, 2);
    for (const use of Object.values(uses)) await use(state);
  });

  test('whose connection goes dead without a word is reached by another one', async () => {
    await using wire = await startWire(new URL(redis.url).port);
    const far = await open(redis.url.replace(/:\d+$/, `:${wire.port}`));
    await far.ping();
    wire.cut();
    await assert.rejects(far.ping(), { name: 'StateError', message: 'The state cannot be used: TooSlow.' });
    await until('reached', () => works(far.ping()));
    await far.close();
  });

  test('that ends during a turn lets the turn end as it ends', async () => {
    const done = await state.turns.run('during', async () => {
      await redis.kill('SIGKILL');
      return 'done';
    });
    assert.equal(done, 'done');
    await redis.start();
    await untilBack();
  });

  test('frees the turn of a process that died', async () => {
    using other = await connectTo(redis.url);
    await other.set('turn:dead', 'of a process that died', { expiration: { type: 'PX', value: 300 } });
    assert.equal(await state.turns.run('dead', async () => 'next'), 'next');
  });

  test('keeps the turn of a process that lives, longer than a lease', async () => {
    using other = await connectTo(redis.url);
    await state.turns.run('long', async () => {
      // As if a lease had nearly gone by.
      await other.pExpire('turn:long', 2500);
      const before = await other.pTTL('turn:long');
      await until('renewed', async () => (await other.pTTL('turn:long')) > before);
    });
    assert.equal(await other.exists('turn:long'), 0);
  });

  test("does not free a turn that is another's meanwhile", async () => {
    using other = await connectTo(redis.url);
    await state.turns.run('lost', async () => {
      await other.set('turn:lost', 'of another process');
    });
    assert.equal(await other.get('turn:lost'), 'of another process');
  });
});

describe('a Redis that cannot be used is refused at the start, without its password:', {
  skip: skipRedis(),
}, () => {
  const refused = async (url: string, expected: RegExp) => {
    const error = await open(url).catch((error) => error);
    assert.ok(error instanceof StateError, String(error));
    assert.equal(startAdvice(error), error.message);
    assert.match(error.message, expected);
    assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.cause]), /S3cret/);
  };

  test('nobody there', async () => {
    const redis = await startRedis();
    await redis[Symbol.asyncDispose]();
    const { host } = new URL(redis.url);
    const expected = `^STATE_URL: Redis at ${host} cannot be used \\(ECONNREFUSED\\)\\. See that it runs`;
    await refused(`redis://:${password}@${host}`, new RegExp(expected));
  });

  test('the wrong password', async () => {
    await using redis = await startRedis({ password: 'another' });
    await refused(`redis://:${password}@${new URL(redis.url).host}`, /\(WRONGPASS\)/);
    await refused(`redis://bot:${password}@${new URL(redis.url).host}`, /\(WRONGPASS\)/);
  });

  test('no password where one is needed', async () => {
    await using redis = await startRedis({ password });
    await refused(`redis://${new URL(redis.url).host}`, /\(NOAUTH\)/);
  });

  test('one that says nothing', async () => {
    await using redis = await startRedis();
    await redis.kill('SIGSTOP');
    await refused(redis.url, /\(TooSlow\)/);
  });

  test('a server without TLS where TLS is asked for', async () => {
    await using redis = await startRedis();
    await refused(redis.url.replace('redis:', 'rediss:'), /cannot be used \(/);
  });

  test('a database that is not there', async () => {
    await using redis = await startRedis();
    await refused(`${redis.url}/99`, /cannot be used \(ERR\)/);
  });
});

/** A way to a port on which connections can go dead: nothing comes through any more, and nobody is told. */
async function startWire(port: string) {
  const live = new Set<() => void>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), '127.0.0.1');
    near.on('error', () => {});
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    live.add(() => near.unpipe(far).resume());
  });
  const listening = await listen(server);
  const cut = () => {
    for (const mute of live) mute();
    live.clear();
  };
  return { port: listening.port, cut, [Symbol.asyncDispose]: () => listening.stop() };
}
