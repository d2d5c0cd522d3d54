import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { check } from '../../../diagnosis/check.ts';
import { type Network, parseNetworks } from '../../../diagnosis/network/addressPolicy.ts';
import { type Address, type Lookup, resolve } from '../../../diagnosis/network/resolve.ts';
import { systemLookup } from '../../../diagnosis/network/systemLookup.ts';
import type { Diagnosis, UnreachableCode } from '../../../diagnosis/types.ts';
import { type DnsServer, startDnsServer } from '../../lab/dnsServer.ts';
import { type Lab, startLab } from '../../lab/lab.ts';

const host = 'mail.contoso.test';
const four: Address = { address: '192.0.2.1', family: 4 };
const six: Address = { address: '2001:db8::1', family: 6 };

function failing(code?: string): Lookup {
  return () => Promise.reject(Object.assign(new Error('no address'), code !== undefined && { code }));
}

describe('what a lookup finds', () => {
  const table: [what: string, lookup: Lookup, expected: object][] = [
    ['is taken in its order', async () => [six, four], { addresses: [six, four] }],
    ['is taken once each', async () => [four, six, four, four], { addresses: [four, six] }],
    ['may be nothing', async () => [], failure('name-without-address', 'ENODATA')],
    ['may be no such name', failing('ENOTFOUND'), failure('name-not-found', 'ENOTFOUND')],
    ['may be no address', failing('ENODATA'), failure('name-without-address', 'ENODATA')],
    ['may be a timeout', failing('ETIMEOUT'), failure('dns-timeout', 'ETIMEOUT')],
    ['may be a failure of the server', failing('ESERVFAIL'), failure('dns-failed', 'ESERVFAIL')],
    ['may be a failure of the system', failing('EAI_AGAIN'), failure('dns-failed', 'EAI_AGAIN')],
    ['may be an error without a code', failing(), failure('dns-failed', 'unknown')],
    ['may be no error at all', () => Promise.reject('no'), failure('dns-failed', 'unknown')],
    [
      'may be an exception',
      () => {
        throw new Error('no lookup');
      },
      failure('dns-failed', 'unknown'),
    ],
  ];
  for (const [what, lookup, expected] of table) {
    test(what, async () => {
      const { signal } = new AbortController();
      assert.deepEqual(await resolve(host, lookup, signal), expected);
      assert.deepEqual(getEventListeners(signal, 'abort'), []);
    });
  }
});

function failure(code: UnreachableCode, cause: string) {
  return { error: { code, stage: 'resolve', cause } };
}

for (const address of ['192.0.2.1', '2001:db8::1', '::ffff:7f00:1']) {
  test(`${address} is its own answer`, async () => {
    const lookup = () => assert.fail('looked up');
    const family = address.includes(':') ? 6 : 4;
    assert.deepEqual(await resolve(address, lookup, AbortSignal.abort()), {
      addresses: [{ address, family }],
    });
  });
}

describe('the deadline', () => {
  test('ends a lookup that never does', { timeout: 5000 }, async () => {
    const end = new AbortController();
    const resolving = resolve(host, () => new Promise(() => {}), end.signal);
    end.abort();
    assert.deepEqual(await resolving, failure('dns-timeout', 'ETIMEOUT'));
  });

  test('that has passed leaves nothing to look up', async () => {
    const lookup = () => assert.fail('looked up');
    assert.deepEqual(await resolve(host, lookup, AbortSignal.abort()), failure('dns-timeout', 'ETIMEOUT'));
  });
});

test('the system knows this machine', async () => {
  const resolution = await resolve('localhost', systemLookup, new AbortController().signal);
  const addresses = 'addresses' in resolution ? resolution.addresses : [];
  assert.ok(addresses.length > 0);
  for (const { address } of addresses) assert.match(address, /^(127\.0\.0\.1|::1)$/);
});

describe('a check', () => {
  let lab: Lab;
  let server: DnsServer;
  let allowNetworks: readonly Network[];
  const answers = ['127.0.10.1', '169.254.169.254', '10.0.0.5'];
  before(async () => {
    lab = await startLab();
    server = await startDnsServer({
      [host]: (type) => (type === 'A' ? { A: answers.splice(0, 1) } : {}),
      'inside.contoso.test': { A: ['10.0.0.5'], AAAA: ['fd00::5'] },
      'mixed.contoso.test': { A: ['10.0.0.5', '127.0.10.1'] },
      'many.contoso.test': { A: Array.from({ length: 100 }, (_, index) => `127.0.10.${index + 100}`) },
    });
    const networks = parseNetworks(lab.allowNetworks.join());
    assert.ok(networks.ok);
    allowNetworks = networks.value;
  });
  after(() => Promise.all([lab.stop(), server.stop()]));

  async function checkHost(name: string): Promise<{ diagnosis: Diagnosis; dialled: string[] }> {
    const dialled: string[] = [];
    const diagnosis = await check(
      { server: { host: name, port: 443 } },
      {
        nameServers: [server.address],
        connect: (address, port) => {
          dialled.push(address);
          return lab.connect(address, port);
        },
        allowNetworks,
        trustAnchors: lab.trustAnchors,
      },
    );
    return { diagnosis, dialled };
  }

  test('dials the address that was vetted, whatever the name server says the next time', async () => {
    const { diagnosis, dialled } = await checkHost(host);
    assert.equal(diagnosis.headline, 'principal-matches');
    assert.deepEqual([...new Set(dialled)], ['127.0.10.1']);
    assert.deepEqual(server.asked.filter((question) => question.endsWith(host)).toSorted(), [
      `A ${host}`,
      `AAAA ${host}`,
    ]);
    assert.deepEqual(
      answers,
      ['169.254.169.254', '10.0.0.5'],
      'asked again, it would have said something else',
    );
  });

  test('of a name inside dials nothing, tells the operator the variable and nobody the addresses', async () => {
    const { diagnosis, dialled } = await checkHost('inside.contoso.test');
    assert.deepEqual(dialled, []);
    assert.equal(diagnosis.headline, 'address-not-allowed');
    assert.partialDeepStrictEqual(diagnosis.fixes, [
      { id: 'allow-network', who: 'botOperator', data: { variable: 'CHECK_ALLOW_NETWORKS' } },
    ]);
    assert.doesNotMatch(JSON.stringify(diagnosis), /10\.0\.0|fd00/);
  });

  test('of a name with an address inside dials the other and tells only that', async () => {
    const { diagnosis, dialled } = await checkHost('mixed.contoso.test');
    assert.deepEqual([...new Set(dialled)], ['127.0.10.1']);
    assert.doesNotMatch(JSON.stringify(diagnosis), /10\.0\.0/);
  });

  test('of a name with a hundred addresses dials sixteen', async () => {
    const { dialled } = await checkHost('many.contoso.test');
    assert.equal(new Set(dialled).size, 16);
  });
});
