import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, describe, mock, test } from 'node:test';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { message, Person } from './client.ts';

let bot: RunningBot;
const printed: string[] = [];
const consoles = (['error', 'warn', 'log'] as const).map((method) =>
  mock.method(console, method, (...parts: unknown[]) => printed.push(parts.join(' '))),
);

before(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => printed.push(line) });
  bot = await startBot(readConfiguration({ PORT: '0', STATE_URL: 'memory:', RATE_LIMIT_PERSON: '0' }), log);
});
after(async () => {
  await bot?.stop();
  for (const { mock } of consoles) mock.restore();
});

const json = { 'Content-Type': 'application/json' };
const activity = JSON.stringify({
  ...message('help'),
  channelId: 'msteams',
  serviceUrl: 'https://channel.test/',
  conversation: { id: 'c1' },
  from: { id: '29:anna' },
  recipient: { id: '28:bot' },
  deliveryMode: 'expectReplies',
});
const posted = (body: string, ...headers: string[]) =>
  ['POST /api/messages HTTP/1.1', 'Host: bot', 'Content-Type: application/json', ...headers, '', body].join(
    '\r\n',
  );
const whole = posted(activity, `Content-Length: ${Buffer.byteLength(activity)}`);

describe('every answer', () => {
  const table: [what: string, path: string, init: RequestInit, status: number][] = [
    ['to the health', '/healthz', {}, 200],
    ['to a message', '/api/messages', { method: 'POST', headers: json, body: activity }, 200],
    ['to another path', '/admin', {}, 404],
    ['to a path that climbs', '/%2e%2e/%2e%2e/etc/passwd', {}, 404],
    ['to a path that cannot be decoded', '/%ff%', {}, 404],
    ['to a long path', `/${'x'.repeat(8000)}`, {}, 404],
    ['to another method', '/api/messages', { method: 'PUT' }, 405],
    ['to a preflight', '/api/messages', { method: 'OPTIONS' }, 405],
    ['to a post to the health', '/healthz', { method: 'POST' }, 405],
    ['to broken JSON', '/api/messages', { method: 'POST', headers: json, body: '{"secret' }, 400],
    ['to a wrong type', '/api/messages', { method: 'POST', body: activity }, 415],
    ['to another version', '/api/messages', { headers: { 'Accept-Version': '9.9' } }, 405],
  ];
  for (const [what, path, init, status] of table)
    test(`${what} has ${status}, is closed to browsers, and tells nothing`, async () => {
      const response = await fetch(bot.url + path, init);
      const body = await response.text();
      assert.equal(response.status, status);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
      assert.equal(response.headers.get('X-Content-Type-Options'), 'nosniff');
      assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
      assert.match(response.headers.get('Content-Security-Policy') ?? '', /^default-src 'none'/);
      for (const header of ['server', 'x-powered-by', 'api-version', 'access-control-allow-origin'])
        assert.equal(response.headers.get(header), null);
      if (status !== 200) assert.equal(body, '');
    });

  for (const accept of ['text/html', 'image/png', 'application/json', '*/*', 'nonsense', ''])
    test(`comes to a client that accepts ${accept || 'nothing'}`, async () => {
      const headers = { ...json, Accept: accept };
      const response = await fetch(`${bot.url}/api/messages`, { method: 'POST', headers, body: activity });
      assert.equal(response.status, 200);
      assert.match(await response.text(), /What I can do/);
    });
});

describe('a body', () => {
  const deep = 40_000;
  const table: [what: string, body: string | Uint8Array, status: number][] = [
    ['of lists in lists', `${'['.repeat(deep)}${']'.repeat(deep)}`, 400],
    ['of objects in objects', `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`, 400],
    [
      'with a value of lists in lists',
      activity.replace('{', `{"value":${'['.repeat(deep)}${']'.repeat(deep)},`),
      200,
    ],
    [
      'with keys of the language',
      activity.replace('{', '{"__proto__":{"type":"x"},"constructor":{"a":1},'),
      200,
    ],
    ['with another that comes first', activity.replace('{', '{"toString":1,"hasOwnProperty":2,'), 200],
    ['of two documents', `${activity}${activity}`, 400],
    ['behind a byte order mark', `\ufeff${activity}`, 400],
    ['of bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0x80]), 400],
    ['of blanks', '   ', 400],
    ['of a number', '1e400', 400],
  ];
  for (const [what, body, status] of table)
    test(`${what} has ${status}`, async () => {
      const response = await fetch(`${bot.url}/api/messages`, {
        method: 'POST',
        headers: json,
        body: new Blob([body]),
      });
      assert.equal(response.status, status);
      await stillAnswers();
    });
});

describe('a connection', () => {
  const table: [what: string, sent: string, ...statuses: number[]][] = [
    ['with one request behind the other gets both answers', `${whole}${whole}`, 200, 200],
    ['with garbage behind a request is cut off', `${whole}\u0000\u0001garbage\r\n\r\n`, 400],
    ['with half a request line', 'POST /api\r\n\r\n', 404],
    ['with a version that does not exist', 'GET /healthz HTTP/9.9\r\nHost: bot\r\n\r\n', 400],
    ['without a host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['with two lengths', posted('x', 'Content-Length: 1', 'Content-Length: 2'), 400],
    ['with a length and chunks', posted('0\r\n\r\n', 'Content-Length: 5', 'Transfer-Encoding: chunked'), 400],
    ['with a length below nothing', posted('x', 'Content-Length: -1'), 400],
    ['with broken chunks', posted('zz\r\n{}\r\n0\r\n\r\n', 'Transfer-Encoding: chunked'), 400],
    ['with a header that folds', posted('', 'X: a', ' b', 'Content-Length: 0'), 400],
    ['with a line break in a header', posted('', 'X: a\rb', 'Content-Length: 0'), 400],
    ['with a header of 20 KB', posted('', `X: ${'x'.repeat(20_000)}`), 431],
    [
      'with headers of 20 KB together',
      posted('', ...Array.from({ length: 1000 }, (_, i) => `X-${i}: 0123456789`)),
      431,
    ],
    ['with a token of 20 KB', posted('', `Authorization: Bearer ${'x'.repeat(20_000)}`), 431],
  ];
  for (const [what, sent, ...statuses] of table)
    test(`${what}: ${statuses.join(', ')}`, async () => {
      const received = await exchange(sent);
      assert.deepEqual(statusesIn(received), statuses, received);
      assert.doesNotMatch(received, /\bat .*:\d+:\d+|node_modules|Error:|restify|node\.js/i);
      await stillAnswers();
    });

  for (const protocol of ['websocket', 'h2c'])
    test(`that wants to become ${protocol} is closed`, async () => {
      const upgrade = `GET /api/messages HTTP/1.1\r\nHost: bot\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
      assert.equal(await exchange(upgrade), '');
      await stillAnswers();
    });

  test('that wants a tunnel is closed', async () => {
    assert.equal(await exchange('CONNECT internal.test:443 HTTP/1.1\r\nHost: internal.test\r\n\r\n'), '');
    await stillAnswers();
  });

  test('that goes away in the middle of a body does no harm', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 50 }, () => opened(posted('{"type', 'Content-Length: 900'))),
    );
    for (const socket of sockets) socket.resetAndDestroy();
    await stillAnswers();
  });
});

describe('a slow request is cut off', { concurrency: true }, () => {
  const table: [what: string, begun: string][] = [
    ['that never says anything more than its first line', 'POST /api/messages HTTP/1.1\r\n'],
    ['that never ends its headers', posted('', 'X: y').slice(0, -4)],
    ['that never sends its body', posted('', 'Content-Length: 100')],
    ['that never ends its body', posted('{"type":', 'Content-Length: 100')],
    ['that never ends its chunks', posted('5\r\n{"typ\r\n', 'Transfer-Encoding: chunked')],
  ];
  for (const [what, begun] of table)
    test(what, async () => {
      const socket = await opened(begun);
      const dripping = setInterval(() => socket.write('a'), 1000);
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk;
      });
      await once(socket, 'close');
      clearInterval(dripping);
      assert.match(received, /^HTTP\/1\.1 40[08] /);
      await stillAnswers();
    });
});

test('nothing of all that is printed', () => {
  assert.doesNotMatch(printed.join('\n'), /secret|garbage|\bat .*:\d+:\d+/);
});

async function stillAnswers(): Promise<void> {
  assert.match((await new Person(bot.url).say('help')).text, /What I can do/);
}

async function opened(text: string): Promise<net.Socket> {
  const { hostname, port } = new URL(bot.url);
  const socket = net.connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(text, resolve));
  return socket;
}

/** Sends text as it is, says no more, and returns what came back. */
async function exchange(text: string): Promise<string> {
  const socket = await opened(text);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.end();
  await once(socket, 'close');
  return received;
}

function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
