import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import pino from 'pino';
import { startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { Person } from './client.ts';

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

function started(lab: Lab, env: NodeJS.ProcessEnv) {
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    ...env,
  });
  return startBot(configuration, pino({ level: 'silent' }), lab);
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
