import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { silentServer } from '../lab/servers.ts';
import { message, Person } from './client.ts';

describe('a start that is refused ends with exit code 1 and tells', () => {
  test('in production without credentials which variables are missing', async () => {
    const { exitCode, stdout, stderr } = await run({ NODE_ENV: 'production' });
    assert.deepEqual({ exitCode, stdout }, { exitCode: 1, stdout: '' });
    for (const name of ['MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId', 'MicrosoftAppType'])
      assert.match(stderr, new RegExp(name));
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  test('every wrong variable', async () => {
    const { exitCode, stderr } = await run({ PORT: 'http', CHECK_TIMEOUT_MS: '0', LOG_LEVEL: 'loud' });
    assert.equal(exitCode, 1);
    for (const name of ['PORT', 'CHECK_TIMEOUT_MS', 'LOG_LEVEL'])
      assert.match(stderr, new RegExp(`^ {2}${name} `, 'm'));
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  test('in one sentence that the port is taken', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { exitCode, stderr } = await run({ PORT: String(port) });
    other.close();
    assert.equal(exitCode, 1);
    assert.match(stderr, new RegExp(`^listen EADDRINUSE: .*:${port}\\. Set PORT to a free one\\.\\n$`));
  });
});

describe('without credentials', () => {
  test('it listens on loopback only', async () => {
    await using bot = await start({});
    assert.equal(new URL(bot.url).hostname, '127.0.0.1');
    assert.equal((await fetch(`${bot.url}/healthz`)).status, 200);
    for (const address of otherAddresses())
      assert.equal(await connects(address, new URL(bot.url).port), false);
  });

  test('it refuses to listen anywhere else', async () => {
    const { exitCode, stderr } = await run({ HOST: '0.0.0.0' });
    assert.equal(exitCode, 1);
    assert.match(stderr, /HOST accepts only 127\.0\.0\.1/);
  });
});

describe('SIGTERM ends it with exit code 0', { skip: process.platform === 'win32' }, () => {
  test('at rest', async () => {
    await using bot = await start({});
    await new Person(bot.url).say('help');
    assert.equal(await bot.end('SIGTERM'), 0);
  });

  test('while a check waits for a silent server, and the person gets an answer', async () => {
    const silent = await silentServer();
    await using bot = await start({
      CHECK_PORTS: '*',
      CHECK_ALLOW_NETWORKS: '127.0.0.0/8',
      CHECK_TIMEOUT_MS: '12000',
    });
    const answer = new Person(bot.url).say(`check 127.0.0.1:${silent.port} msstd:mail.contoso.test`);
    const asked = performance.now();
    while (silent.openSockets() === 0 && performance.now() - asked < 10_000) await new Promise(setImmediate);
    const begun = performance.now();
    assert.equal(await bot.end('SIGTERM'), 0);
    assert.ok(performance.now() - begun < 9000);
    assert.match((await answer).text, /That did not work/);
    await silent.stop();
  });

  test('and SIGINT does as well', async () => {
    await using bot = await start({});
    assert.equal(await bot.end('SIGINT'), 0);
  });
});

test('what is said stays out of everything it prints', async () => {
  const silent = await silentServer();
  await using bot = await start({
    LOG_LEVEL: 'trace',
    CHECK_PORTS: '*',
    CHECK_ALLOW_NETWORKS: '127.0.0.0/8',
    CHECK_TIMEOUT_MS: '500',
  });
  const anna = new Person(bot.url, { id: '29:anna-of-contoso' });
  for (const text of [
    'contoso',
    'check',
    'not contoso',
    `127.0.0.1:${silent.port}`,
    'msstd:mail.contoso.test',
  ])
    assert.equal((await anna.say(text)).status, 200);
  await anna.press('Check again');
  assert.equal((await sendUnanswerable(bot.url, 'contoso')).status, 500);
  assert.equal(await bot.end('SIGTERM'), 0);
  assert.doesNotMatch(bot.printed(), new RegExp(`contoso|msstd|${silent.port}`));
  await silent.stop();
});

/** A message that is read, but whose answer is too deep to be written: it repeats the conversation. */
function sendUnanswerable(url: string, text: string): Promise<Response> {
  const activity = {
    ...message(text),
    channelId: 'msteams',
    conversation: { id: 'c1', deep: 'deep' },
    from: { id: '29:anna' },
    recipient: { id: '28:bot' },
    deliveryMode: 'expectReplies',
  };
  const body = JSON.stringify(activity).replace(
    '"deep":"deep"',
    `"deep":${'['.repeat(40_000)}${']'.repeat(40_000)}`,
  );
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`${url}/api/messages`, { method: 'POST', headers, body });
}

/** A bot on a free port, and what it prints. */
async function start(env: Record<string, string>) {
  const child = launch({ PORT: '0', ...env });
  const closed = once(child, 'close');
  const printed: string[] = [];
  child.stderr.on('data', (chunk) => printed.push(String(chunk)));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(printed.join(''))));
    createInterface(child.stdout).on('line', (line) => {
      printed.push(line);
      const { msg, url } = JSON.parse(line);
      if (msg === 'listening') resolve(url);
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<unknown> => {
    child.kill(signal);
    const [exitCode] = await closed;
    return exitCode;
  };
  const dispose = async () => {
    await end('SIGKILL');
  };
  return { url, end, printed: () => printed.join('\n'), [Symbol.asyncDispose]: dispose };
}

/** Runs a bot that is expected to end by itself. */
async function run(env: Record<string, string>) {
  const child = launch({ PORT: '0', ...env });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, exitCode };
}

function launch(env: Record<string, string>) {
  const script = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));
  const { PATH = '', SystemRoot = '' } = process.env;
  return spawn(process.execPath, [script], {
    env: { PATH, SystemRoot, STATE_URL: 'memory:', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function otherAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return all.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address);
}

function connects(address: string, port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
