import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openState } from '../../../bot/state/openState.ts';
import { type BotProcess, startBotProcess } from '../botProcess.ts';
import { Person } from '../client.ts';
import { connectTo, type RedisServer, skipRedis, startRedis } from './redisServer.ts';
import { silent } from './stores.ts';
import { until, works } from './until.ts';

const answered = /What I can do/;
const slowDown = /^A moment, please\nThat was a lot in a short time/;

describe('the limits of two processes on one Redis', { skip: skipRedis() }, () => {
  let redis: RedisServer;
  let bots: BotProcess[] = [];
  before(async () => {
    redis = await startRedis();
    const env = { STATE_URL: redis.url, RATE_LIMIT_PERSON: '4', RATE_LIMIT_TENANT: '7' };
    bots = await Promise.all([startBotProcess(env), startBotProcess(env)]);
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill()));
    await redis?.[Symbol.asyncDispose]();
  });
  /** What the same person says to one process after the other. */
  async function sayInTurns(times: number, identity: { id: string; tenantId?: string }): Promise<string[]> {
    const heard: string[] = [];
    for (let i = 0; i < times; i++) {
      const person = new Person(bots[i % bots.length]?.url ?? '', identity);
      const { tenantId } = identity;
      const conversation = { id: person.conversation, ...(tenantId && { tenantId }) };
      heard.push((await person.send({ type: 'message', text: 'help', conversation })).text);
    }
    return heard;
  }

  test('count a person once, and the person is told once', async () => {
    const heard = await sayInTurns(10, { id: '29:anna' });
    for (const text of heard.slice(0, 4)) assert.match(text, answered);
    assert.match(heard[4] ?? '', slowDown);
    assert.deepEqual(heard.slice(5), ['', '', '', '', '']);
  });

  test('count a tenant once', async () => {
    const heard = [
      ...(await sayInTurns(4, { id: '29:ben', tenantId: 'contoso' })),
      ...(await sayInTurns(4, { id: '29:cleo', tenantId: 'contoso' })),
    ];
    for (const text of heard.slice(0, 7)) assert.match(text, answered);
    assert.match(heard[7] ?? '', /^A moment, please\nMany people of your organisation/);
    assert.match((await sayInTurns(1, { id: '29:dora', tenantId: 'fabrikam' }))[0] ?? '', answered);
  });

  test('end after a minute', async () => {
    using client = await connectTo(redis.url);
    const keys = await client.keys('limit:*');
    assert.ok(keys.length > 0);
    for (const key of keys) {
      const end = await client.pTTL(key);
      assert.ok(end > 0 && end <= 60_000, `${key} ends in ${end} ms`);
    }
  });

  test('are counted by each process for itself while Redis is gone, and together again afterwards', async (t) => {
    const open = () => openState(redis.url, { keepDays: 1, log: silent });
    const states = await Promise.all([open(), open()]);
    const [one, other] = states.map(({ limiter }) => limiter('test', 1));
    assert.ok(one && other);
    t.after(() => Promise.all(states.map((state) => state.close())));
    await one.consume('a');
    await assert.rejects(other.consume('a'), 'they count together');
    await redis.kill('SIGKILL');
    await one.consume('b');
    await other.consume('b');
    await assert.rejects(one.consume('b'), 'a limit it is all the same');
    await redis.start();
    for (const state of states) await until('Redis again', () => works(state.ping()));
    await one.consume('c');
    await assert.rejects(other.consume('c'));
  });
});
