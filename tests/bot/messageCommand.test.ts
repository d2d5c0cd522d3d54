import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Card, invoke, Person, textOf } from './client.ts';

let lab: Lab;
let bot: RunningBot;

before(async () => {
  lab = await startLab();
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    CHECK_TIMEOUT_MS: '12000',
  });
  bot = await startBot(configuration, pino({ level: 'silent' }), lab);
});

after(async () => {
  await bot?.stop();
  await lab?.stop();
});

/** What Teams says of a message: people's words arrive as HTML. */
const messagePayload = (content: string, contentType = 'html') => ({
  id: '1700000000000',
  messageType: 'message',
  from: { user: { id: '7a0c1a52-0000-4000-8000-000000000001', displayName: 'Ben' } },
  body: { contentType, content },
});

const command = (name: string, value: object) =>
  invoke(`composeExtension/${name}`, { commandId: 'diagnoseMessage', commandContext: 'message', ...value });
const fetchTask = (content: string, contentType?: string) =>
  command('fetchTask', { messagePayload: messagePayload(content, contentType) });

const report = (host: string) =>
  `<div><p>Hi all, can somebody help?</p><div>Testing SSL mutual authentication with the RPC proxy server.<br>
Mutual authentication couldn&#39;t be established.<br>Additional Details<br>The certificate common name *.contoso.test
 doesn&#39;t validate against the mutual authentication string that was provided: msstd:mail.contoso.test<br>
Attempting to ping RPC proxy ${host}.<br>RPC Proxy can&#39;t be pinged.</div></div>`;

interface TaskBody {
  task: { type: string; value: { title: string; card: { content: Card } } };
}
interface PostedBody {
  composeExtension: { type: string; attachments: { content: Card; preview: object }[] };
}

async function bodyOf<Body>(person: Person, activity: Parameters<Person['send']>[0]): Promise<Body> {
  const answer = await person.send(activity);
  assert.equal(answer.status, 200);
  assert.deepEqual(answer.messages, [], 'nothing is said in the chat');
  return answer.invoked as Body;
}

async function dialogOf(person: Person, activity: Parameters<Person['send']>[0]): Promise<Card> {
  const { task } = await bodyOf<TaskBody>(person, activity);
  assert.equal(task.type, 'continue');
  return task.value.card.content;
}

describe('"Diagnose this message"', () => {
  test('shows the diagnosis of the report in a message, with a button that posts it', async () => {
    const anna = new Person(bot.url);
    const card = await dialogOf(anna, fetchTask(report('wildcard.contoso.test')));
    assert.match(
      textOf(card),
      /the certificate is for \*\.contoso\.test, but Outlook expects mail\.contoso\.test/,
    );
    assert.doesNotMatch(textOf(card), /not checked live/);
    const [post, ...others] = card.actions ?? [];
    assert.deepEqual([post?.type, post?.title, others], ['Action.Submit', 'Post it in the chat', []]);
    assert.doesNotMatch(JSON.stringify(card), /Action\.Execute/, 'dialogs of Teams do not know it');

    const { composeExtension } = await bodyOf<PostedBody>(
      anna,
      command('submitAction', { data: post?.data }),
    );
    assert.equal(composeExtension.type, 'result');
    const [attachment] = composeExtension.attachments;
    assert.match(textOf(attachment?.content), /the certificate is for \*\.contoso\.test/);
    assert.match(JSON.stringify(attachment?.content), /Check again/);
    assert.ok(attachment?.preview);
  });

  test('judges the report by itself where the server cannot be looked at, in the chat, too', async () => {
    const anna = new Person(bot.url);
    const card = await dialogOf(anna, fetchTask(report('nowhere.contoso.test')));
    assert.match(textOf(card), /From your report, not checked live/);
    const { data } = card.actions?.[0] ?? {};
    const { composeExtension } = await bodyOf<PostedBody>(anna, command('submitAction', { data }));
    assert.match(textOf(composeExtension.attachments[0]?.content), /From your report, not checked live/);
  });

  test('does not wait longer than Teams does', async () => {
    const anna = new Person(bot.url);
    const card = await dialogOf(anna, fetchTask(report('silent.contoso.test')));
    assert.match(textOf(card), /From your report, not checked live/);
    const slow = await dialogOf(anna, fetchTask('Our server is silent.contoso.test', 'text'));
    assert.match(textOf(slow), /The server takes long to answer/);
  });

  test('shows administrators no button that a dialog does not know', async () => {
    const anna = new Person(bot.url);
    await anna.say('check wildcard.contoso.test msstd:mail.contoso.test');
    await anna.press("I'm an administrator");
    const card = await dialogOf(anna, fetchTask(report('wildcard.contoso.test')));
    assert.match(textOf(card), /Set-OutlookProvider EXPR/);
    assert.doesNotMatch(JSON.stringify(card), /Action\.Execute/);
  });

  const told: [what: string, content: string, says: RegExp][] = [
    ['a message without anything', '<p>good morning</p>', /I found no report and no server name/],
    ['an empty message', '', /I found no report and no server name/],
    ['a report that names no server', '<p>msstd:*.contoso.test</p>', /does not name the server/],
  ];
  for (const [what, content, says] of told)
    test(`of ${what} says so`, async () => {
      assert.match(textOf(await dialogOf(new Person(bot.url), fetchTask(content))), says);
    });

  test('takes nothing for granted that a client sends', async () => {
    const anna = new Person(bot.url);
    for (const value of [{}, { messagePayload: null }, { messagePayload: { body: { content: 1 } } }])
      assert.match(textOf(await dialogOf(anna, command('fetchTask', value))), /I found no report/);
    for (const data of [undefined, 'post', {}, { action: 'post' }, { action: 'post', server: '$(x)' }])
      await dialogOf(anna, command('submitAction', { data }));
  });

  test('another command is none of ours', async () => {
    const anna = new Person(bot.url);
    const answer = await anna.send(invoke('composeExtension/fetchTask', { commandId: 'other' }));
    assert.equal(answer.status, 501);
  });
});
