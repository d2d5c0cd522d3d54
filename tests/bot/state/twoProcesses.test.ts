import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type BotProcess, startBotProcess } from '../botProcess.ts';
import { leadAll, newConversations, say, startServers } from './conversations.ts';
import { type RedisServer, skipRedis, startRedis } from './redisServer.ts';
import { until } from './until.ts';

const password = 'S3cret~never.shown';

describe('two processes on one Redis', { skip: skipRedis() }, () => {
  let lab: Awaited<ReturnType<typeof startServers>>;
  let redis: RedisServer;
  let bots: BotProcess[] = [];
  before(async () => {
    lab = await startServers();
    redis = await startRedis({ password });
    const env = { ...lab.env, STATE_URL: redis.url, LOG_LEVEL: 'trace' };
    bots = await Promise.all([startBotProcess(env), startBotProcess(env)]);
  });
  after(async () => {
    await Promise.all(bots.map((bot) => bot.kill()));
    await redis?.[Symbol.asyncDispose]();
    await lab?.[Symbol.asyncDispose]();
  });
  /** A load balancer. */
  const anyUrl = () => bots[Math.floor(Math.random() * bots.length)]?.url ?? '';

  test('lead 20 interleaved conversations as one, whichever gets a message', async () => {
    const conversations = newConversations(20, lab.servers);
    const seen = await leadAll(conversations, anyUrl, () => {});
    assert.ok(conversations.every(({ answered }) => answered === 3));
    assert.deepEqual(seen, { arrived: 0, lost: 0 });
  });

  test('take two messages of one person at the same moment one after the other', async () => {
    const conversations = newConversations(20, lab.servers);
    for (const each of conversations) {
      const answers = await Promise.all(bots.map(({ url }) => say(each, url, 'check')));
      for (const answer of answers) assert.match(answer ?? '', /Which server/);
      each.answered = 1;
    }
    await leadAll(conversations, anyUrl, () => {});
    assert.ok(conversations.every(({ answered }) => answered === 3));
  });

  test('continue when Redis ends and starts again in between, without a restart of theirs', async () => {
    const conversations = newConversations(20, lab.servers);
    const next = async (expected: boolean) => {
      for (const each of conversations) {
        const heard = await say(each, anyUrl(), each.says[each.answered] ?? '');
        assert.equal(heard !== null, expected);
        for (const piece of heard === null ? [] : (each.hears[each.answered++] ?? []))
          assert.ok(heard?.includes(piece), `no ${piece} in: ${heard}`);
      }
    };
    for (const _question of ['server', 'principal']) {
      await next(true);
      await redis.kill('SIGKILL');
      await next(false);
      await redis.start();
      await untilAllAnswer(bots);
    }
    await next(true);
    for (const bot of bots) {
      assert.equal(bot.exitCode(), null);
      assert.match(bot.printed(), /"Redis is gone"/);
      assert.match(bot.printed(), /"Redis is back"/);
    }
  });

  test('lose nothing when Redis ends and starts again under load', async (t) => {
    const conversations = newConversations(60, lab.servers);
    let answers = 0;
    let outage = Promise.resolve();
    const breakRedis = async () => {
      await redis.kill('SIGKILL');
      await redis.start();
    };
    const seen = await leadAll(conversations, anyUrl, () => {
      if (++answers % 60 === 0) outage = outage.then(breakRedis);
    });
    await outage;
    t.diagnostic(`without an answer: ${seen.arrived} had arrived, ${seen.lost} had not`);
    assert.ok(conversations.every(({ answered }) => answered === 3));
    for (const bot of bots) assert.equal(bot.exitCode(), null);
  });

  test('go on when one of them is killed, and the other takes all', async (t) => {
    const [first, second] = bots;
    assert.ok(first && second);
    const conversations = newConversations(20, lab.servers);
    let answers = 0;
    let isKilled = false;
    const url = () => (isKilled || Math.random() < 0.5 ? second.url : first.url);
    const seen = await leadAll(conversations, url, () => {
      if (++answers < 25 || isKilled) return;
      isKilled = true;
      first.kill();
    });
    t.diagnostic(`without an answer: ${seen.arrived} had arrived, ${seen.lost} had not`);
    assert.ok(isKilled && conversations.every(({ answered }) => answered === 3));
  });

  test('print neither the password nor what people say, whatever happens', () => {
    for (const bot of bots) assert.doesNotMatch(bot.printed(), /S3cret|contoso|person-|unhandled/i);
  });
});

async function untilAllAnswer(bots: readonly { url: string }[]): Promise<void> {
  const [person] = newConversations(1, []);
  assert.ok(person);
  for (const { url } of bots) await until('an answer', async () => (await say(person, url, 'help')) !== null);
}
