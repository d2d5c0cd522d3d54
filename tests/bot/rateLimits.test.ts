import assert from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';
import type { TurnContext } from 'botbuilder';
import pino from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { RateLimiting } from '../../bot/rateLimits.ts';
import { type Activity, botId, cardAction, invoke, membersAdded, message, Person, post } from './client.ts';

type Body = { type?: string; value?: unknown; task?: { type: string; value: unknown } };

const running: RunningBot[] = [];
after(() => Promise.all(running.map((bot) => bot.stop())));

async function started(env: NodeJS.ProcessEnv): Promise<RunningBot> {
  const bot = await startBot(
    readConfiguration({ PORT: '0', STATE_URL: 'memory:', ...env }),
    pino({ level: 'silent' }),
  );
  running.push(bot);
  return bot;
}

const answered = /What I can do/;
const slowDown = /^A moment, please\nThat was a lot in a short time.* in (\d+) seconds\.$/;
const crowded = /^A moment, please\nMany people of your organisation .* in (\d+) seconds\.$/;
const inTenant = (id: string) => ({ conversation: { id: 'c1', tenantId: id } });

describe('a person who sends more than the limit', () => {
  let bot: RunningBot;
  before(async () => {
    bot = await started({ RATE_LIMIT_PERSON: '3' });
  });

  async function flooding(): Promise<Person> {
    const person = new Person(bot.url);
    for (let i = 0; i < 3; i++) assert.match((await person.say('help')).text, answered);
    return person;
  }

  test('is told once when to come back, and then nothing more', async () => {
    const person = await flooding();
    const told = await person.say('help');
    const [, seconds] = slowDown.exec(told.text) ?? [];
    assert.ok(Number(seconds) >= 2 && Number(seconds) <= 60, told.text);
    for (let i = 0; i < 5; i++) {
      const { status, messages } = await person.say('help');
      assert.deepEqual([status, messages], [200, []]);
    }
  });

  test('is not read in another conversation either', async () => {
    const { id } = await flooding();
    assert.match((await new Person(bot.url, { id }).say('help')).text, slowDown);
  });

  test('does not keep others of the same conversation from anything', async () => {
    const { conversation } = await flooding();
    assert.match((await new Person(bot.url, { conversation }).say('help')).text, answered);
  });

  const spoken = (type: string) => ({
    status: 200,
    text: (body: Body) => (body?.type === type ? body.value : null),
  });
  const inTask = { status: 200, text: ({ task }: Body) => (task?.type === 'message' ? task.value : null) };
  const invokes: [
    what: string,
    activity: Activity,
    expected: { status: number; text?(body: Body): unknown },
  ][] = [
    [
      'a button of a card',
      cardAction({ action: 'help' }, 'help'),
      spoken('application/vnd.microsoft.activity.message'),
    ],
    ['the opening of a dialog', invoke('task/fetch', {}), inTask],
    ['the end of a dialog', invoke('task/submit', {}), inTask],
    ['the command of a message', invoke('composeExtension/fetchTask', {}), inTask],
    ['the end of such a command', invoke('composeExtension/submitAction', {}), inTask],
    ['an invoke that has no form for a text', invoke('signin/verifyState', {}), { status: 429 }],
    ['an invoke without a name', { type: 'invoke' }, { status: 429 }],
  ];
  for (const [what, activity, { status, text }] of invokes)
    test(`gets an answer to ${what} each time`, async () => {
      const person = await flooding();
      for (let i = 0; i < 3; i++) {
        const answer = await invokeAnswer(person, bot.url, activity);
        assert.equal(answer.status, status);
        if (text) assert.match(String(text(answer.body)), /^That was a lot .* in \d+ seconds\.$/);
        else assert.equal(answer.body, null);
      }
    });

  test('is welcomed all the same, as the channel reports that', async () => {
    const { id } = await flooding();
    assert.match((await new Person(bot.url, { id }).send(membersAdded('29:new'))).text, /password/);
  });
});

test('twenty turns a minute are what a person has where nothing is set', async () => {
  const person = new Person((await started({})).url);
  for (let i = 0; i < 20; i++) assert.match((await person.say('help')).text, answered);
  assert.match((await person.say('help')).text, slowDown);
});

test('with a limit of 0 there is none', async () => {
  const person = new Person((await started({ RATE_LIMIT_PERSON: '0', RATE_LIMIT_TENANT: '0' })).url);
  for (let i = 0; i < 350; i++)
    assert.match((await person.send({ ...message('help'), ...inTenant('t') })).text, answered);
});

describe('a tenant that sends more than the limit', () => {
  test('is not read, whoever sends it, and each person is told once', async () => {
    const { url } = await started({ RATE_LIMIT_TENANT: '2' });
    const ask = { ...message('help'), ...inTenant('contoso') };
    for (let i = 0; i < 2; i++) assert.match((await new Person(url).send(ask)).text, answered);
    for (const person of [new Person(url), new Person(url)]) {
      assert.match((await person.send(ask)).text, crowded);
      assert.deepEqual((await person.send(ask)).messages, []);
    }
    assert.match(
      (await new Person(url).send({ ...message('help'), ...inTenant('fabrikam') })).text,
      answered,
    );
    assert.match((await new Person(url).say('help')).text, answered, 'no tenant, no limit of a tenant');
  });

  test("is read off the channel's own data, too", async () => {
    const { url } = await started({ RATE_LIMIT_TENANT: '1' });
    const ask = { ...message('help'), channelData: { tenant: { id: 'contoso' } } };
    assert.match((await new Person(url).send(ask)).text, answered);
    assert.match((await new Person(url).send(ask)).text, crowded);
  });

  test('is not used up by one person who floods', async () => {
    const { url } = await started({ RATE_LIMIT_PERSON: '1', RATE_LIMIT_TENANT: '2' });
    const ask = { ...message('help'), ...inTenant('contoso') };
    const flood = new Person(url);
    for (let i = 0; i < 10; i++) await flood.send(ask);
    assert.match((await new Person(url).send(ask)).text, answered);
  });
});

describe('counted is', () => {
  const table: [type: string, outcome: string][] = [
    ['message', 'told'],
    ['invoke', 'told'],
    ['messageUpdate', 'silence'],
    ['messageDelete', 'silence'],
    ['messageReaction', 'silence'],
    ['conversationUpdate', 'read'],
    ['installationUpdate', 'read'],
    ['event', 'read'],
  ];
  for (const [type, outcome] of table)
    test(outcome === 'read' ? `no ${type}` : `each ${type}`, async () => {
      const limiting = new RateLimiting({ person: 1, tenant: 0 });
      assert.equal(await turn(limiting, { type }), 'read');
      assert.equal(await turn(limiting, { type }), outcome);
    });
});

describe('in time', () => {
  test('there are turns again after a minute, and a notice, too', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() });
    const limiting = new RateLimiting({ person: 1, tenant: 0 });
    const turns = async () => {
      const outcomes = [];
      for (let i = 0; i < 3; i++) outcomes.push(await turn(limiting));
      return outcomes;
    };
    assert.deepEqual(await turns(), ['read', 'told', 'silence']);
    t.mock.timers.tick(59_000);
    assert.deepEqual(await turns(), ['silence', 'silence', 'silence']);
    t.mock.timers.tick(1_001);
    assert.deepEqual(await turns(), ['read', 'told', 'silence']);
  });

  test('nobody is told to wait for one second, which would be spelled otherwise', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() });
    const limiting = new RateLimiting({ person: 1, tenant: 0 });
    await turn(limiting);
    t.mock.timers.tick(59_500);
    let said: unknown;
    const press = cardAction({ action: 'help' }, 'help');
    assert.equal(
      await turn(limiting, press, (heard) => {
        said = heard;
      }),
      'told',
    );
    assert.match(JSON.stringify(said), / in 2 seconds\./);
  });

  test('a store that fails limits nobody', async () => {
    class BrokenStore extends RateLimiterMemory {
      override consume(): Promise<never> {
        return Promise.reject(new Error('the store is away'));
      }
    }
    const limiting = new RateLimiting(
      { person: 1, tenant: 1 },
      (_name, points) => new BrokenStore({ points, duration: 60 }),
    );
    assert.equal(await turn(limiting), 'read');
    assert.equal(await turn(limiting), 'read');
  });

  test('limiters of another kind are asked for by name and points', () => {
    const make = mock.fn(
      (keyPrefix: string, points: number) => new RateLimiterMemory({ keyPrefix, points, duration: 60 }),
    );
    new RateLimiting({ person: 7, tenant: 0 }, make);
    assert.deepEqual(
      make.mock.calls.map(({ arguments: given }) => given),
      [
        ['person', 7],
        ['notice', 1],
      ],
    );
  });
});

/** One turn of the middleware alone: whether it went on, and whether it said something. */
async function turn(
  limiting: RateLimiting,
  activity: Activity = message('help'),
  hear: (said: unknown) => void = () => {},
): Promise<'read' | 'told' | 'silence'> {
  let outcome: 'read' | 'told' | 'silence' = 'silence';
  const context = {
    activity: { ...activity, channelId: 'msteams', from: { id: '29:anna' } },
    async sendActivity(said: unknown) {
      hear(said);
      outcome = 'told';
    },
  };
  // A context has much more; the middleware reads no more of it.
  await limiting.onTurn(context as unknown as TurnContext, async () => {
    outcome = 'read';
  });
  return outcome;
}

/** The HTTP answer to an invoke of a person. */
async function invokeAnswer({ id }: Person, url: string, activity: Activity) {
  const response = await post(url, {
    channelId: 'msteams',
    serviceUrl: 'https://channel.test/',
    conversation: { id: 'c1' },
    from: { id },
    recipient: { id: botId },
    ...activity,
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}
