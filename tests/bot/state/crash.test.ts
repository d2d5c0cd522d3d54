import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startBotProcess } from '../botProcess.ts';
import { leadAll, newConversations, say, startServers } from './conversations.ts';

test('200 conversations are continued, each at its place, however often the process is killed', async (t) => {
  await using lab = await startServers();
  const folder = await mkdtemp(join(tmpdir(), 'crash-'));
  const env = { ...lab.env, STATE_URL: `sqlite:${join(folder, 'bot.db')}` };
  let bot = await startBotProcess(env);
  t.after(() => bot.kill());
  t.after(() => rm(folder, { recursive: true }));
  let kills = 0;
  let answers = 0;
  let nextKill = 1 + Math.floor(Math.random() * 100);
  let restart = Promise.resolve();
  let kill: NodeJS.Timeout | undefined;
  const killAndRestart = async () => {
    await bot.kill();
    bot = await startBotProcess(env);
    kills++;
    nextKill = answers + 1 + Math.floor(Math.random() * 100);
  };
  const conversations = newConversations(200, lab.servers);
  const seen = await leadAll(
    conversations,
    async () => {
      await restart;
      return bot.url;
    },
    () => {
      if (++answers < nextKill) return;
      nextKill = Number.POSITIVE_INFINITY;
      // So that it does not always happen just when an answer has been given.
      kill = setTimeout(() => {
        restart = killAndRestart();
      }, Math.random() * 30);
    },
  );
  clearTimeout(kill);
  await restart;
  t.diagnostic(`${kills} kills; without an answer: ${seen.arrived} had arrived, ${seen.lost} had not`);
  assert.ok(conversations.every(({ answered }) => answered === 3));
  assert.ok(kills >= 3);
  assert.ok(seen.arrived + seen.lost > 0, 'turns were interrupted');
  for (const each of conversations.slice(0, 10))
    assert.doesNotMatch((await say(each, bot.url, 'help')) ?? '', /Which (server|principal)/);
});
