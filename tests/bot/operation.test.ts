import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, mock, test } from 'node:test';
import parse from 'parse-prometheus-text-format';
import { Counter } from 'prom-client';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { createLog } from '../../bot/log.ts';
import { startAdvice } from '../../bot/startError.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { cardAction, invoke, message, Person, post } from './client.ts';
import { silent } from './state/stores.ts';

let lab: Lab;
before(async () => {
  lab = await startLab();
});
after(() => lab?.stop());

function start(env: NodeJS.ProcessEnv, log = silent): Promise<RunningBot> {
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    CHECK_TIMEOUT_MS: '1000',
    ...env,
  });
  return startBot(configuration, log, lab);
}

/** The value of a sample, or the number of observations of a histogram; undefined where there is none. */
async function sample({ metricsUrl }: RunningBot, name: string, labels: Record<string, string> = {}) {
  assert.ok(metricsUrl);
  const families = parse(await (await fetch(metricsUrl)).text());
  const family = families.find((each) => each.name === name);
  assert.ok(family, `${name} is there`);
  const found = family.metrics.find((each) =>
    Object.entries(labels).every(([key, value]) => each.labels?.[key] === value),
  );
  const value = found?.value ?? found?.count;
  return value === undefined ? undefined : Number(value);
}

describe('ready', () => {
  test('is a bot whose state can be used', async () => {
    const bot = await start({});
    const response = await fetch(`${bot.url}/readyz`);
    assert.deepEqual([response.status, await response.json()], [200, { status: 'ready' }]);
    await bot.stop();
  });

  test('is no bot whose state cannot, which lives all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ready-'));
    const file = join(folder, 'bot.db');
    const bot = await start({ STATE_URL: `sqlite:${file}`, METRICS_PORT: '0' });
    const database = new DatabaseSync(file);
    database.exec('ALTER TABLE items RENAME TO away');
    const response = await fetch(`${bot.url}/readyz`);
    assert.deepEqual([response.status, await response.json()], [503, { status: 'not ready' }]);
    assert.equal((await fetch(`${bot.url}/healthz`)).status, 200);
    assert.ok(((await sample(bot, 'bot_state_errors_total')) ?? 0) >= 1);
    database.exec('ALTER TABLE away RENAME TO items');
    database.close();
    assert.equal((await fetch(`${bot.url}/readyz`)).status, 200, 'and is ready again');
    await bot.stop();
    rmSync(folder, { recursive: true });
  });
});

describe('the metrics', () => {
  let bot: RunningBot;
  before(async () => {
    bot = await start({ METRICS_PORT: '0', RATE_LIMIT_PERSON: '5' });
  });
  after(() => bot?.stop());

  test('are served on loopback, and not where the messages come in', async () => {
    assert.equal(new URL(bot.metricsUrl ?? '').hostname, '127.0.0.1');
    assert.equal((await fetch(`${bot.url}/metrics`)).status, 404);
  });

  test('are nowhere unless they are asked for', async () => {
    const other = await start({});
    assert.equal(other.metricsUrl, null);
    await other.stop();
  });

  test('answer nothing but a GET for them', async () => {
    const url = new URL(bot.metricsUrl ?? '');
    assert.equal((await fetch(new URL('/', url))).status, 404);
    assert.equal((await fetch(url, { method: 'POST', body: 'x' })).status, 404);
  });

  test('count turns by kind and outcome, and how long they took', async () => {
    const anna = new Person(bot.url);
    await anna.say('help');
    await anna.press('Check a server');
    await anna.send(invoke('contoso/unknown', {}));
    await anna.send({ type: 'contoso' });
    await anna.send({ type: 'installationUpdate', action: 'add' });
    const again = { ...message('help'), id: 'twice' };
    await anna.send(again);
    await anna.send(again);
    const turns = (kind: string, outcome: string) => sample(bot, 'bot_turns_total', { kind, outcome });
    assert.equal(await turns('message', 'done'), 2);
    assert.equal(await turns('message', 'repeated'), 1);
    assert.equal(await turns('button', 'done'), 1);
    assert.equal(await turns('invoke', 'done'), 1);
    assert.equal(await turns('installationUpdate', 'done'), 1);
    assert.equal(await turns('other', 'done'), 1, 'a type that nobody knows is no label');
    // The parser takes the histograms of all kinds together.
    const text = await (await fetch(bot.metricsUrl ?? '')).text();
    assert.match(text, /^bot_turn_duration_seconds_count\{kind="message"\} 3$/m);
  });

  test('count what a limit refuses', async () => {
    const ben = new Person(bot.url);
    for (let i = 0; i < 7; i++) await ben.say('help');
    assert.equal(await sample(bot, 'bot_refusals_total', { reason: 'personLimit' }), 2);
    assert.equal(await sample(bot, 'bot_turns_total', { kind: 'message', outcome: 'limited' }), 2);
  });

  test('count checks by verdict and headline, and each handshake once', async () => {
    const cleo = new Person(bot.url);
    await cleo.say('check wildcard.contoso.test msstd:mail.contoso.test');
    const labels = { verdict: 'fail', headline: 'principal-matches-wildcard' };
    assert.equal(await sample(bot, 'bot_checks_total', labels), 1);
    const handshakes = await sample(bot, 'bot_handshake_duration_seconds');
    assert.ok(handshakes && handshakes > 0);
    await cleo.press("I'm an administrator");
    assert.equal(await sample(bot, 'bot_checks_total', labels), 2);
    assert.equal(await sample(bot, 'bot_handshake_duration_seconds'), handshakes, 'the same handshakes');
  });

  test('tell what runs now', async () => {
    const dora = new Person(bot.url);
    const checking = dora.say('check silent.contoso.test msstd:silent.contoso.test');
    while (lab.openSockets('silent.contoso.test') === 0) await new Promise(setImmediate);
    const waiting = dora.say('help');
    while ((await sample(bot, 'bot_turns_waiting')) === 0) await new Promise(setImmediate);
    assert.equal(await sample(bot, 'bot_turns_running'), 1);
    assert.ok(((await sample(bot, 'bot_handshakes_open')) ?? 0) > 0);
    await Promise.all([checking, waiting]);
    for (const name of [
      'bot_turns_waiting',
      'bot_turns_running',
      'bot_handshakes_open',
      'bot_handshakes_waiting',
    ])
      assert.equal(await sample(bot, name), 0, name);
  });

  test('count requests that are refused, by why', async () => {
    const secured = await start({
      METRICS_PORT: '0',
      HOST: '127.0.0.1',
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppPassword: 'S3cret~never.shown',
      MicrosoftAppTenantId: 'contoso.onmicrosoft.com',
      ToBotFromChannelOpenIdMetadataUrl: 'http://127.0.0.1:1/',
    });
    await post(secured.url, message('help'));
    await fetch(`${secured.url}/api/messages`, {
      method: 'POST',
      headers: { Authorization: 'Bearer a.b.c' },
    });
    assert.equal(await sample(secured, 'bot_refusals_total', { reason: 'token' }), 1);
    assert.equal(await sample(secured, 'bot_refusals_total', { reason: 'keys' }), 1);
    await secured.stop();
    const closed = await start({
      METRICS_PORT: '0',
      ALLOWED_TENANTS: '11111111-2222-3333-4444-555555555555',
    });
    await new Person(closed.url).say('help');
    assert.equal(await sample(closed, 'bot_refusals_total', { reason: 'tenant' }), 1);
    await closed.stop();
  });

  test('cost no turn where they fail, and say so once', async (t) => {
    const lines: string[] = [];
    t.after(() => mock.restoreAll());
    // The types of prom-client do not show what its `inc` calls.
    mock.method(Counter.prototype as unknown as { incWithoutExemplar(): void }, 'incWithoutExemplar', () => {
      throw new Error('no');
    });
    const broken = await start(
      { METRICS_PORT: '0' },
      createLog('error', { write: (line) => lines.push(line) }),
    );
    const anna = new Person(broken.url);
    assert.match((await anna.say('help')).text, /What I can do/);
    assert.match((await anna.say('check mail.contoso.test msstd:mail.contoso.test')).text, /No fault found/);
    assert.equal(lines.filter((line) => line.includes('the metrics cannot be counted')).length, 1);
    await broken.stop();
  });

  test('at a port that is taken keep the bot from starting, and it says which variable', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await assert.rejects(start({ METRICS_PORT: String(port) }), (error) =>
      /EADDRINUSE.*METRICS_PORT/.test(startAdvice(error) ?? ''),
    );
    other.close();
  });
});

describe('the log', () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('trace', { write: (line) => lines.push(JSON.parse(line)) });

  test('has a line for each turn and each check, under one reference, without what was said', async () => {
    const bot = await start({}, log);
    lines.length = 0;
    await new Person(bot.url).say('check wildcard.contoso.test msstd:mail.contoso.test');
    const [check, turn, ...others] = lines;
    assert.deepEqual(others, []);
    const { reference } = turn ?? {};
    assert.match(String(reference), /^[0-9a-f]{8}$/);
    const { time: _time, pid: _pid, hostname: _hostname, ms, ...told } = turn ?? {};
    assert.deepEqual(told, { level: 30, reference, kind: 'message', outcome: 'done', msg: 'turn' });
    assert.equal(typeof ms, 'number');
    assert.deepEqual(
      [check?.reference, check?.verdict, check?.headline],
      [reference, 'fail', 'principal-matches-wildcard'],
    );
    await bot.stop();
  });

  test('keeps the reference of the error card, the failure and the turn the same', async () => {
    const broken = { ...lab, connect: () => assert.fail('contoso') };
    const bot = await startBot(
      readConfiguration({
        PORT: '0',
        STATE_URL: 'memory:',
        CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
      }),
      log,
      broken,
    );
    lines.length = 0;
    const { text } = await new Person(bot.url).say('check mail.contoso.test msstd:mail.contoso.test');
    const [reference] = /^[0-9a-f]{8}$/m.exec(text) ?? [];
    assert.ok(reference);
    assert.deepEqual(
      lines.map((line) => [line.msg, line.reference]),
      ['check without a result', 'turn failed', 'turn'].map((msg) => [msg, reference]),
    );
    assert.equal(lines.at(-1)?.outcome, 'failed');
    await bot.stop();
  });

  test('takes out what somebody logs by mistake', () => {
    lines.length = 0;
    const secret = 'secret.contoso.test';
    log.info(
      { text: secret, activity: { text: secret }, token: secret, plan: { server: secret } },
      'a mistake',
    );
    log.info({ from: { id: secret }, configuration: { password: secret }, req: secret }, 'a mistake');
    log.error(new Error(secret));
    log.error({ err: new TypeError(secret) }, 'a mistake');
    log.error({ error: new TypeError(secret) }, 'a mistake');
    assert.equal(lines.length, 5);
    assert.doesNotMatch(JSON.stringify(lines), /secret/);
    assert.match(JSON.stringify(lines), /TypeError/);
  });
});

test('a button that nobody pressed for long is a turn like others', async () => {
  const bot = await start({ METRICS_PORT: '0' });
  await new Person(bot.url).send(cardAction({ action: 'check', server: '$(contoso)' }));
  assert.equal(await sample(bot, 'bot_turns_total', { kind: 'button', outcome: 'done' }), 1);
  await bot.stop();
});
