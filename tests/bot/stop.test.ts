import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import pino from 'pino';
import { startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { cardAction, message, Person } from './client.ts';
import { startConnector } from './connector.ts';
import { TeamsChat } from './teamsChat.ts';

describe('a bot that stops', () => {
  test('at rest is gone at once, although clients keep their connections', async () => {
    await using lab = await startedLab();
    const bot = await started(lab, {});
    assert.match((await new Person(bot.url).say('help')).text, /What I can do/);
    const begun = performance.now();
    await bot.stop();
    assert.ok(performance.now() - begun < 3000);
    await assert.rejects(fetch(`${bot.url}/healthz`));
  });

  test('answers what is being checked, takes nothing new and leaves nothing open', async () => {
    await using lab = await startedLab();
    const bot = await started(lab, { CHECK_TIMEOUT_MS: '1000' });
    const answer = new Person(bot.url).say('check silent.contoso.test msstd:silent.contoso.test');
    await lab.dialled('silent.contoso.test');
    const begun = performance.now();
    const stopped = bot.stop();
    await assert.rejects(fetch(`${bot.url}/healthz`));
    assert.match((await answer).text, /silent\.contoso\.test takes the connection but/);
    await stopped;
    assert.ok(performance.now() - begun < 5000, 'the connection that was kept alive did not hold it up');
    assert.equal(lab.openSockets(), 0);
  });

  test('does not wait for the end of a long check, and the person gets an answer all the same', async () => {
    await using lab = await startedLab();
    const bot = await started(lab, { CHECK_TIMEOUT_MS: '12000' });
    const answer = new Person(bot.url).say('check silent.contoso.test msstd:silent.contoso.test');
    await lab.dialled('silent.contoso.test');
    const begun = performance.now();
    await bot.stop();
    assert.ok(performance.now() - begun < 9000);
    assert.match((await answer).text, /That did not work/);
    assert.equal(lab.openSockets(), 0);
  });

  test('tells a person whose check went on after the turn that nothing will come of it', async () => {
    await using lab = await startedLab();
    const connector = await startConnector();
    const bot = await started(lab, { CHECK_TIMEOUT_MS: '12000' });
    const chat = new TeamsChat(bot.url, connector, 'personal');
    const press = cardAction({ action: 'check', server: 'silent.contoso.test' }, 'check');
    assert.equal((await chat.member('Anna').send({ ...press, replyToId: 'card' })).status, 200);
    assert.ok(lab.openSockets('silent.contoso.test') > 0, 'the check goes on');
    const begun = performance.now();
    await bot.stop();
    assert.ok(performance.now() - begun < 10_000);
    assert.match(chat.last().text, /That did not work/);
    assert.equal(lab.openSockets(), 0);
    await connector.stop();
  });

  test('brings a person the result of a check that went on after the turn and ends in time', async () => {
    await using lab = await startedLab();
    const connector = await startConnector();
    const bot = await started(lab, { CHECK_TIMEOUT_MS: '5000' });
    const chat = new TeamsChat(bot.url, connector, 'personal');
    const anna = chat.member('Anna');
    await anna.say('help');
    const press = cardAction({ action: 'check', server: 'silent.contoso.test' }, 'check');
    await anna.send({ ...press, replyToId: chat.last().id });
    assert.ok(lab.openSockets('silent.contoso.test') > 0, 'the check goes on');
    await bot.stop();
    assert.match(chat.last().text, /silent\.contoso\.test takes the connection but/);
    await connector.stop();
  });

  test('is gone in ten seconds although the channel answers nothing any more', async () => {
    await using lab = await startedLab();
    const connector = await startConnector();
    const bot = await started(lab, { CHECK_TIMEOUT_MS: '12000' });
    const chat = new TeamsChat(bot.url, connector, 'personal');
    const press = cardAction({ action: 'check', server: 'silent.contoso.test' }, 'check');
    await chat.member('Anna').send({ ...press, replyToId: 'card' });
    connector.receiveAll('silence');
    const begun = performance.now();
    await bot.stop();
    assert.ok(performance.now() - begun < 10_000);
    await connector.stop();
  });

  test('begins no turn on a connection that it still has', async () => {
    await using lab = await startedLab();
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    const bot = await started(lab, { CHECK_TIMEOUT_MS: '1000' }, log);
    const { hostname, port } = new URL(bot.url);
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    const closed = once(socket, 'close');
    socket.write(requestOf('check silent.contoso.test msstd:silent.contoso.test'));
    await lab.dialled('silent.contoso.test');
    const stopped = bot.stop();
    socket.write(requestOf('help'));
    await Promise.all([stopped, closed]);
    assert.equal(heard.match(/^HTTP\/1\.1 200/gm)?.length, 1);
    assert.equal(lines.filter((line) => line.includes('"msg":"turn"')).length, 1);
    assert.match(heard, /takes the connection but/);
    assert.doesNotMatch(heard, /What I can do/);
  });

  test('does not wait for a connection on which nothing was ever asked', async () => {
    await using lab = await startedLab();
    const bot = await started(lab, {});
    const { hostname, port } = new URL(bot.url);
    const idle = connect(Number(port), hostname);
    await once(idle, 'connect');
    const closed = once(idle, 'close');
    const begun = performance.now();
    await bot.stop();
    await closed;
    assert.ok(performance.now() - begun < 9000);
  });

  test('frees its port for the next one', async () => {
    await using lab = await startedLab();
    const first = await started(lab, {});
    const { port } = new URL(first.url);
    await first.stop();
    const second = await started(lab, { PORT: port });
    assert.equal(second.url, first.url);
    await second.stop();
  });
});

test('a bot whose port is taken does not start', async () => {
  await using lab = await startedLab();
  const bot = await started(lab, {});
  await assert.rejects(started(lab, { PORT: new URL(bot.url).port }), { code: 'EADDRINUSE' });
  await bot.stop();
});

/** As it goes over the wire. */
function requestOf(text: string): string {
  const body = JSON.stringify({
    ...message(text),
    channelId: 'msteams',
    serviceUrl: 'https://channel.test/',
    conversation: { id: 'c1' },
    from: { id: '29:anna' },
    recipient: { id: '28:bot' },
    deliveryMode: 'expectReplies',
  });
  const headers = [
    'Host: bot',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `POST /api/messages HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
}

function started(lab: Lab, env: NodeJS.ProcessEnv, log = pino({ level: 'silent' })) {
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    ...env,
  });
  return startBot(configuration, log, lab);
}

/** A lab that tells when the bot has dialled one of its servers, and stops at the end of the scope. */
async function startedLab() {
  const lab = await startLab();
  const dialled = async (name: string) => {
    const begun = performance.now();
    while (lab.openSockets(name) === 0 && performance.now() - begun < 10_000) await new Promise(setImmediate);
  };
  return { ...lab, dialled, [Symbol.asyncDispose]: () => lab.stop() };
}
