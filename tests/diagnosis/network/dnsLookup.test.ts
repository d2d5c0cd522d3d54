import assert from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { dnsLookup } from '../../../diagnosis/network/dnsLookup.ts';
import { type Lookup, resolve } from '../../../diagnosis/network/resolve.ts';
import type { UnreachableCode } from '../../../diagnosis/types.ts';
import { type DnsNames, type DnsServer, startDnsServer } from '../../lab/dnsServer.ts';
import { closedPort } from '../../lab/servers.ts';

const v4 = ['192.0.2.1', '192.0.2.2'];
const v6 = ['2001:db8::1'];
const many = Array.from({ length: 100 }, (_, index) => `192.0.2.${index + 1}`);

const silent = { A: 'silence', AAAA: 'silence' } as const;
const { promise: released, resolve: goOn } = Promise.withResolvers<void>();

const names: DnsNames = {
  'both.test': { A: v4, AAAA: v6 },
  'only4.test': { A: v4 },
  'only6.test': { AAAA: v6 },
  'twice.test': { A: ['192.0.2.1', '192.0.2.2', '192.0.2.1'] },
  'many.test': { A: many },
  'alias.test': { alias: 'alias2.test' },
  'alias2.test': { alias: 'both.test' },
  'slow6.test': async (type) => {
    if (type === 'AAAA') await delay(200);
    return { A: v4, AAAA: v6 };
  },
  'failing6.test': { A: v4, AAAA: 'SERVFAIL' },
  'refused6.test': { A: v4, AAAA: 'REFUSED' },
  'unknown6.test': { A: v4, AAAA: 'NXDOMAIN' },
  'garbled6.test': { A: v4, AAAA: 'garbled' },
  'noaaaa.test': { A: v4, AAAA: 'silence' },
  'noa.test': { A: 'silence', AAAA: v6 },

  'empty.test': {},
  'dangling.test': { alias: 'unknown.test' },
  'danglingempty.test': { alias: 'empty.test' },
  'loop.test': { alias: 'loop2.test' },
  'loop2.test': { alias: 'loop.test' },
  'unknown4.test': { A: 'NXDOMAIN' },
  'failing.test': { A: 'SERVFAIL', AAAA: 'SERVFAIL' },
  'refused.test': { A: 'REFUSED', AAAA: 'REFUSED' },
  'garbled.test': { A: 'garbled', AAAA: 'garbled' },
  'silent.test': silent,
  'hanging.test': silent,
  'hanging2.test': silent,
  ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`hanging${index}.hundred.test`, silent])),
  'waiting.test': async () => {
    await released;
    return { A: v4 };
  },
  'emptyfailing.test': { AAAA: 'SERVFAIL' },
  'failingempty.test': { A: 'SERVFAIL' },
  'unknownfailing.test': { A: 'NXDOMAIN', AAAA: 'SERVFAIL' },
  'unknownrefused.test': { A: 'NXDOMAIN', AAAA: 'REFUSED' },
  'emptysilent.test': { AAAA: 'silence' },
  'unknownsilent.test': { A: 'NXDOMAIN', AAAA: 'silence' },
  'failingsilent.test': { A: 'SERVFAIL', AAAA: 'silence' },
};

let server: DnsServer;
let lookup: Lookup;
before(async () => {
  server = await startDnsServer(names);
  lookup = dnsLookup([server.address]);
});
after(() => server.stop());

const inTime = () => new AbortController().signal;

function asked(host: string): string[] {
  return server.asked.filter((question) => question.split(' ')[1] === host);
}

async function questionsFor(host: string, count: number): Promise<void> {
  while (asked(host).length < count) await delay(2);
}

/** Those through which c-ares asks, and nobody else in this process. */
function openSockets(): number {
  const { libuv } = Object.assign(process.report, { excludeNetwork: true }).getReport() as {
    libuv: { type: string; is_active: boolean }[];
  };
  return libuv.filter(({ type, is_active }) => type === 'poll' && is_active).length;
}

async function allSocketsClosed(): Promise<void> {
  while (openSockets() > 0) await delay(2);
}

describe('the addresses of a name', { concurrency: true }, () => {
  const table: [what: string, host: string, addresses: string[]][] = [
    ['are those of both families', 'both.test', [...v4, ...v6]],
    ['may be of the fourth version only', 'only4.test', v4],
    ['may be of the sixth version only', 'only6.test', v6],
    ['are there once each', 'twice.test', v4],
    ['are those at the end of a chain of aliases', 'alias.test', [...v4, ...v6]],
    ['include those of the slower family', 'slow6.test', [...v4, ...v6]],
    ['are known although AAAA fails', 'failing6.test', v4],
    ['are known although AAAA is refused', 'refused6.test', v4],
    ['are known although AAAA is said not to exist', 'unknown6.test', v4],
    ['are known although AAAA is garbled', 'garbled6.test', v4],
    ['may be more than a datagram holds', 'many.test', many],
  ];
  for (const [what, host, addresses] of table) {
    test(what, async () => {
      const expected = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      assert.deepEqual(await resolve(host, lookup, inTime()), { addresses: expected });
    });
  }

  test('come over TCP where they are many', async () => {
    await resolve('many.test', lookup, inTime());
    assert.ok(asked('many.test').includes('A many.test over TCP'));
  });
});

for (const [silent, addresses] of [
  ['AAAA', v4],
  ['A', v6],
] as const) {
  test(`addresses are not held up by the family that never answers, ${silent}`, async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const host = `no${silent.toLowerCase()}.test`;
    let over = false;
    const resolving = resolve(host, lookup, inTime()).finally(() => {
      over = true;
    });
    while (!over) {
      mock.timers.tick(1200);
      await nextTurn();
    }
    mock.timers.reset();
    const resolution = await resolving;
    const found = 'addresses' in resolution && resolution.addresses.map(({ address }) => address);
    assert.deepEqual(found, addresses);
    const questions = asked(host).filter((question) => question === `${silent} ${host}`);
    assert.ok(questions.length < 3, 'it would be given up after three');
  });
}

describe('no address', { concurrency: true }, () => {
  const table: [what: string, host: string, code: UnreachableCode, cause: string][] = [
    ['an unknown name', 'unknown.test', 'name-not-found', 'ENOTFOUND'],
    ['a name with other records', 'empty.test', 'name-without-address', 'ENODATA'],
    ['an alias for an unknown name', 'dangling.test', 'name-without-address', 'ENODATA'],
    ['an alias for a name without address', 'danglingempty.test', 'name-without-address', 'ENODATA'],
    ['aliases in a circle', 'loop.test', 'name-without-address', 'ENODATA'],
    ['unknown for A and known for AAAA', 'unknown4.test', 'name-without-address', 'ENODATA'],
    ['a server failure', 'failing.test', 'dns-failed', 'ESERVFAIL'],
    ['a refusal', 'refused.test', 'dns-failed', 'EREFUSED'],
    ['a garbled answer', 'garbled.test', 'dns-failed', 'EBADRESP'],
    ['no address and a failure', 'emptyfailing.test', 'dns-failed', 'ESERVFAIL'],
    ['a failure and no address', 'failingempty.test', 'dns-failed', 'ESERVFAIL'],
    ['unknown and a failure', 'unknownfailing.test', 'dns-failed', 'ESERVFAIL'],
    ['unknown and a refusal', 'unknownrefused.test', 'dns-failed', 'EREFUSED'],
    ['no address and silence', 'emptysilent.test', 'dns-timeout', 'ETIMEOUT'],
    ['unknown and silence', 'unknownsilent.test', 'dns-timeout', 'ETIMEOUT'],
    ['a failure and silence', 'failingsilent.test', 'dns-failed', 'ESERVFAIL'],
    ['silence', 'silent.test', 'dns-timeout', 'ETIMEOUT'],
    ['a name that DNS cannot hold', `${'a'.repeat(64)}.test`, 'dns-failed', 'EBADNAME'],
  ];
  for (const [what, host, code, cause] of table) {
    test(`${what}: ${code}`, async () => {
      const error = { code, stage: 'resolve', cause };
      assert.deepEqual(await resolve(host, lookup, inTime()), { error });
    });
  }
});

describe('the next name server is asked', { concurrency: true }, () => {
  for (const outcome of ['SERVFAIL', 'REFUSED', 'garbled', 'silence'] as const) {
    test(`where the first one's answer is ${outcome}`, async () => {
      const first = await startDnsServer({ 'only4.test': { A: outcome, AAAA: outcome } });
      const resolution = await resolve('only4.test', dnsLookup([first.address, server.address]), inTime());
      await first.stop();
      assert.deepEqual(resolution, { addresses: v4.map((address) => ({ address, family: 4 })) });
    });
  }

  test('but not where the first one knows that there is no such name', async () => {
    const first = await startDnsServer({});
    const resolution = await resolve('only4.test', dnsLookup([first.address, server.address]), inTime());
    await first.stop();
    assert.equal('error' in resolution && resolution.error.code, 'name-not-found');
  });
});

test('a name server that is not there has failed', async () => {
  const { port, stop } = await closedPort();
  const resolution = await resolve('both.test', dnsLookup([`127.0.0.1:${port}`]), inTime());
  await stop();
  assert.deepEqual(resolution, { error: { code: 'dns-failed', stage: 'resolve', cause: 'ECONNREFUSED' } });
});

describe('at the deadline', () => {
  test('asking ends and no socket stays open', { timeout: 5000 }, async () => {
    const end = new AbortController();
    const resolving = resolve('hanging.test', lookup, end.signal);
    await questionsFor('hanging.test', 2);
    assert.ok(openSockets() > 0);
    end.abort();
    assert.deepEqual(await resolving, {
      error: { code: 'dns-timeout', stage: 'resolve', cause: 'ETIMEOUT' },
    });
    await allSocketsClosed();
    assert.ok(asked('hanging.test').length < 6, 'both families would be asked for three times');
  });

  test('nothing is asked that was not asked before', async () => {
    const resolution = await resolve('never.test', lookup, AbortSignal.abort());
    assert.equal('error' in resolution && resolution.error.code, 'dns-timeout');
    await assert.rejects(lookup('never.test', AbortSignal.abort()), { name: 'AbortError' });
    assert.deepEqual(asked('never.test'), []);
  });

  test('of one lookup the others go on', { timeout: 5000 }, async () => {
    const end = new AbortController();
    const other = resolve('waiting.test', lookup, inTime());
    const resolving = resolve('hanging2.test', lookup, end.signal);
    await Promise.all([questionsFor('hanging2.test', 2), questionsFor('waiting.test', 2)]);
    end.abort();
    await resolving;
    goOn();
    assert.equal('addresses' in (await other), true);
  });
});

test('a hundred names that hang hold up no other', { timeout: 5000 }, async () => {
  const end = new AbortController();
  const hanging = Array.from({ length: 100 }, (_, index) => `hanging${index}.hundred.test`);
  const resolving = hanging.map((host) => resolve(host, lookup, end.signal));
  await Promise.all(hanging.map((host) => questionsFor(host, 2)));
  assert.equal('addresses' in (await resolve('both.test', lookup, inTime())), true);
  end.abort();
  await Promise.all(resolving);
  await allSocketsClosed();
});
