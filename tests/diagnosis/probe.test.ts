import assert from 'node:assert/strict';
import net, { isIP } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Network, parseNetworks } from '../../diagnosis/network/addressPolicy.ts';
import { httpsOnly } from '../../diagnosis/network/portPolicy.ts';
import { type ProbeOptions, probe } from '../../diagnosis/probe.ts';
import { openTrustStore, type TrustStore } from '../../diagnosis/trust/trustStore.ts';
import type { Endpoint, Trust } from '../../diagnosis/types.ts';
import { authorities } from '../lab/authorities.ts';
import { createCertificate } from '../lab/certificateFactory.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type LabServer, tlsServer } from '../lab/servers.ts';

let lab: Lab;
let trustStore: TrustStore;
let allowNetworks: readonly Network[];

before(async () => {
  lab = await startLab();
  trustStore = openTrustStore(lab.trustAnchors);
  const networks = parseNetworks(lab.allowNetworks.join());
  assert.ok(networks.ok);
  allowNetworks = networks.value;
});
after(() => lab.stop());

interface Watched {
  /** What was sent the server name, as modern clients send it, or could not be sent it. */
  endpoints: Endpoint[];
  /** What was sent none although there is one. */
  withoutName: Endpoint[];
  /** Names asked for and addresses dialled, in this order. */
  asked: string[];
  dialled: string[];
}

async function watch(host: string, changes: Partial<ProbeOptions> = {}, port = 443): Promise<Watched> {
  const asked: string[] = [];
  const dialled: string[] = [];
  const lookup = changes.lookup ?? lab.lookup;
  const connect = changes.connect ?? lab.connect;
  const seen = await probe(
    { host, port },
    {
      allowNetworks,
      allowPorts: httpsOnly,
      trustStore: () => trustStore,
      now: new Date(),
      deadline: AbortSignal.timeout(10_000),
      ...changes,
      lookup: (name, deadline) => {
        asked.push(name);
        return lookup(name, deadline);
      },
      connect: (address, at) => {
        dialled.push(address);
        return connect(address, at);
      },
    },
  );
  const lacksName = ({ sni, address }: Endpoint) => sni === null && address !== null && isIP(host) === 0;
  return {
    endpoints: seen.filter((endpoint) => !lacksName(endpoint)),
    withoutName: seen.filter(lacksName),
    asked,
    dialled,
  };
}

async function probeOne(label: string, changes?: Partial<ProbeOptions>): Promise<Endpoint> {
  const { endpoints } = await watch(`${label}.contoso.test`, changes);
  const [endpoint] = endpoints;
  assert.ok(endpoint);
  assert.equal(endpoints.length, 1);
  return endpoint;
}

/** Sockets close one turn of the event loop later on the other side. */
async function allSocketsClosed(): Promise<void> {
  while (lab.openSockets() > 0) await delay(2);
}

test('a good server is one endpoint with everything that was seen', async () => {
  const { endpoints, asked, dialled } = await watch('mail.contoso.test');
  const [endpoint] = endpoints;
  assert.ok(endpoint);
  const { chain, timings, ...rest } = endpoint;
  assert.deepEqual(rest, {
    address: '127.0.10.1',
    family: 4,
    port: 443,
    sni: 'mail.contoso.test',
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    trust: 'trusted',
  });
  assert.deepEqual(
    chain.map(({ commonNames }) => commonNames),
    [['mail.contoso.test'], ['Contoso Lab Issuing CA']],
  );
  const { resolved = -1, connected = -1, secured = -1 } = timings;
  assert.ok(0 <= resolved && resolved <= connected && connected <= secured && secured < 10_000);
  assert.deepEqual(
    { asked, dialled },
    { asked: ['mail.contoso.test'], dialled: ['127.0.10.1', '127.0.10.1'] },
  );
});

const servers: [label: string, trust: Trust, chainLength: number, more?: Partial<Endpoint>][] = [
  ['ec', 'trusted', 2],
  ['ed25519', 'trusted', 2],
  ['wildcard', 'trusted', 2],
  ['othername', 'trusted', 2],
  ['nocn', 'trusted', 2],
  ['hostile', 'trusted', 2],
  ['tls10', 'trusted', 2, { protocol: 'TLSv1' }],
  ['tls12', 'trusted', 2, { protocol: 'TLSv1.2' }],
  ['expired', 'trusted', 2],
  ['future', 'trusted', 2],
  ['selfsigned', 'self-signed', 1],
  ['privateca', 'untrusted-issuer', 2],
];

for (const [label, trust, chainLength, more = {}] of servers) {
  test(`the certificate of ${label} is fetched and its issuer judged: ${trust}`, async () => {
    const endpoint = await probeOne(label);
    assert.equal(endpoint.error, undefined);
    assert.equal(endpoint.chain.length, chainLength);
    assert.partialDeepStrictEqual(endpoint, { trust, ...more });
  });
}

for (const [label, alert] of [
  ['clientcert', 'handshake_failure'],
  ['clientcert13', 'certificate_required'],
] as const) {
  test(`${label} demands a client certificate and has shown its own before it refuses`, async () => {
    const endpoint = await probeOne(label);
    assert.deepEqual(endpoint.chain[0]?.commonNames, [`${label}.contoso.test`]);
    assert.partialDeepStrictEqual(endpoint, {
      trust: 'trusted',
      clientCertificate: 'required',
      error: { code: 'handshake-failed', stage: 'handshake', alert },
    });
  });
}

for (const [label, shown] of [
  ['rc4', { protocol: 'TLSv1.2', cipher: 'TLS_RSA_WITH_RC4_128_SHA' }],
  ['3des', { protocol: 'TLSv1', cipher: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA' }],
  ['sslv3', { protocol: 'SSLv3' }],
] as const) {
  test(`${label} shows its certificate, and why an up-to-date client does not connect`, async () => {
    const endpoint = await probeOne(label);
    assert.deepEqual(endpoint.chain[0]?.commonNames, [`${label}.contoso.test`]);
    assert.partialDeepStrictEqual(endpoint, { ...shown, trust: 'trusted', error: { code: 'tls-mismatch' } });
  });
}

test('a certificate that OpenSSL refuses is read, and its trust left open', async () => {
  const { chain, trust, error } = await probeOne('visiblestring');
  assert.deepEqual(chain[0]?.commonNames, ['visiblestring.contoso.test']);
  assert.deepEqual([trust, error], ['unknown', undefined]);
});

const failures: [label: string, error: object][] = [
  ['closed', { code: 'connection-refused', stage: 'connect', cause: 'ECONNREFUSED' }],
  ['plainhttp', { code: 'not-tls', stage: 'handshake', cause: 'ERR_SSL_WRONG_VERSION_NUMBER' }],
  ['smtp', { code: 'not-tls', stage: 'handshake', cause: 'ERR_SSL_WRONG_VERSION_NUMBER' }],
  ['garbage', { code: 'handshake-garbled', stage: 'handshake', cause: 'ERR_SSL_WRONG_VERSION_NUMBER' }],
  ['hangsup', { code: 'handshake-closed', stage: 'handshake' }],
  ['endless', { code: 'handshake-flooded', stage: 'handshake' }],
  [
    'alert',
    {
      code: 'handshake-failed',
      stage: 'handshake',
      cause: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
      alert: 'internal_error',
    },
  ],
  ['resetting', { code: 'connection-reset', stage: 'handshake', cause: 'ECONNRESET' }],
];

for (const [label, error] of failures) {
  test(`${label} is an endpoint with its address, no certificate and the error`, async () => {
    const endpoint = await probeOne(label);
    assert.deepEqual(endpoint.error, error);
    assert.deepEqual(endpoint.chain, []);
    assert.match(endpoint.address ?? '', /^127\.0\.10\.\d+$/);
    assert.equal(endpoint.trust, undefined);
  });
}

const unresolved: [label: string, error: object][] = [
  ['nxdomain', { code: 'name-not-found', stage: 'resolve', cause: 'ENOTFOUND' }],
  ['dnsbroken', { code: 'dns-failed', stage: 'resolve', cause: 'EAI_AGAIN' }],
];

for (const [label, error] of unresolved) {
  test(`${label} is an endpoint without an address`, async () => {
    const { endpoints, dialled } = await watch(`${label}.contoso.test`);
    const nowhere = { address: null, family: null, port: 443, sni: null, chain: [], timings: {} };
    assert.deepEqual(endpoints, [{ ...nowhere, error }]);
    assert.deepEqual(dialled, []);
  });
}

test('an answer without addresses means that the name has none', async () => {
  const { error } = await probeOne('mail', { lookup: async () => [] });
  assert.deepEqual(error, { code: 'name-without-address', stage: 'resolve', cause: 'ENODATA' });
});

for (const host of ['private.contoso.test', 'metadata.contoso.test', '127.0.0.1', '::1', '::ffff:7f00:1']) {
  test(`the address of ${host} is refused, never dialled and not told`, async () => {
    const { endpoints, dialled } = await watch(host);
    const [endpoint] = endpoints;
    assert.deepEqual(endpoint?.error, { code: 'address-not-allowed', stage: 'connect' });
    assert.equal(endpoint?.address, null);
    assert.equal(endpoint?.family, null);
    assert.deepEqual(dialled, []);
  });
}

test('a port that is not allowed is neither resolved nor dialled', async () => {
  const { endpoints, asked, dialled } = await watch('mail.contoso.test', {}, 8443);
  assert.deepEqual(endpoints[0]?.error, { code: 'port-not-allowed', stage: 'connect' });
  assert.equal(endpoints[0]?.port, 8443);
  assert.deepEqual({ asked, dialled }, { asked: [], dialled: [] });
});

test('an address needs no resolver and gets no server name indication', async () => {
  const { endpoints, asked, dialled } = await watch('127.0.10.1');
  assert.partialDeepStrictEqual(endpoints, [{ address: '127.0.10.1', sni: null, trust: 'trusted' }]);
  assert.deepEqual({ asked, dialled }, { asked: [], dialled: ['127.0.10.1'] });
});

test('a resolver that answers differently the second time is never asked a second time', async () => {
  const answers = ['127.0.10.1', '169.254.169.254'];
  const { endpoints, asked, dialled } = await watch('rebinding.contoso.test', {
    lookup: async () => [{ address: answers.shift() ?? '10.0.0.5', family: 4 }],
  });
  assert.equal(endpoints[0]?.trust, 'trusted');
  assert.deepEqual(asked, ['rebinding.contoso.test']);
  assert.deepEqual(dialled, ['127.0.10.1', '127.0.10.1']);
});

test('every address is an endpoint of its own, in the order of the answer', async () => {
  const addresses = ['127.0.10.1', '10.0.0.5', '127.0.10.11', 'fd00::1', 'not an address'];
  const { endpoints, dialled } = await watch('mail.contoso.test', {
    lookup: async () => addresses.map((address) => ({ address, family: net.isIP(address) })),
  });
  assert.deepEqual(
    endpoints.map(({ address, chain, error }) => [address, chain.length, error?.code]),
    [
      ['127.0.10.1', 2, undefined],
      [null, 0, 'address-not-allowed'],
      ['127.0.10.11', 2, undefined],
      [null, 0, 'address-not-allowed'],
      [null, 0, 'address-not-allowed'],
    ],
  );
  assert.deepEqual([...new Set(dialled)], ['127.0.10.1', '127.0.10.11']);
});

test('a name with a hundred addresses gives sixteen endpoints', async () => {
  const { endpoints, withoutName, dialled } = await watch('mail.contoso.test', {
    lookup: async () =>
      Array.from({ length: 100 }, (_, index) => ({ address: `127.0.10.${index + 100}`, family: 4 })),
  });
  assert.equal(endpoints.length, 16);
  assert.equal(withoutName.length, 16);
  assert.equal(dialled.length, 32);
});

for (const label of ['silent', 'drip']) {
  test(`${label} ends with the deadline`, { timeout: 5000 }, async () => {
    const { error, timings } = await probeOne(label, { deadline: AbortSignal.timeout(100) });
    assert.deepEqual(error, { code: 'handshake-stalled', stage: 'handshake' });
    assert.notEqual(timings.connected, undefined);
    assert.equal(timings.secured, undefined);
    await allSocketsClosed();
  });
}

test('a silent resolver ends with the deadline', { timeout: 5000 }, async () => {
  const { endpoints, dialled } = await watch('mail.contoso.test', {
    lookup: () => new Promise(() => {}),
    deadline: AbortSignal.timeout(100),
  });
  assert.deepEqual(endpoints[0]?.error, { code: 'dns-timeout', stage: 'resolve', cause: 'ETIMEOUT' });
  assert.deepEqual(dialled, []);
});

for (const host of ['mail.contoso.test', 'silent.contoso.test', '127.0.10.1']) {
  test(`a deadline that has passed before leaves no socket to ${host}`, { timeout: 5000 }, async () => {
    const { endpoints } = await watch(host, { deadline: AbortSignal.abort() });
    assert.equal(endpoints.length, 1);
    assert.notEqual(endpoints[0]?.error, undefined);
    assert.deepEqual(endpoints[0]?.chain, []);
    await allSocketsClosed();
  });
}

test('a deadline on the way closes the connections that are open', { timeout: 5000 }, async () => {
  await allSocketsClosed();
  const deadline = new AbortController();
  const probing = probeOne('silent', { deadline: deadline.signal });
  while (lab.openSockets('silent.contoso.test') === 0) await delay(2);
  deadline.abort();
  assert.equal((await probing).error?.code, 'handshake-stalled');
  await allSocketsClosed();
});

test('no probe leaves a socket behind', { timeout: 10_000 }, async () => {
  const deadline = AbortSignal.timeout(500);
  const endpoints = await Promise.all(lab.names.map(({ name }) => watch(name, { deadline })));
  assert.equal(endpoints.flatMap((watched) => watched.endpoints).length, lab.names.length);
  await allSocketsClosed();
});

async function probeServer(server: LabServer): Promise<Endpoint> {
  try {
    return await probeOne('own', {
      lookup: async () => [{ address: '127.0.10.250', family: 4 }],
      connect: () => net.connect(server.port, '127.0.0.1'),
    });
  } finally {
    await server.stop();
  }
}

const { root, intermediate } = authorities();
const leaf = createCertificate({ subject: ['own.contoso.test'], issuer: intermediate });

test('a server that does not send its intermediate is not trusted', async () => {
  const { chain, trust } = await probeServer(await tlsServer({ chain: [leaf] }));
  assert.equal(chain.length, 1);
  assert.equal(trust, 'untrusted-issuer');
});

test('a server that sends the anchor too is trusted', async () => {
  const { chain, trust } = await probeServer(await tlsServer({ chain: [leaf, intermediate, root] }));
  assert.equal(chain.length, 3);
  assert.equal(trust, 'trusted');
});

test("a certificate that another server's certificate has issued is not trusted", async () => {
  const issued = createCertificate({ subject: ['own.contoso.test'], issuer: leaf, key: 'p256' });
  const { trust } = await probeServer(await tlsServer({ chain: [issued, leaf, intermediate] }));
  assert.equal(trust, 'untrusted-issuer');
});
