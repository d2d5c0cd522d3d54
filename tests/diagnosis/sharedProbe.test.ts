import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Check, type CheckWorld, createCheck } from '../../diagnosis/check.ts';
import { type Network, parseNetworks } from '../../diagnosis/network/addressPolicy.ts';
import { allPorts } from '../../diagnosis/network/portPolicy.ts';
import { type ProbeCaller, type ProbeResult, shareProbes } from '../../diagnosis/sharedProbe.ts';
import type { CheckRequest } from '../../diagnosis/types.ts';
import { type Lab, startLab } from '../lab/lab.ts';

let lab: Lab;
let allowNetworks: readonly Network[];
/** One for each probe. */
let lookups: string[] = [];

before(async () => {
  lab = await startLab();
  const networks = parseNetworks(lab.allowNetworks.join());
  assert.ok(networks.ok);
  allowNetworks = networks.value;
});
after(() => lab.stop());
beforeEach(() => {
  lookups = [];
});

function sharedCheck(changes: CheckWorld = {}): Check {
  return createCheck({
    lookup: (host) => {
      lookups.push(host);
      return lab.lookup(host);
    },
    connect: lab.connect,
    allowNetworks,
    allowPorts: allPorts,
    trustAnchors: lab.trustAnchors,
    ...changes,
  });
}

function asking(label: string, principal = `${label}.contoso.test`, port = 443): CheckRequest {
  return {
    server: { host: `${label}.contoso.test`, port },
    principal: { given: `msstd:${principal}`, form: 'msstd', name: principal },
  };
}

/** Sockets close one turn of the event loop later on the other side. */
async function allSocketsClosed(): Promise<void> {
  while (lab.openSockets() > 0) await delay(2);
}

describe('those who ask for the same server', () => {
  test('side by side share one probe, and each is judged by the own principal name', async () => {
    const check = sharedCheck();
    const principals = ['mail.contoso.test', 'other.contoso.test', 'mail.contoso.test'];
    const diagnoses = await Promise.all(principals.map((principal) => check(asking('mail', principal))));
    assert.deepEqual(lookups, ['mail.contoso.test']);
    assert.deepEqual(
      diagnoses.map(({ headline, principal }) => [headline, principal.name]),
      [
        ['principal-matches', 'mail.contoso.test'],
        ['principal-mismatch', 'other.contoso.test'],
        ['principal-matches', 'mail.contoso.test'],
      ],
    );
  });

  test('one after the other share it for a moment, and are told when it was', async () => {
    const times = ['2027-01-01T00:00:00.000Z', '2027-01-01T00:00:01.000Z'];
    const check = sharedCheck({ now: () => new Date(times.shift() ?? '') });
    const first = await check(asking('mail'));
    const second = await check(asking('mail'));
    assert.deepEqual(lookups, ['mail.contoso.test']);
    assert.equal(second.checkedAt, '2027-01-01T00:00:00.000Z');
    assert.equal(second.durationMs, first.durationMs);
    assert.deepEqual(second.endpoints, first.endpoints);
  });

  test('at another port have a probe of their own', async () => {
    const check = sharedCheck();
    await Promise.all([check(asking('closed')), check(asking('closed', undefined, 8443))]);
    assert.equal(lookups.length, 2);
  });

  test('with a check of their own have a probe of their own', async () => {
    await Promise.all([sharedCheck()(asking('mail')), sharedCheck()(asking('mail'))]);
    assert.equal(lookups.length, 2);
  });

  test('get the end of the probe at its deadline, however late they came', { timeout: 5000 }, async () => {
    const check = sharedCheck({ timeoutMs: 400 });
    const first = check(asking('silent'));
    while (lab.openSockets('silent.contoso.test') === 0) await delay(2);
    const [one, other] = await Promise.all([first, check(asking('silent'))]);
    assert.equal(lookups.length, 1);
    assert.deepEqual([one.verdict, other.verdict], ['unreachable', 'unreachable']);
    await allSocketsClosed();
  });
});

describe('one who aborts a shared probe', () => {
  test('leaves it to the others; the last one ends it', { timeout: 5000 }, async () => {
    await allSocketsClosed();
    const check = sharedCheck();
    const [one, other] = [new AbortController(), new AbortController()];
    const first = check(asking('silent'), { signal: one.signal });
    const second = check(asking('silent'), { signal: other.signal });
    while (lab.openSockets('silent.contoso.test') < 2) await delay(2);

    one.abort(new Error('one has gone'));
    await assert.rejects(first, { message: 'one has gone' });
    await delay(20);
    assert.equal(lab.openSockets('silent.contoso.test'), 2);

    other.abort(new Error('the other has gone'));
    await assert.rejects(second, { message: 'the other has gone' });
    await allSocketsClosed();
    assert.equal(lookups.length, 1);
  });

  test('as the last does not spoil it for the next', { timeout: 5000 }, async () => {
    const lookup: CheckWorld['lookup'] = (host) => {
      lookups.push(host);
      return lookups.length === 1 ? new Promise(() => {}) : lab.lookup(host);
    };
    const check = sharedCheck({ lookup });
    const caller = new AbortController();
    const gone = check(asking('mail'), { signal: caller.signal });
    caller.abort(new Error('gone'));
    const [, { headline }] = await Promise.all([
      assert.rejects(gone, { message: 'gone' }),
      check(asking('mail')),
    ]);
    assert.equal(headline, 'principal-matches');
    assert.equal(lookups.length, 2);
  });

  test('before it begins has nothing looked up', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await assert.rejects(sharedCheck()(asking('mail'), { signal }), { message: 'gone' });
    assert.deepEqual(lookups, []);
  });

  test('never is not listened to any more', async () => {
    const { signal } = new AbortController();
    const check = sharedCheck();
    await Promise.all(Array.from({ length: 20 }, () => check(asking('mail'), { signal })));
    await check(asking('mail'), { signal });
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
  });
});

describe('what is kept of a probe', () => {
  const server = { host: 'mail.contoso.test', port: 443 };
  const result: ProbeResult = { endpoints: [], checkedAt: new Date(0), durationMs: 1 };

  test('is forgotten soon, so that the next one looks again', { timeout: 5000 }, async () => {
    let probes = 0;
    const probe = shareProbes(async () => ({ ...result, durationMs: ++probes }), 20);
    while ((await probe(server, {})).durationMs === 1) await delay(5);
    assert.equal(probes, 2);
  });

  test('is nothing where the probe itself failed', async () => {
    let probes = 0;
    const probe = shareProbes(async () => {
      probes++;
      if (probes === 1) throw new Error('a bug');
      return result;
    });
    await assert.rejects(Promise.all([probe(server, {}), probe(server, {})]), { message: 'a bug' });
    assert.equal(await probe(server, {}), result);
    assert.equal(probes, 2);
  });

  test('is little, whatever number of servers is asked for', async () => {
    const asked: string[] = [];
    const probe = shareProbes(async ({ host }) => {
      asked.push(host);
      return result;
    }, 60_000);
    for (let i = 0; i <= 100; i++) await probe({ host: `${i}.contoso.test`, port: 443 }, {});
    await probe({ host: '100.contoso.test', port: 443 }, {});
    assert.equal(asked.length, 101);
    await probe({ host: '0.contoso.test', port: 443 }, {});
    assert.equal(asked.length, 102);
  });

  test('one who joins late is told the present stage and those after', async () => {
    let reach: ProbeCaller['onStage'];
    let end: ((result: ProbeResult) => void) | undefined;
    const probe = shareProbes((_, { onStage }) => {
      reach = onStage;
      onStage?.('resolving');
      return new Promise((resolve) => {
        end = resolve;
      });
    });
    const told: string[] = [];
    const first = probe(server, { onStage: (stage) => told.push(`first ${stage}`) });
    reach?.('connecting');
    const second = probe(server, { onStage: (stage) => told.push(`second ${stage}`) });
    reach?.('reading');
    end?.(result);
    await Promise.all([first, second]);
    assert.deepEqual(told, [
      'first resolving',
      'first connecting',
      'second connecting',
      'first reading',
      'second reading',
    ]);
  });
});

describe('what was seen a while ago', () => {
  const ageMs = 20;
  test('serves who accepts that age, and nobody else', async () => {
    let probes = 0;
    const probe = shareProbes(
      async () => ({ endpoints: [], checkedAt: new Date(), durationMs: ++probes }),
      ageMs,
    );
    const server = { host: 'mail.contoso.test', port: 443 };
    await probe(server, {});
    await delay(2 * ageMs);
    assert.equal((await probe(server, { maxAgeMs: 600_000 })).durationMs, 1);
    assert.equal((await probe(server, {})).durationMs, 2);
    assert.equal((await probe(server, { maxAgeMs: 600_000 })).durationMs, 2, 'the newest is told');
  });
});
