import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type CheckOptions, check } from '../../diagnosis/check.ts';
import { type Network, parseNetworks } from '../../diagnosis/network/addressPolicy.ts';
import { inTurn } from '../../diagnosis/openHandshakes.ts';
import { type Lab, startLab } from '../lab/lab.ts';

let lab: Lab;
let allowNetworks: readonly Network[];

before(async () => {
  lab = await startLab();
  const networks = parseNetworks(`${lab.allowNetworks},127.99.0.0/16`);
  assert.ok(networks.ok);
  allowNetworks = networks.value;
});
after(() => lab.stop());

function checkHost(host: string, changes: CheckOptions) {
  const { lookup, connect, trustAnchors } = lab;
  const world = { lookup, connect, trustAnchors, allowNetworks };
  return check({ server: { host, port: 443 } }, { ...world, ...changes });
}

/** Sockets close one turn of the event loop later on the other side. */
async function allSocketsClosed(): Promise<void> {
  while (lab.openSockets() > 0) await delay(2);
}

describe('names with sixteen addresses that never answer', () => {
  /** Begins checks of such names, all at once, until the signal. Gives how many have ended. */
  async function tarpits(count: number, signal: AbortSignal) {
    const [silent] = await lab.lookup('silent.contoso.test');
    assert.ok(silent);
    let ended = 0;
    const addresses = Array.from({ length: 16 }, (_, i) => ({ address: `127.99.0.${i + 1}`, family: 4 }));
    const checks = Array.from({ length: count }, (_, i) =>
      checkHost(`slow${i}.contoso.test`, {
        lookup: async () => addresses,
        connect: (_address, port) => lab.connect(silent.address, port),
        timeoutMs: 60_000,
        signal,
      }).finally(() => ended++),
    );
    return { settled: Promise.allSettled(checks), ended: () => ended };
  }

  test('forty at once do not keep another check waiting', { timeout: 20_000 }, async () => {
    const stop = new AbortController();
    const slow = await tarpits(40, stop.signal);
    while (lab.openSockets('silent.contoso.test') < 400) await delay(2);
    const { headline, endpoints } = await checkHost('mail.contoso.test', { timeoutMs: 15_000 });
    assert.deepEqual([headline, endpoints.length, slow.ended()], ['principal-matches', 2, 0]);
    assert.ok(lab.openSockets('silent.contoso.test') <= 512);
    stop.abort();
    await slow.settled;
    await allSocketsClosed();
  });

  test('one alone has all its addresses dialled at once', { timeout: 5000 }, async () => {
    const stop = new AbortController();
    const slow = await tarpits(1, stop.signal);
    while (lab.openSockets('silent.contoso.test') < 32) await delay(2);
    stop.abort();
    await slow.settled;
    await allSocketsClosed();
  });
});

describe('where all handshakes are taken', () => {
  const room = 512;

  /** Takes as many as there may be, until the end of the scope. */
  async function takeAll() {
    const free = Promise.withResolvers<void>();
    let open = 0;
    const begin = () => {
      open++;
      return free.promise;
    };
    const { signal } = new AbortController();
    const all = Array.from({ length: room }, () => inTurn([begin, begin], signal));
    while (open < room) await delay(1);
    const release = async () => {
      free.resolve();
      await Promise.all(all);
    };
    return { open: () => open, release, [Symbol.asyncDispose]: release };
  }

  test('no more are begun', async () => {
    await using taken = await takeAll();
    await delay(20);
    assert.equal(taken.open(), room);
  });

  test('one that waits is begun as soon as another ends', { timeout: 5000 }, async () => {
    const taken = await takeAll();
    const waiting = inTurn([async () => 'begun'], new AbortController().signal);
    await taken.release();
    assert.deepEqual(await waiting, ['begun']);
  });

  test('one that waits leaves at its deadline and is never begun', { timeout: 5000 }, async () => {
    const taken = await takeAll();
    const deadline = new AbortController();
    const waiting = inTurn([async () => assert.fail('begun')], deadline.signal);
    deadline.abort();
    assert.deepEqual(await waiting, [null]);
    await taken.release();
    await delay(20);
  });

  test('a check ends at its deadline, dials nothing and says why', { timeout: 5000 }, async () => {
    await using _ = await takeAll();
    const connect = () => assert.fail('dialled');
    const busy = checkHost('mail.contoso.test', { connect, timeoutMs: 100 });
    await assert.rejects(busy, { name: 'TooBusyError' });
  });

  test('a check that is aborted ends at once', { timeout: 5000 }, async () => {
    await using _ = await takeAll();
    const caller = new AbortController();
    const connect = () => assert.fail('dialled');
    const busy = checkHost('mail.contoso.test', { connect, timeoutMs: 60_000, signal: caller.signal });
    await delay(20);
    caller.abort(new Error('gone'));
    await assert.rejects(busy, { message: 'gone' });
  });
});

test('what could not be dialled in time is left out, and is not said to be unreachable', {
  timeout: 5000,
}, async () => {
  const free = Promise.withResolvers<void>();
  const { signal } = new AbortController();
  const allButOne = Array.from({ length: 511 }, () => inTurn([() => free.promise], signal));
  const { endpoints } = await checkHost('silent.contoso.test', { timeoutMs: 200 });
  assert.deepEqual(
    endpoints.map(({ sni, error }) => [sni, error?.stage]),
    [['silent.contoso.test', 'handshake']],
  );
  free.resolve();
  await Promise.all(allButOne);
});
