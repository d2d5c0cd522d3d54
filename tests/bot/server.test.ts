import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { after, before, describe, mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { cardAction, invoke, message, Person } from './client.ts';

let lab: Lab;
let bot: RunningBot;
/** What `connect` throws for the next check, where it is set. */
let broken: { thrown: unknown } | null = null;
let log: string[] = [];
const consoleLines = mock.method(console, 'error', (...parts: unknown[]) => log.push(parts.join(' ')));

before(async () => {
  lab = await startLab();
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    CHECK_TIMEOUT_MS: '1000',
    HELPDESK_CONTACT: 'IT help desk, extension 4711',
  });
  const logger = pino({ level: 'trace' }, { write: (line: string) => log.push(line) });
  bot = await startBot(configuration, logger, {
    ...lab,
    connect: (address, port) => {
      if (broken) throw broken.thrown;
      return lab.connect(address, port);
    },
  });
});

after(async () => {
  await bot?.stop();
  await lab?.stop();
  consoleLines.mock.restore();
});

const json = { 'Content-Type': 'application/json' };

describe('a request', () => {
  const messages = '/api/messages';
  const text = JSON.stringify(message('x'.repeat(300_000)));
  const form = new FormData();
  form.append('upload', new Blob(['x'.repeat(100_000)]), 'upload.bin');
  const table: [what: string, path: string, init: RequestInit, status: number, body?: RegExp][] = [
    ['for the health is answered', '/healthz', {}, 200, /^\{"status":"ok"\}$/],
    ['for something else is not found', '/', {}, 404],
    ['for a file is not found', '/../package.json', {}, 404],
    ['that posts something else is not found', '/api/message', { method: 'POST' }, 404],
    ['that gets messages is not allowed', messages, {}, 405],
    ['that deletes messages is not allowed', messages, { method: 'DELETE' }, 405],
    ['without a body is bad', messages, { method: 'POST', headers: json }, 400],
    ['of broken JSON is bad', messages, { method: 'POST', headers: json, body: '{"type":' }, 400],
    ['of a JSON list is bad', messages, { method: 'POST', headers: json, body: '[]' }, 400],
    ['of a JSON text is bad', messages, { method: 'POST', headers: json, body: '"hello"' }, 400],
    ['of JSON null is bad', messages, { method: 'POST', headers: json, body: 'null' }, 400],
    ['without a type is bad', messages, { method: 'POST', headers: json, body: '{}' }, 400],
    [
      'with a type that is no text is bad',
      messages,
      { method: 'POST', headers: json, body: '{"type":{}}' },
      400,
    ],
    ['of more than 256 KB is too large', messages, { method: 'POST', headers: json, body: text }, 413],
    ['of plain text is of the wrong type', messages, { method: 'POST', body: '{"type":"message"}' }, 415],
    [
      'of a form is of the wrong type',
      messages,
      { method: 'POST', body: new URLSearchParams('type=message') },
      415,
    ],
    ['with an upload is of the wrong type', messages, { method: 'POST', body: form }, 415],
    ['without a type of content is of the wrong type', messages, { method: 'POST' }, 415],
    [
      'of packed JSON is of the wrong type',
      messages,
      {
        method: 'POST',
        headers: { ...json, 'Content-Encoding': 'gzip' },
        body: gzipSync('{"type":"message"}'),
      },
      415,
    ],
    [
      'of broken packing is of the wrong type',
      messages,
      { method: 'POST', headers: { ...json, 'Content-Encoding': 'gzip' }, body: 'not packed' },
      415,
    ],
  ];
  for (const [what, path, init, status, expected] of table)
    test(what, async () => {
      const uploads = uploadsIn(tmpdir());
      const response = await fetch(bot.url + path, init);
      const body = await response.text();
      assert.equal(response.status, status, body);
      if (expected) assert.match(body, expected);
      assertTaciturn(response, body);
      assert.deepEqual(uploadsIn(tmpdir()), uploads, 'nothing is written to disk');
      assert.equal((await fetch(`${bot.url}/healthz`)).status, 200, 'it still runs');
    });

  const unfinished: [what: string, text: string][] = [
    ['that is no HTTP is cut off', '\u0016\u0003\u0001 hello\r\n\r\n'],
    ['with a header of 100 KB is cut off', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
  ];
  for (const [what, text] of unfinished)
    test(what, async () => {
      assert.match(await raw(bot.url, text), /^HTTP\/1\.1 4\d\d /);
      assert.equal((await fetch(`${bot.url}/healthz`)).status, 200, 'it still runs');
    });

  test('of an activity without anything but a type does no harm', async () => {
    for (const type of ['message', 'invoke', 'conversationUpdate', 'event', 'constructor']) {
      const response = await fetch(bot.url + messages, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ type }),
      });
      assertTaciturn(response, await response.text());
    }
    const answer = await new Person(bot.url).say('help');
    assert.match(answer.text, /What I can do/);
  });

  test('without a token is unauthorised where there are credentials', async () => {
    const configuration = readConfiguration({
      PORT: '0',
      STATE_URL: 'memory:',
      HOST: '127.0.0.1',
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppPassword: 'S3cret~never.shown',
      MicrosoftAppTenantId: 'contoso.onmicrosoft.com',
    });
    const secured = await startBot(configuration, pino({ level: 'silent' }));
    try {
      const body = JSON.stringify({
        ...message('help'),
        channelId: 'msteams',
        serviceUrl: 'https://x.test/',
      });
      const response = await fetch(secured.url + messages, { method: 'POST', headers: json, body });
      assert.equal(response.status, 401);
      assert.equal(await response.text(), '');
    } finally {
      await secured.stop();
    }
  });
});

describe('a turn that fails', () => {
  const secret = 'secret.contoso.test';
  const thrown: [what: string, thrown: unknown][] = [
    ['an error that quotes the message', new Error(`cannot connect to ${secret}`)],
    [
      'an error with lines that look like places',
      new TypeError(`x\n    at ${secret} (${secret}:1:1)\n    at ${secret}`),
    ],
    ['a text', `no way to ${secret}`],
    ['nothing', null],
    ['undefined', undefined],
    ['an object', { message: secret }],
    ['an error without a stack', Object.assign(new Error(secret), { stack: undefined })],
  ];
  for (const [what, cause] of thrown)
    test(`with ${what} shows a reference that is in the log, where the message is not`, async () => {
      log = [];
      const anna = new Person(bot.url);
      broken = { thrown: cause };
      const answer = await anna.say(`check mail.contoso.test msstd:${secret}`);
      broken = null;
      assert.equal(answer.status, 200);
      assert.match(answer.text, /^That did not work\nSorry, something went wrong on my side\./);
      assert.match(answer.text, /Need a hand\? IT help desk, extension 4711/);
      const [reference] = /^[0-9a-f]{8}$/m.exec(answer.text) ?? [];
      const lines = log.filter(
        (line) => line.includes(`"reference":"${reference}"`) && line.includes('turn failed'),
      );
      assert.equal(lines.length, 1, log.join(''));
      assert.doesNotMatch(log.join('\n'), /contoso/);
      assert.doesNotMatch(JSON.stringify(answer), /\bat .*:\d+:\d+|node_modules|contoso/);
      assert.match((await anna.say('mail.contoso.test')).text, /Which principal name/, 'the next turn works');
    });

  test('says in the log where it failed, and not that a dialog did', async () => {
    log = [];
    broken = { thrown: new RangeError('x') };
    await new Person(bot.url).say('check mail.contoso.test msstd:mail.contoso.test');
    broken = null;
    const [line = '{}'] = log.filter((each) => each.includes('turn failed'));
    const { error, at } = JSON.parse(line);
    assert.equal(error, 'RangeError');
    assert.match(at[0], /server\.test\.ts:\d+:\d+/);
  });

  test('forgets the question, and what is pressed next starts over', async () => {
    const anna = new Person(bot.url);
    await anna.say('check mail.contoso.test');
    broken = { thrown: new Error('x') };
    const answer = await anna.say('msstd:mail.contoso.test');
    broken = null;
    assert.match(answer.text, /That did not work/);
    assert.match((await anna.say('yes')).text, /I did not find a server name/);
    await anna.say('help');
    assert.match((await anna.press('Check a server')).text, /Which server/);
  });

  test('answers the button that was pressed, too, and leaves its card alone', async () => {
    const anna = new Person(bot.url);
    await anna.say('check sanonly.contoso.test');
    broken = { thrown: new Error('x') };
    const answer = await anna.press("I don't know");
    broken = null;
    assert.equal(answer.status, 200);
    assert.equal(answer.inPlace, null);
    assert.match(answer.text, /That did not work/);
    assert.match((await anna.press('Start over')).text, /Which server/);
  });

  test('of one person disturbs no other', async () => {
    const anna = new Person(bot.url);
    const ben = new Person(bot.url, { id: '29:ben', conversation: anna.conversation });
    await ben.say('check mail.contoso.test');
    broken = { thrown: new Error('x') };
    await anna.say('check mail.contoso.test msstd:mail.contoso.test');
    broken = null;
    assert.match((await ben.say('msstd:mail.contoso.test')).text, /No fault found/);
  });
});

test('the log of conversations names neither what was said nor whom it was about', async () => {
  log = [];
  const anna = new Person(bot.url, { id: '29:anna-of-contoso' });
  for (const text of [
    'my boss is a secret',
    'check',
    'nonsense of contoso',
    'wildcard.contoso.test',
    'msstd:mail.contoso.test',
  ])
    await anna.say(text);
  await anna.press('Check again');
  await anna.say('check nowhere.contoso.test msstd:nowhere.contoso.test');
  await anna.send(cardAction({ action: 'check', server: '$(contoso)' }));
  await anna.send(invoke('contoso/unknown', { contoso: true }));
  await fetch(`${bot.url}/contoso`);
  await fetch(`${bot.url}/api/messages`, { method: 'POST', headers: json, body: '{"contoso' });
  assert.doesNotMatch(log.join('\n'), /contoso|secret|nonsense|msstd/);
});

/** The answer tells nothing of what runs here. */
function assertTaciturn(response: Response, body: string): void {
  assert.doesNotMatch(body, /\bat .*:\d+:\d+|node_modules|\.[jt]s\b|Error:/);
  for (const header of ['server', 'x-powered-by', 'api-version'])
    assert.equal(response.headers.get(header), null);
}

function uploadsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('upload_'));
}

/** Sends text as it is and returns everything that comes back until the other side closes. */
function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = net.connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}
