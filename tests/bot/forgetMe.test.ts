import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { Person } from './client.ts';
import { type Connector, startConnector } from './connector.ts';
import { type Kind, type Member, TeamsChat } from './teamsChat.ts';

const folder = mkdtempSync(join(tmpdir(), 'forget-'));
const file = join(folder, 'bot.db');
let lab: Lab;
let bot: RunningBot;
let connector: Connector;

before(async () => {
  [lab, connector] = await Promise.all([startLab(), startConnector()]);
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: `sqlite:${file}`,
    RATE_LIMIT_PERSON: '0',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
  });
  bot = await startBot(configuration, pino({ level: 'silent' }), lab);
});
after(async () => {
  await bot?.stop();
  await lab?.stop();
  await connector?.stop();
  rmSync(folder, { recursive: true });
});

/** The keys of the items in which the text stands, as key or value. */
function itemsWith(text: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('SELECT key, value FROM items').all();
    return rows.filter((row) => `${row.key}${row.value}`.includes(text)).map(({ key }) => String(key));
  } finally {
    database.close();
  }
}

/** Chooses a version of Exchange, pastes, and leaves a question open. */
async function leaveTraces(member: Member, chat: TeamsChat): Promise<void> {
  await member.say('check wildcard.contoso.test msstd:mail.contoso.test');
  await member.press("I'm an administrator");
  await member.say(
    'subject=CN = pasted.contoso.test\nX509v3 Subject Alternative Name:\n    DNS:pasted.contoso.test',
  );
  await member.say('check');
  assert.ok(itemsWith(member.from.id).length > 0);
  assert.ok(itemsWith(chat.id).length > 0);
}

describe('"forget me"', () => {
  for (const kind of ['personal', 'groupChat', 'channel'] as const satisfies Kind[])
    test(`leaves no item about the person in the store, and says what was deleted (${kind})`, async () => {
      const chat = new TeamsChat(bot.url, connector, kind);
      const elsewhere = new TeamsChat(bot.url, connector, 'personal');
      const anna = chat.member('Anna');
      const ben = chat.member('Ben');
      await leaveTraces(anna, chat);
      await elsewhere.send({ type: 'message', text: 'check', from: anna.from });
      await leaveTraces(ben, chat);
      const kept = itemsWith(ben.from.id);

      await anna.say('Forget me!');
      assert.match(chat.last().text, /I have forgotten you\nDeleted, for all chats with me:.*administrator/);
      assert.match(chat.last().text, /the language you chose.*what I read in what you pasted/);
      assert.deepEqual(itemsWith(anna.from.id), []);
      assert.deepEqual(itemsWith(ben.from.id), kept, 'others are remembered');
      if (kind === 'personal')
        assert.deepEqual(
          itemsWith(`${chat.id}/`),
          kept.filter((key) => key.includes(chat.id)),
        );
    });

  const words = ['forget me', 'Forget me.', ' DELETE MY DATA ', 'forget about me', 'delete everything!'];
  for (const text of words)
    test(`is also "${text}"`, async () => {
      const anna = new Person(bot.url);
      await anna.say('check');
      assert.match((await anna.say(text)).text, /I have forgotten you/);
      assert.deepEqual(itemsWith(anna.id), []);
    });

  test('is no part of a longer text', async () => {
    const anna = new Person(bot.url);
    await anna.say('check');
    for (const text of ['do not forget me', 'forget me not', 'forget'])
      assert.doesNotMatch((await anna.say(text)).text, /I have forgotten you/);
    assert.notDeepEqual(itemsWith(anna.id), []);
  });

  test('makes the bot treat a person as a new one, and an old question is out of date', async () => {
    const anna = new Person(bot.url);
    await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    await anna.press("I'm an administrator");
    await anna.say('check');
    const { card: question } = anna;
    await anna.say('forget me');
    assert.match((await anna.press("I don't know", {}, question)).text, /out of date/);
    const { text } = await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    assert.doesNotMatch(text, /Set-OutlookProvider/);
  });

  test('from one who was never there is answered alike', async () => {
    assert.match((await new Person(bot.url).say('forget me')).text, /I have forgotten you/);
  });

  test('is understood and answered in the language chosen until then, which is forgotten, too', async () => {
    const anna = new Person(bot.url);
    await anna.say('language german');
    assert.match((await anna.say('Vergiss mich')).text, /Ich habe Sie vergessen\n.*die gewählte Sprache/);
    assert.deepEqual(itemsWith(anna.id), []);
    assert.match((await anna.say('help')).text, /What I can do/);
  });

  test('stands in the help', async () => {
    assert.match((await new Person(bot.url).say('help')).text, /forget me: delete what I remember of you/);
  });
});

test('where the store fails nobody is told that anything was deleted', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'forget-'));
  const place = join(elsewhere, 'bot.db');
  const broken = await startBot(
    readConfiguration({ PORT: '0', STATE_URL: `sqlite:${place}` }),
    pino({ level: 'silent' }),
  );
  const anna = new Person(broken.url);
  await anna.say('check');
  const database = new DatabaseSync(place);
  database.exec('DROP TABLE items');
  database.close();
  const { text } = await anna.say('forget me');
  assert.match(text, /That did not work/);
  assert.doesNotMatch(text, /forgotten/);
  await broken.stop();
  rmSync(elsewhere, { recursive: true });
});
