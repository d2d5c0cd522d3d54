import assert from 'node:assert/strict';
import { once } from 'node:events';
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

const turn = <T>(begin: () => Promise<T>) => ({ place: '198.51.100.1 443', begin });

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
    const addressesOf = (name: number) =>
      Array.from({ length: 16 }, (_, i) => ({ address: `127.99.${name}.${i + 1}`, family: 4 }));
    const checks = Array.from({ length: count }, (_, i) =>
      checkHost(`slow${i}.contoso.test`, {
        lookup: async () => addressesOf(i),
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

describe('names that all lead to one address', () => {
  test('have eight handshakes with it at once, and the others get their turns', {
    timeout: 5000,
  }, async () => {
    const { signal } = new AbortController();
    const begun: string[] = [];
    const free = Promise.withResolvers<void>();
    const begin = (place: string) => ({
      place,
      begin: async () => {
        begun.push(place);
        await free.promise;
        return place;
      },
    });
    const victim = '192.0.2.1 443';
    const names = Array.from({ length: 30 }, () => inTurn([begin(victim), begin(victim)], signal));
    const other = inTurn([begin(victim), begin('192.0.2.2 443')], signal);
    await delay(20);
    assert.deepEqual(begun.toSorted(), [...Array(8).fill(victim), '192.0.2.2 443']);
    free.resolve();
    assert.equal((await Promise.all(names)).flat().length, 60);
    assert.deepEqual(await other, [victim, '192.0.2.2 443']);
    assert.equal(begun.length, 62);
  });

  test('leave it alone at their deadline', { timeout: 5000 }, async () => {
    const deadline = new AbortController();
    const cutOff = () => once(deadline.signal, 'abort');
    const all = Array.from({ length: 10 }, () => ({ place: '192.0.2.1 443', begin: cutOff }));
    const results = inTurn(all, deadline.signal);
    await delay(20);
    deadline.abort();
    assert.equal((await results).filter((result) => result === null).length, 2);
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
    const all = Array.from({ length: room }, (_, i) => {
      const turn = { place: `192.0.2.${i}`, begin };
      return inTurn([turn, turn], signal);
    });
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
    const waiting = inTurn([turn(async () => 'begun')], new AbortController().signal);
    await taken.release();
    assert.deepEqual(await waiting, ['begun']);
  });

  test('one that waits leaves at its deadline and is never begun', { timeout: 5000 }, async () => {
    const taken = await takeAll();
    const deadline = new AbortController();
    const waiting = inTurn([turn(async () => assert.fail('begun'))], deadline.signal);
    deadline.abort();
    assert.deepEqual(await waiting, [null]);
    await taken.release();
    await delay(20);
  });

  test('one whose turn comes just before its deadline has seen nothing of the server', {
    timeout: 5000,
  }, async () => {
    const taken = await takeAll();
    const deadline = new AbortController();
    const begun = Promise.withResolvers<void>();
    const cutOff = async () => {
      begun.resolve();
      await once(deadline.signal, 'abort');
    };
    const waiting = inTurn([turn(cutOff)], deadline.signal);
    await delay(100);
    await taken.release();
    await begun.promise;
    deadline.abort();
    assert.deepEqual(await waiting, [null]);
  });

  test('one that ran longer than it waited has seen what it saw', { timeout: 5000 }, async () => {
    const deadline = new AbortController();
    const cutOff = async () => {
      await once(deadline.signal, 'abort');
      return 'cut off';
    };
    const running = inTurn([turn(cutOff)], deadline.signal);
    await delay(50);
    deadline.abort();
    assert.deepEqual(await running, ['cut off']);
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
  const allButOne = Array.from({ length: 511 }, (_, i) =>
    inTurn([{ place: `192.0.2.${i}`, begin: () => free.promise }], signal),
  );
  const { endpoints } = await checkHost('silent.contoso.test', { timeoutMs: 200 });
  assert.deepEqual(
    endpoints.map(({ sni, error }) => [sni, error?.stage]),
    [['silent.contoso.test', 'handshake']],
  );
  free.resolve();
  await Promise.all(allButOne);
});
