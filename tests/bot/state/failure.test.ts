import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { type RunningBot, startBot } from '../../../bot/bot.ts';
import { readConfiguration } from '../../../bot/configuration.ts';
import { openState } from '../../../bot/state/openState.ts';
import { startBotProcess } from '../botProcess.ts';
import { cardSubmit, membersAdded, Person } from '../client.ts';
import { skipRedis, startRedis } from './redisServer.ts';
import { silent } from './stores.ts';

const folder = mkdtempSync(join(tmpdir(), 'state-failure-'));
after(() => rmSync(folder, { recursive: true }));

describe('a bot whose state cannot be used', () => {
  const stateUrl = `sqlite:${join(folder, 'bot.db')}`;
  let bot: RunningBot;
  before(async () => {
    bot = await startBot(readConfiguration({ PORT: '0', STATE_URL: stateUrl }), silent);
  });
  after(() => bot?.stop());

  const excuse = /That did not work/;
  for (const [name, damage, repair] of [
    ['to read', 'ALTER TABLE items RENAME TO gone', 'ALTER TABLE gone RENAME TO items'],
    [
      'to write',
      "CREATE TRIGGER full BEFORE INSERT ON items BEGIN SELECT RAISE(ABORT, 'full'); END",
      'DROP TRIGGER full',
    ],
  ] as const) {
    test(`${name} says so kindly, and the conversation is where it was when it can be`, async () => {
      const person = new Person(bot.url);
      await person.say('check');
      assert.match((await person.say('127.0.0.1')).text, /Which principal name/);
      using database = new DatabaseSync(join(folder, 'bot.db'), { timeout: 1000 });
      database.exec(damage);
      for (let i = 0; i < 3; i++) {
        const { status, text } = await person.say('msstd:mail.contoso.test');
        assert.equal(status, 200);
        assert.match(text, excuse);
      }
      assert.equal((await fetch(`${bot.url}/healthz`)).status, 200);
      database.exec(repair);
      const { text } = await person.say('msstd:mail.contoso.test');
      assert.match(text, /127\.0\.0\.1/);
      assert.doesNotMatch(text, /Which|That did not work/);
    });
  }

  test('forgets a person, by the keys the SDK really uses', async () => {
    const id = '29:anna';
    for (const conversation of ['a:chat', '19:group'])
      await new Person(bot.url, { id, conversation }).say('check');
    await new Person(bot.url, { id, conversation: 'a:chat' }).send(membersAdded(id));
    await new Person(bot.url, { id, conversation: 'a:chat' }).send(
      cardSubmit({ action: 'reader', reader: 'admin', server: '127.0.0.1' }),
    );
    using database = new DatabaseSync(join(folder, 'bot.db'));
    const about = () =>
      database
        .prepare("SELECT key FROM items WHERE key LIKE '%anna%' OR key LIKE '%chat%' ORDER BY key")
        .all()
        .map(({ key }) => key);
    assert.deepEqual(about(), [
      'msteams/conversations/19:group/users/29:anna/',
      'msteams/conversations/a:chat/',
      'msteams/conversations/a:chat/users/29:anna/',
      'msteams/users/29:anna/',
    ]);
    const state = await openState(stateUrl, { keepDays: 30, log: silent });
    await state.forget({ channelId: 'msteams', userId: id, chatId: 'a:chat' });
    assert.deepEqual(about(), []);
    await state.close();
  });
});

describe('a start with a state that cannot be used ends with exit code 1 and one line:', () => {
  const refused = async (stateUrl: string, expected: RegExp) => {
    const error = await startBotProcess({ STATE_URL: stateUrl }).catch((error) => error);
    assert.ok(error instanceof Error, 'it does not start');
    assert.match(error.message, expected);
    assert.equal(error.message.trim().split('\n').length, 1, error.message);
  };

  test('a folder in the place of the file', async () => {
    const path = join(folder, 'folder');
    mkdirSync(path);
    await refused(
      `sqlite:${path}`,
      /^Exit code 1: STATE_URL: the file .*folder cannot be used\. It is a folder/,
    );
  });

  test('a damaged file', async () => {
    const path = join(folder, 'damaged.db');
    writeFileSync(path, 'x'.repeat(5000));
    await refused(
      `sqlite:${path}`,
      /^Exit code 1: STATE_URL: the file .*damaged\.db cannot be used\. It is damaged/,
    );
  });

  test('a Redis that wants another password', { skip: skipRedis() }, async () => {
    await using redis = await startRedis({ password: 'another' });
    const url = `redis://:S3cret@${new URL(redis.url).host}`;
    await refused(
      url,
      /^Exit code 1: STATE_URL: Redis at 127\.0\.0\.1:\d+ cannot be used \(WRONGPASS\)(?!.*S3cret)/,
    );
  });
});
