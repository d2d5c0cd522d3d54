import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import pino from 'pino';
import { createAdapter } from '../../bot/adapter.ts';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Activity, message, post, textOf } from './client.ts';
import { type Connector, type Reception, startConnector } from './connector.ts';

let lab: Lab;
let connector: Connector;
let bot: RunningBot;
let log: string[] = [];
const consoles = (['error', 'warn', 'log'] as const).map((method) =>
  mock.method(console, method, (...parts: unknown[]) => log.push(parts.join(' '))),
);
const logger = pino({ level: 'trace' }, { write: (line: string) => log.push(line) });

before(async () => {
  [lab, connector] = await Promise.all([startLab(), startConnector()]);
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    RATE_LIMIT_PERSON: '0',
  });
  bot = await startBot(configuration, logger, lab);
});
after(async () => {
  await bot?.stop();
  await Promise.all([lab?.stop(), connector?.stop()]);
  for (const { mock } of consoles) mock.restore();
});
beforeEach(() => {
  log = [];
  connector.receiveAll(null);
  connector.deliveries.length = 0;
});

const throttled = (wait?: string): Reception => ({
  status: 429,
  headers: wait === undefined ? {} : { 'Retry-After': wait },
});
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

describe('an answer that the channel throttles', () => {
  const table: [what: string, ...receptions: (() => Reception)[]][] = [
    ['for a second is sent again', () => throttled('1')],
    ['for no time is sent again', () => throttled('0')],
    ['until a date is sent again', () => throttled(inSeconds(2))],
    ['until a date that has passed is sent again', () => throttled(inSeconds(-60))],
    ['without saying for how long is sent again', () => throttled()],
    ['in words that nobody knows is sent again', () => throttled('soon')],
    ['twice is sent again twice', () => throttled('1'), () => throttled('0')],
  ];
  for (const [what, ...receptions] of table)
    test(what, async () => {
      connector.receive(...receptions.map((reception) => reception()));
      assert.equal(await say('help'), 200);
      assert.match(textOf(connector.messages()), /What I can do/);
      assert.equal(connector.deliveries.length, receptions.length + 1);
      assertSame(connector.deliveries.map(({ activity }) => activity));
    });

  test('for longer than the turn may last is sent once more afterwards', async () => {
    connector.receive(throttled('4'));
    assert.equal(await say('help'), 200);
    assert.equal(connector.deliveries.length, 1, 'the turn does not wait');
    await until(() => connector.messages().length === 1);
    assert.match(textOf(connector.messages()), /What I can do/);
    assert.equal(connector.deliveries.length, 2);
    assert.match(log.join(''), /"status":429,"later":true,"msg":"an answer could not be sent"/);
  });

  test('for an hour is given up', async () => {
    connector.receiveAll(throttled('3600'));
    assert.equal(await say('help'), 200);
    assert.equal(connector.deliveries.length, 2, 'the answer, and the card that says that it failed');
  });

  test('again and again is given up after a few times', async () => {
    connector.receiveAll(throttled('0'));
    assert.equal(await say('help'), 200);
    await until(() => log.join('').includes('could not be sent later either'));
    assert.equal(connector.deliveries.length, 8, 'four times in the turn, four times afterwards');
  });
});

describe('an answer that may have arrived is not sent again', () => {
  const receptions: Reception[] = [
    400,
    403,
    404,
    408,
    412,
    413,
    500,
    502,
    503,
    504,
    { status: 503, headers: { 'Retry-After': '0' } },
    'cut',
  ];
  for (const reception of receptions)
    test(`after ${JSON.stringify(reception)}, but the person is told that it failed`, async () => {
      connector.receive(reception);
      assert.equal(await say('help'), 200);
      const [lost, told, ...more] = connector.deliveries.map(({ activity }) => textOf(activity));
      assert.match(lost ?? '', /What I can do/);
      assert.match(told ?? '', /That did not work/);
      assert.deepEqual(more, []);
      assert.doesNotMatch(log.join(''), /secret of the channel/);
      assert.doesNotMatch(textOf(connector.messages()), /secret of the channel/);
    });

  test('where the channel never answers, and the turn ends all the same', async () => {
    connector.receive('silence');
    assert.equal(await say('help'), 200);
    assert.equal(connector.deliveries.length, 2);
    assert.match(textOf(connector.messages()), /That did not work/);
  });

  test('where nobody listens at the service URL', async () => {
    const gone = await startConnector();
    await gone.stop();
    assert.equal(await say('help', { serviceUrl: gone.url }), 200);
    assert.match(log.join(''), /the error card could not be sent/);
    assert.equal(await say('help'), 200);
    assert.match(textOf(connector.messages()), /What I can do/);
  });
});

describe('a typing indicator', () => {
  const receptions: Reception[] = [throttled('0'), throttled('60'), 403, 500, 'cut'];
  for (const reception of receptions)
    test(`that meets ${JSON.stringify(reception)} does not stop what comes after it`, async () => {
      await inTurn(async (context) => {
        connector.receive(reception);
        await context.sendActivity({ type: 'typing' });
        await context.sendActivity('Checked');
      });
      assert.equal(connector.deliveries[0]?.activity.type, 'typing');
      assert.equal(connector.deliveries.at(-1)?.activity.text, 'Checked');
    });

  test('comes where the check takes a while', async () => {
    await say('check silent.contoso.test msstd:silent.contoso.test');
    assert.equal(connector.deliveries[0]?.activity.type, 'typing');
    await until(() => connector.deliveries.some(({ method }) => method === 'PUT'));
  });

  test('that is refused does not stop a check that takes a while', async () => {
    connector.receive(403);
    await say('check drip.contoso.test msstd:drip.contoso.test');
    assert.equal(connector.deliveries[0]?.met, 403);
    await until(() => connector.deliveries.some(({ method }) => method === 'PUT'));
  });

  test('does not come before what is there at once', async () => {
    await say('check mail.contoso.test msstd:mail.contoso.test');
    assert.match(textOf(connector.messages()), /No fault found/);
    assert.ok(connector.deliveries.every(({ activity }) => activity.type === 'message'));
  });
});

describe('a card', () => {
  const receptions: Reception[] = [403, 404, 412, 500, throttled('60'), 'cut', 'silence'];
  for (const reception of receptions)
    test(`that cannot be updated (${JSON.stringify(reception)}) comes as a new message`, async () => {
      await inTurn(async (context) => {
        const sent = await context.sendActivity('Checking');
        connector.receive(reception);
        await context.updateActivity({ type: 'message', text: 'Checked', id: sent?.id ?? '' });
      });
      assert.deepEqual(
        connector.deliveries.map(({ method, activity, met }) => [method, activity.text, met]),
        [
          ['POST', 'Checking', 200],
          ['PUT', 'Checked', reception],
          ['POST', 'Checked', 200],
        ],
      );
      assert.equal(connector.deliveries[2]?.activity.id, undefined);
    });

  test('that can be updated is, and nothing else comes', async () => {
    await inTurn(async (context) => {
      const sent = await context.sendActivity('Checking');
      await context.updateActivity({ type: 'message', text: 'Checked', id: sent?.id ?? '' });
    });
    assert.deepEqual(
      connector.deliveries.map(({ method, activity }) => [method, activity.text]),
      [
        ['POST', 'Checking'],
        ['PUT', 'Checked'],
      ],
    );
  });

  test('whose update is throttled for a moment is updated then', async () => {
    await inTurn(async (context) => {
      connector.receive(throttled('0'));
      await context.updateActivity({ type: 'message', text: 'Checked', id: 'a1' });
    });
    assert.deepEqual(
      connector.deliveries.map(({ method }) => method),
      ['PUT', 'PUT'],
    );
  });
});

test('the patience is that of a turn, not of each of its answers', async () => {
  await inTurn(async (context) => {
    for (const text of ['one', 'two', 'three']) {
      connector.receive(throttled('2'));
      await context.sendActivity(text);
    }
  });
  assert.deepEqual(
    connector.deliveries.map(({ activity, met }) => [activity.text, met === 200]),
    [
      ['one', false],
      ['one', true],
      ['two', false],
      ['three', false],
    ],
  );
  await until(() => connector.messages().length === 3);
});

test("the bot's state is not told, wherever an answer goes", async () => {
  await say('check');
  assert.ok(connector.deliveries.every(({ activity }) => activity.type !== 'trace'));
  const response = await post(bot.url, incoming('check', { deliveryMode: 'expectReplies' }));
  const { activities } = (await response.json()) as { activities: Activity[] };
  assert.deepEqual(
    activities.map(({ type }) => type),
    ['message'],
  );
});

/** A turn of the adapter with a logic of the test's own. */
async function inTurn(logic: (context: TurnContext) => Promise<unknown>): Promise<void> {
  const adapter = createAdapter(readConfiguration({}), logger);
  let failed: unknown;
  adapter.onTurnError = async (_context, error) => {
    failed = error;
  };
  const request = { method: 'POST', headers: {}, body: incoming('go') };
  const response = { socket: null, end() {}, header() {}, send() {}, status() {} };
  await adapter.process(request, response, async (context) => {
    assert.equal(context.activity.type, ActivityTypes.Message);
    await logic(context);
  });
  assert.equal(failed, undefined);
}

async function say(text: string, more: object = {}): Promise<number> {
  const response = await post(bot.url, incoming(text, more));
  return response.status;
}

function incoming(text: string, more: object = {}): Activity {
  return {
    ...message(text),
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: connector.url,
    conversation: { id: 'c1' },
    from: { id: '29:anna' },
    recipient: { id: '28:bot' },
    ...more,
  };
}

function assertSame(activities: Activity[]): void {
  for (const activity of activities) assert.deepEqual(activity, activities[0]);
}

async function until(condition: () => boolean): Promise<void> {
  const begun = performance.now();
  while (!condition() && performance.now() - begun < 10_000) await new Promise(setImmediate);
  assert.ok(condition());
}
