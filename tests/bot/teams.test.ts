import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Card, invoke, membersAdded, message, textOf } from './client.ts';
import { type Connector, startConnector } from './connector.ts';
import { type Kind, type Member, TeamsChat } from './teamsChat.ts';

let lab: Lab;
let connector: Connector;
let bot: RunningBot;
let log: string[] = [];
const logger = pino({ level: 'trace' }, { write: (line: string) => log.push(line) });

before(async () => {
  [lab, connector] = await Promise.all([startLab(), startConnector()]);
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    CHECK_PORTS: '443,1000-1100',
    CHECK_TIMEOUT_MS: '5000',
    RATE_LIMIT_PERSON: '0',
    HELPDESK_CONTACT: 'IT help desk, extension 4711',
  });
  // Each port of a name is a server of its own, and the lab's is behind all of them.
  const connect: Lab['connect'] = (address) => lab.connect(address, 443);
  bot = await startBot(configuration, logger, { ...lab, connect });
});
after(async () => {
  await bot?.stop();
  await Promise.all([lab?.stop(), connector?.stop()]);
});
beforeEach(() => {
  log = [];
  connector.receiveAll(null);
  connector.deliveries.length = 0;
});

const chat = (kind: Kind) => new TeamsChat(bot.url, connector, kind);
const texts = (shown: { text: string }[]) => shown.map(({ text }) => text).join('\n---\n');

/** Ends with the test's own time limit. */
async function until(happened: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!happened()) {
    assert.ok(Date.now() < end, 'it happens within 15 seconds');
    await delay(10);
  }
}

const wildcard = 'check wildcard.contoso.test msstd:mail.contoso.test';
const wildcardSays = /the certificate is for \*\.contoso\.test, but Outlook expects mail\.contoso\.test/;
const asksBoth = /Which server, and which name\?/;

describe('in a group', () => {
  for (const kind of ['groupChat', 'channel'] as const) {
    test(`a mention with both names is answered at once, with the name of the asker (${kind})`, async () => {
      const group = chat(kind);
      await group.member('Anna').say(wildcard);
      const [answer, ...others] = group.shown();
      assert.deepEqual(others, []);
      assert.match(answer?.text ?? '', wildcardSays);
      assert.match(answer?.text ?? '', /For Anna/);
    });

    test(`a mention without them gets one form, and the form one answer in its place (${kind})`, async () => {
      const group = chat(kind);
      const anna = group.member('Anna');
      await anna.say('Outlook keeps asking for my password');
      assert.equal(group.shown().length, 1);
      assert.match(group.last().text, asksBoth);
      const { card } = await anna.press('Check a server', {
        server: 'wildcard.contoso.test',
        principal: 'msstd:mail.contoso.test',
      });
      assert.match(textOf(card), wildcardSays);
      assert.equal(group.shown().length, 1, 'nothing is sent besides');
    });
  }

  test('what is known already stands in the form', async () => {
    const group = chat('groupChat');
    await group.member('Anna').say('check mail.contoso.test');
    assert.match(group.last().text, asksBoth);
    assert.match(JSON.stringify(group.last().card), /"value":"mail\.contoso\.test(:443)?"/);
  });

  test('who does not know the principal name need not', async () => {
    const group = chat('groupChat');
    const anna = group.member('Anna');
    await anna.say('check');
    const { card } = await anna.press("I don't know the principal name", { server: 'mail.contoso.test' });
    assert.match(textOf(card), /Outlook expects \(assumed\)/);
  });

  test('a form without a server, or with a wrong one, says what is wrong', async () => {
    const group = chat('groupChat');
    const anna = group.member('Anna');
    await anna.say('check');
    const empty = await anna.press('Check a server', { server: '', principal: '' });
    assert.match(textOf(empty.card), asksBoth);
    assert.match(textOf(empty.card), /The server's name is missing/);
    const wrong = await anna.press('Check a server', { server: 'not a server!', principal: '' });
    assert.match(textOf(wrong.card), /Server: That cannot be a server name/);
  });

  test("the buttons of somebody else's card are refused kindly, and change nothing", async () => {
    const group = chat('groupChat');
    const [anna, ben] = [group.member('Anna'), group.member('Ben')];
    await anna.say('check');
    const { card, said } = await ben.press('Check a server', { server: 'mail.contoso.test', principal: '' });
    assert.equal(card, null);
    assert.equal(said, 'This card is for Anna. Mention me to get one of your own.');
    const old = group.last();
    const { card: hers } = await anna.press(
      'Check a server',
      { server: 'mail.contoso.test', principal: 'msstd:mail.contoso.test' },
      old,
    );
    assert.match(textOf(hers), /No fault found/);
    await ben.send({ ...message(undefined), value: submitOf(old.card, 'Check a server') });
    assert.match(group.last().text, /This card is for Anna/, 'also in a client without Action.Execute');
  });

  test('anybody may check again, hand over, or see the summary; the card stays that of the asker', async () => {
    const group = chat('groupChat');
    const [anna, ben] = [group.member('Anna'), group.member('Ben')];
    await anna.say(wildcard);
    const result = group.last();
    const { said } = await ben.press("I'm an administrator", {}, result);
    assert.match(said ?? '', /This card is for Anna/);
    const { card } = await ben.press('Check again', {}, result);
    assert.match(textOf(card), /For Anna/);
    await ben.press('Hand over to the help desk', {}, result);
    assert.match(group.last().text, /send it to: IT help desk, extension 4711[\s\S]*wildcard\.contoso\.test/);
  });

  test("what somebody pasted counts for whoever presses a button of the answer, on the asker's card", async () => {
    const group = chat('groupChat');
    const [anna, ben] = [group.member('Anna'), group.member('Ben')];
    await anna.say(
      'server nowhere.contoso.test, the certificate says old.contoso.test, the box says msstd:nowhere.contoso.test',
    );
    const result = group.last();
    assert.match(result.text, /not checked live/);
    const { card } = await ben.press('Check again', {}, result);
    assert.match(
      textOf(card),
      /the certificate is for old\.contoso\.test[\s\S]*not checked live[\s\S]*For Anna/,
    );
    await ben.press('Summary for the ticket', {}, result);
    assert.match(group.last().text, /not checked live/);
  });

  test('data of nobody, or with a name that is markup, changes nothing and is only text', async () => {
    const group = chat('groupChat');
    const ben = group.member('Ben');
    const forged = { action: 'reader', reader: 'admin', server: 'mail.contoso.test' };
    await ben.send({ ...message(undefined), value: forged });
    assert.match(group.last().text, /This card is for somebody else/);
    await ben.send({
      ...message(undefined),
      value: { ...forged, owner: { id: 'x', name: '[a](http://evil.test)' } },
    });
    assert.equal(group.last().activity.textFormat, 'plain');
  });

  test('two people run two checks side by side without mixing', async () => {
    const group = chat('channel');
    const [anna, ben] = [group.member('Anna'), group.member('Ben')];
    await Promise.all([anna.say('check'), ben.say('check')]);
    const forms = group.shown();
    assert.equal(forms.length, 2);
    const formOf = (name: string) => forms.find(({ text }) => text.includes(`For ${name}`));
    const [hers, his] = await Promise.all([
      anna.press(
        'Check a server',
        { server: 'mail.contoso.test', principal: 'msstd:mail.contoso.test' },
        formOf('Anna'),
      ),
      ben.press(
        'Check a server',
        { server: 'expired.contoso.test', principal: 'msstd:expired.contoso.test' },
        formOf('Ben'),
      ),
    ]);
    assert.match(textOf(hers.card), /No fault found[\s\S]*For Anna/);
    assert.match(textOf(his.card), /expired[\s\S]*For Ben/);
  });

  test('a report without a server asks for it on the form, and the report still counts', async () => {
    const group = chat('groupChat');
    const anna = group.member('Anna');
    const output = 'Name : EXPR\nCertPrincipalName : msstd:old.contoso.test\nServer :\nTTL : 1\n';
    await anna.say(`\nGet-OutlookProvider EXPR | fl\n\n${output}`);
    const [evidence, form] = group.shown();
    assert.match(evidence?.text ?? '', /This is what I read/);
    assert.match(form?.text ?? '', asksBoth);
    const { card } = await anna.press('Check a server', { server: 'mail.contoso.test', principal: '' }, form);
    assert.match(textOf(card), /old\.contoso\.test/);
  });

  test('a hostile name of a person is only text', async () => {
    const group = chat('groupChat');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to arrive like this.
    await group.member('**A** [x](http://evil.test) ${title} \u202e').say(wildcard);
    const { card } = group.last();
    const line = (card as Card & { body: { type: string }[] }).body.at(-1);
    assert.equal(line?.type, 'RichTextBlock');
    assert.doesNotMatch(JSON.stringify(card), /\u202e/);
  });

  test('one who is alone with the bot is asked two questions, and no card says for whom it is', async () => {
    const alone = chat('personal');
    await alone.member('Anna').say('check');
    assert.match(alone.last().text, /Which server does Outlook connect to\?/);
    assert.doesNotMatch(alone.last().text, /For Anna/);
  });
});

describe('a question that was answered', () => {
  test('by typing says what was answered, and has no buttons any more', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check');
    await anna.say('mail.contoso.test');
    const [first, second] = alone.shown();
    assert.match(first?.text ?? '', /^\nServer name\nmail\.contoso\.test$/);
    assert.deepEqual(first?.card?.actions, []);
    assert.match(second?.text ?? '', /Which principal name/);
  });

  test('by a button, too', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check mail.contoso.test');
    const { card } = await anna.press("I don't know");
    assert.match(textOf(card), /I don't know/);
    assert.deepEqual(card?.actions, []);
    assert.match(alone.last().text, /No fault found/);
  });

  test('by nobody, because something else was begun, is closed as well', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check');
    await anna.say('cancel');
    assert.deepEqual(alone.shown()[0]?.card?.actions, []);
    await anna.say('check');
    await anna.say(wildcard);
    assert.match(alone.shown()[2]?.text ?? '', /not asked any more/);
  });

  test('wrongly leaves one card with buttons, the newest', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check');
    await anna.say('not a server!');
    await anna.say('help');
    const asked = alone.shown().filter(({ text }) => /Server name/.test(text));
    assert.deepEqual(
      asked.map(({ card }) => (card?.actions ?? []).length > 0),
      [false, false, true],
    );
  });

  test('goes on waiting while a button of a result is pressed', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say(wildcard);
    const result = alone.last();
    await anna.say('check mail.contoso.test');
    const { card } = await anna.press('Check again', {}, result);
    assert.match(textOf(card), wildcardSays);
    await anna.say('msstd:mail.contoso.test');
    assert.match(alone.last().text, /No fault found/);
  });

  test('answers no other question, whoever presses its old card, and however often', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check');
    const asked = alone.last();
    const old = { ...asked, card: asked.card };
    await anna.say('mail.contoso.test');
    for (let times = 0; times < 2; times += 1) {
      const { card } = await anna.press('Next', { text: 'evil.test' }, old);
      assert.match(textOf(card), /This card is out of date/);
    }
    assert.match(alone.last().text, /Which principal name/);
    await anna.say('msstd:mail.contoso.test');
    assert.match(alone.last().text, /No fault found/);
  });
});

describe('a check that takes a while', () => {
  let port = 1000;
  /** Another one for each test, since a server that was just looked at is not looked at again. */
  const silent = () => `silent.contoso.test:${++port}`;
  const pressed = async (anna: Member) => {
    await anna.say(`check ${silent()}`);
    return anna.press("I don't know");
  };
  const says = /silent\.contoso\.test takes the connection but does not finish/;

  test('after a message shows that it is running, and then the result in the same place', async () => {
    const alone = chat('personal');
    const turn = alone.member('Anna').say(`check ${silent()} msstd:silent.contoso.test`);
    await until(() => alone.shown().length === 1);
    assert.match(alone.last().text, /Looking at the server[\s\S]*silent\.contoso\.test/);
    assert.deepEqual(alone.last().card?.actions, []);
    await turn;
    await until(() => says.test(alone.last().text));
    assert.equal(alone.shown().length, 1);
  });

  test('after a button is answered before the client loses patience, and the result comes later', async () => {
    const alone = chat('personal');
    const { card } = await pressed(alone.member('Anna'));
    assert.match(textOf(card), /I don't know/);
    assert.match(alone.last().text, /Looking at the server/);
    assert.deepEqual(alone.last().card?.actions, []);
    await until(() => says.test(alone.last().text));
    assert.equal(alone.shown().length, 2);
  });

  test('is shown in the place of the old result, and so is the new one', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say(`check ${silent()} msstd:silent.contoso.test`);
    await until(() => says.test(alone.last().text));
    // Until then the result counts as new.
    await delay(3100);
    const { card } = await anna.press('Check again');
    assert.match(textOf(card), /Looking at the server/);
    const updates = () => connector.deliveries.filter(({ method }) => method === 'PUT').length;
    const before = updates();
    await until(() => updates() > before);
    assert.equal(alone.shown().length, 1);
    assert.match(alone.last().text, says);
  });

  test('comes as a new message where its card cannot be updated', async () => {
    const alone = chat('personal');
    await pressed(alone.member('Anna'));
    connector.receive(404);
    await until(() => alone.shown().length === 3);
    assert.match(alone.last().text, says);
  });

  test('is not made again to look at its result in another way', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say(`check ${silent()} msstd:silent.contoso.test`);
    await until(() => says.test(alone.last().text));
    const { card } = await anna.press("I'm an administrator");
    assert.match(textOf(card), says, 'at once, although the server takes its time');
  });

  test('lets the person press other buttons meanwhile', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say(wildcard);
    const old = alone.last();
    await anna.say(`check ${silent()} msstd:silent.contoso.test`);
    const { card } = await anna.press("I'm an administrator", {}, old);
    assert.match(textOf(card), /Set-OutlookProvider EXPR/);
    assert.doesNotMatch(texts(alone.shown()), says, 'the check is still running');
    await until(() => says.test(texts(alone.shown())));
  });

  test('in a group keeps the name of the asker', async () => {
    const group = chat('groupChat');
    const turn = group.member('Anna').say(`check ${silent()} msstd:silent.contoso.test`);
    await until(() => group.shown().length === 1);
    assert.match(group.last().text, /For Anna/);
    await turn;
    await until(() => /takes the connection[\s\S]*For Anna/.test(group.last().text));
  });
});

describe('what is delivered twice', () => {
  test('is done once', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await Promise.all([anna.say(wildcard, { id: 'same' }), anna.say(wildcard, { id: 'same' })]);
    await anna.say(wildcard, { id: 'same' });
    assert.equal(alone.shown().length, 1);
  });

  test('of a button is answered, and done once', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check mail.contoso.test');
    const asked = alone.last();
    const first = await anna.press("I don't know", {}, asked, { id: 'same' });
    assert.match(textOf(first.card), /I don't know/);
    const again = await anna.press("I don't know", {}, asked, { id: 'same' });
    assert.deepEqual(again, first);
    assert.equal(alone.shown().length, 2);
  });

  test('in another conversation, or by another id, is something else', async () => {
    const [one, other] = [chat('personal'), chat('personal')];
    await one.member('Anna').say('help', { id: 'same' });
    await other.member('Anna').say('help', { id: 'same' });
    await other.member('Anna').say('help', { id: 'other' });
    assert.deepEqual([one.shown().length, other.shown().length], [1, 2]);
  });
});

describe('a paste made to be huge', () => {
  const table: [what: string, text: string][] = [
    ['a value of 150 KB', `Name : EXPR\nCertPrincipalName : msstd:${'a'.repeat(150_000)}\nTTL : 1\n`],
    [
      'a common name of 20 KB',
      `Server: mail.contoso.test\nSubject : CN=${'b'.repeat(20_000)}\nServices : IIS\nThumbprint : ${'0'.repeat(40)}\n`,
    ],
    [
      'a thousand servers',
      Array.from({ length: 1000 }, (_, index) => `host${index}.contoso.test`).join('\n'),
    ],
    ['many providers', 'Name : EXPR\nCertPrincipalName : msstd:x1.contoso.test\n\n'.repeat(2000)],
  ];
  for (const [what, text] of table)
    test(`${what} makes no huge card`, async () => {
      const alone = chat('personal');
      await alone.member('Anna').say(text);
      for (const { card } of alone.shown()) assert.ok(JSON.stringify(card).length < 12_500);
      assert.ok(alone.shown().length > 0);
    });
});

describe('whatever else comes', () => {
  const table: [what: string, activity: object, says: RegExp | null][] = [
    [
      'an edited message',
      { type: 'messageUpdate', text: 'mail', channelData: { eventType: 'editMessage' } },
      /you changed your message/,
    ],
    [
      'an undeleted message',
      { type: 'messageUpdate', text: 'mail', channelData: { eventType: 'undeleteMessage' } },
      null,
    ],
    ['a deleted message', { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage' } }, null],
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }, null],
    ['an unknown event', { type: 'event', name: 'application/vnd.microsoft.unknown', value: {} }, null],
    ['an unknown type', { type: 'surprise' }, null],
    [
      'a picture',
      { type: 'message', attachments: [{ contentType: 'image/png', contentUrl: 'https://x.test/a' }] },
      /I can read text/,
    ],
    [
      'a voice message',
      { type: 'message', text: '', attachments: [{ contentType: 'audio/mp4' }] },
      /I can read text/,
    ],
    [
      'a place',
      { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.location' }] },
      /I can read text/,
    ],
    ['an empty message', { type: 'message', text: '' }, /I did not find a server name/],
    ['blanks', { type: 'message', text: ' \u00a0&nbsp;\n' }, /I did not find a server name/],
    ['10,000 emojis', { type: 'message', text: '🤷'.repeat(10_000) }, /I did not find a server name/],
    ['markup', { type: 'message', textFormat: 'xml', text: '<p>help&nbsp;</p>' }, /What I can do/],
    [
      'the HTML of a text',
      { type: 'message', text: 'help', attachments: [{ contentType: 'text/html', content: '<p>help</p>' }] },
      /What I can do/,
    ],
  ];
  for (const [what, activity, says] of table)
    test(`${what} does no harm`, async () => {
      const alone = chat('personal');
      const anna = alone.member('Anna');
      assert.equal((await anna.send(activity)).status, 200);
      if (says === null) assert.deepEqual(alone.shown(), []);
      else assert.match(texts(alone.shown()), says);
      await anna.say('help');
      assert.match(alone.last().text, /What I can do/);
    });

  test('an unknown invoke is told so', async () => {
    const alone = chat('personal');
    assert.equal((await alone.member('Anna').send(invoke('surprise/me', {}))).status, 501);
  });

  test('an edit while a question waits does not answer it', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check');
    await anna.send({ type: 'messageUpdate', text: 'evil.test', channelData: { eventType: 'editMessage' } });
    await anna.say('mail.contoso.test');
    assert.match(alone.last().text, /Which principal name/);
  });

  test('people are welcomed once', async () => {
    const alone = chat('personal');
    for (const id of ['29:a', '29:b']) await alone.send({ ...membersAdded(id), from: { id: '29:a' } });
    assert.equal(alone.shown().length, 1);
  });
});

describe('the language', () => {
  test('can be chosen in the chat, and a question that waits goes on waiting', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say('check');
    await anna.say('language');
    const [, offered] = alone.shown();
    assert.match(offered?.text ?? '', /Which language shall I speak\?/);
    assert.match(alone.last().text, /Which server does Outlook connect to\?/);
    const { card } = await anna.press('English', {}, offered);
    assert.match(textOf(card), /From now on I speak English\./);
    await anna.say('mail.contoso.test');
    assert.match(alone.last().text, /Which principal name/);
  });

  test('that nobody speaks is none', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    for (const language of ['__proto__', 'xx', '../en', 1]) {
      const response = await anna.send(
        invoke('adaptiveCard/action', { action: { data: { action: 'language', language } } }),
      );
      assert.equal(response.status, 200);
    }
    await anna.say('help');
    assert.match(alone.last().text, /What I can do/);
  });
});

describe('thumbs', () => {
  test('are offered below a result, and logged without what was written', async () => {
    const alone = chat('personal');
    const anna = alone.member('Anna');
    await anna.say(wildcard);
    assert.deepEqual(alone.last().activity.channelData, { feedbackLoop: { type: 'default' } });
    const value = {
      actionName: 'feedback',
      actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"S3cret words"}' },
    };
    assert.equal((await anna.send(invoke('message/submitAction', value))).status, 200);
    assert.match(log.join(''), /"reaction":"dislike","msg":"feedback"/);
    assert.doesNotMatch(log.join(''), /S3cret/);
    for (const odd of [undefined, {}, { actionValue: { reaction: 'x' } }])
      assert.equal((await anna.send(invoke('message/submitAction', odd))).status, 200);
  });
});

/** The data that a client without Action.Execute sends. */
function submitOf(card: Card | null, title: string): object {
  const action = card?.actions?.find((each) => each.title === title);
  assert.ok(action?.fallback);
  return action.fallback.data;
}
