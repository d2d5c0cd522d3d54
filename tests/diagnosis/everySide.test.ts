import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { handshake } from '../../diagnosis/handshake/handshake.ts';
import { type CheckOptions, check, type Diagnosis, httpsOnly, parseNetworks } from '../../diagnosis/index.ts';
import { probe } from '../../diagnosis/probe.ts';
import { authorities } from '../lab/authorities.ts';
import { createCertificate, daysFromNow, type TestCertificate } from '../lab/certificateFactory.ts';
import { bitString, context, sequence, toDer } from '../lab/der.ts';
import { newKey } from '../lab/keys.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type LabServer, tlsServer } from '../lab/servers.ts';

/** What is only seen from several sides: several addresses, with and without a server name, what the chain is made of. */
describe('a server seen from every side', () => {
  let lab: Lab;
  const servers: LabServer[] = [];
  const networks = parseNetworks('127.0.0.0/8');
  assert.ok(networks.ok);
  const loopback = networks.value;

  before(async () => {
    lab = await startLab();
  });
  after(
    async () => {
      while ([...servers, lab].some((server) => server.openSockets() > 0)) await turn();
      await Promise.all(servers.map((server) => server.stop()));
      await lab.stop();
    },
    { timeout: 5000 },
  );

  async function judge(host: string, addresses: string[], changes: CheckOptions = {}): Promise<Diagnosis> {
    return check(
      {
        server: { host, port: 443 },
        principal: { given: `msstd:${host}`, form: 'msstd', name: host },
      },
      {
        lookup: async () => addresses.map((address) => ({ address, family: 4 })),
        connect: lab.connect,
        allowNetworks: loopback,
        trustAnchors: lab.trustAnchors,
        timeoutMs: 3000,
        ...changes,
      },
    );
  }

  /** The lab's own address of a name. */
  async function addressOf(label: string): Promise<string> {
    const [found] = await lab.lookup(`${label}.contoso.test`);
    assert.ok(found);
    return found.address;
  }

  const codes = ({ findings }: Diagnosis) => findings.map(({ code }) => code);

  test('names which address shows which certificate, and judges the worst one', async () => {
    const addresses = [await addressOf('mail'), await addressOf('expired')];
    const diagnosis = await judge('mail.contoso.test', addresses);
    assert.equal(diagnosis.verdict, 'fail');
    assert.equal(diagnosis.headline, 'expired');
    const differ = diagnosis.findings.find(({ code }) => code === 'addresses-differ');
    const lines = [differ?.data.certificates].flat().map(String);
    assert.equal(lines.length, 2);
    for (const [index, name] of ['mail', 'expired'].entries()) {
      const { notAfter = '', sha1 = '' } =
        diagnosis.endpoints.find(({ address }) => address === addresses[index])?.chain[0] ?? {};
      const marks = `${notAfter.slice(0, 10)}, ${sha1.slice(0, 8)}`;
      assert.equal(lines[index], `${addresses[index]} ${name}.contoso.test (${marks})`);
    }
    assert.equal(diagnosis.endpoints[0]?.address, addresses[1]);
  });

  test('takes the verdict from the living addresses and names the dead ones', async () => {
    const dead = await addressOf('closed');
    const diagnosis = await judge('mail.contoso.test', [dead, await addressOf('mail')]);
    assert.equal(diagnosis.verdict, 'warn');
    assert.equal(diagnosis.headline, 'partly-unreachable');
    assert.deepEqual(diagnosis.findings[0]?.data, { addresses: [dead], dead: 1, all: 2 });
    assert.ok(codes(diagnosis).includes('principal-matches'));
  });

  test('the same certificate at every address is one answer without a note', async () => {
    const address = await addressOf('mail');
    assert.deepEqual(codes(await judge('mail.contoso.test', [address, address])), ['principal-matches']);
  });

  async function serve(options: Parameters<typeof tlsServer>[0]): Promise<CheckOptions> {
    const server = await tlsServer(options);
    servers.push(server);
    return { connect: (_address, _port) => lab.connect('127.0.0.1', server.port) };
  }

  const leaf = (commonName: string, more: Partial<Parameters<typeof createCertificate>[0]> = {}) =>
    createCertificate({
      subject: [commonName],
      dnsNames: [commonName],
      issuer: authorities().intermediate,
      ...more,
    });

  test('another certificate without a server name is told with both names', async () => {
    const named = leaf('mail.contoso.test');
    const context = createSecureContext({
      cert: [named.pem, authorities().intermediate.pem].join('\n'),
      key: named.keyPem,
    });
    const options = await serve({
      chain: [leaf('default.fabrikam.test'), authorities().intermediate],
      SNICallback: (_name, answer) => answer(null, context),
    });
    const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], options);
    assert.equal(diagnosis.headline, 'sni-differs');
    assert.deepEqual(diagnosis.findings[0]?.data, {
      withName: 'mail.contoso.test',
      withoutName: 'default.fabrikam.test',
    });
  });

  test('a server that demands a server name is fine for modern clients', async () => {
    const named = leaf('mail.contoso.test');
    const demanding = await tlsServer({ chain: [named, authorities().intermediate] });
    servers.push(demanding);
    // Looks into the first record: a greeting without the name is hung up on.
    const gate = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (greeting) => {
        if (!greeting.includes('mail.contoso.test')) return socket.resetAndDestroy();
        const inner = lab.connect('127.0.0.1', demanding.port);
        inner.on('error', () => socket.destroy());
        inner.write(greeting);
        socket.pipe(inner).pipe(socket);
      });
    });
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    const { port } = gate.address() as { port: number };
    const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], {
      connect: () => lab.connect('127.0.0.1', port),
    });
    gate.close();
    assert.deepEqual(codes(diagnosis), ['principal-matches']);
  });

  test('the chain is what the server sends, in its order', async () => {
    const { root, intermediate, privateRoot } = authorities();
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const options = await serve({
        chain: [leaf('mail.contoso.test'), root, privateRoot, intermediate, intermediate],
        minVersion: version,
        maxVersion: version,
      });
      const { endpoints } = await judge('mail.contoso.test', ['127.0.0.1'], options);
      assert.deepEqual(
        endpoints[0]?.chain.map(({ commonNames }) => commonNames[0]),
        [
          'mail.contoso.test',
          'Contoso Lab Root CA',
          'Fabrikam Private CA',
          'Contoso Lab Issuing CA',
          'Contoso Lab Issuing CA',
        ],
      );
    }
  });

  const issuing = 'CN=Contoso Lab Issuing CA, O=Contoso';
  const pki = 'http://pki.contoso.test/issuing.crt';

  test('a missing intermediate is fetched from where the leaf says, and told with that place', async () => {
    const { findings, fixes, endpoints } = await check(
      { server: { host: 'nointermediate.contoso.test', port: 443 } },
      { lookup: lab.lookup, connect: lab.connect, allowNetworks: loopback, trustAnchors: lab.trustAnchors },
    );
    assert.deepEqual(findings[0], {
      code: 'chain-incomplete',
      severity: 'error',
      data: { issuer: issuing, fetched: true, url: pki },
    });
    assert.deepEqual(
      fixes.map(({ id, data }) => [id, data]),
      [['install-issuer', { issuers: [issuing], urls: [pki] }]],
    );
    for (const { fetchedIssuers = [] } of endpoints)
      assert.deepEqual(
        fetchedIssuers.map(({ url, certificate }) => [url, certificate.subject]),
        [[pki, issuing]],
      );
  });

  test('a missing intermediate at a refused address is not fetched, and not called a private authority', async () => {
    const options = await serve({
      chain: [leaf('mail.contoso.test', { aiaIssuerUrl: 'http://169.254.169.254/issuing.crt' })],
    });
    const dialled: string[] = [];
    const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], {
      connect: (address, port) => {
        dialled.push(`${address} ${port}`);
        return options.connect?.(address, port) ?? lab.connect(address, port);
      },
    });
    assert.deepEqual([...new Set(dialled)], ['127.0.0.1 443']);
    assert.deepEqual(diagnosis.findings[0], {
      code: 'chain-incomplete',
      severity: 'error',
      data: { issuer: issuing, fetched: false },
    });
    assert.deepEqual(
      diagnosis.fixes.map(({ id }) => id),
      ['complete-chain', 'trust-issuer'],
    );
  });

  test('defects of the chain do not hide each other', async () => {
    const { root, subordinate, privateRoot } = authorities();
    const limited = createCertificate({
      subject: ['Contoso Lab Limited CA'],
      ca: true,
      key: 'p256',
      issuer: subordinate,
      signatureHash: 'sha1',
    });
    const options = await serve({
      chain: [
        leaf('mail.contoso.test', {
          issuer: limited,
          notBefore: daysFromNow(-20),
          notAfter: daysFromNow(-10),
        }),
        root,
        subordinate,
        limited,
        privateRoot,
      ],
      ciphers: 'DEFAULT:@SECLEVEL=0',
    });
    const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], options);
    assert.deepEqual(codes(diagnosis), [
      'expired',
      'chain-incomplete',
      'weak-signature',
      'chain-misordered',
      'root-sent',
      'principal-matches',
    ]);
  });

  test('a private authority is fine where it is a configured trust anchor', async () => {
    const { privateRoot, privateIntermediate } = authorities();
    const chain: [TestCertificate, TestCertificate] = [
      leaf('mail.contoso.test', { issuer: privateIntermediate }),
      privateIntermediate,
    ];
    const options = await serve({ chain });
    const trusting = await judge('mail.contoso.test', ['127.0.0.1'], {
      ...options,
      trustAnchors: [privateRoot.pem],
    });
    assert.deepEqual(codes(trusting), ['principal-matches']);
    const other = await judge('mail.contoso.test', ['127.0.0.1'], options);
    assert.deepEqual(codes(other), ['chain-incomplete', 'principal-matches']);
  });

  test('where OpenSSL has no objection, under configured trust anchors too, the trust store is not opened', async () => {
    const { connect } = await serve({ chain: [leaf('mail.contoso.test'), authorities().intermediate] });
    assert.ok(connect);
    const [endpoint] = await probe(
      { host: '127.0.0.1', port: 443 },
      {
        connect,
        lookup: lab.lookup,
        allowNetworks: loopback,
        allowPorts: httpsOnly,
        trustAnchors: lab.trustAnchors,
        trustStore: () => assert.fail('opened'),
        now: new Date(),
        deadline: new AbortController().signal,
      },
    );
    assert.equal(endpoint?.trust, 'trusted');
  });

  test('a key that is not for servers is what OpenSSL objects to', async () => {
    const revocationListsOnly = toDer(bitString(Buffer.of(0x02), 1));
    const options = await serve({
      chain: [
        leaf('mail.contoso.test', {
          keyUsage: null,
          extraExtensions: [{ oid: '2.5.29.15', critical: true, value: revocationListsOnly }],
        }),
        authorities().intermediate,
      ],
    });
    const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], options);
    assert.deepEqual(diagnosis.findings[0], {
      code: 'chain-invalid',
      severity: 'error',
      data: { issuer: issuing, rule: 'INVALID_PURPOSE' },
    });
  });

  test('a name that the authority may not issue for is what OpenSSL objects to', async () => {
    const fabrikamOnly = sequence(context(0, [sequence(context(2, Buffer.from('fabrikam.test')))]));
    const constrained = createCertificate({
      subject: ['Fabrikam Only CA'],
      ca: true,
      key: newKey('p256'),
      issuer: authorities().root,
      extraExtensions: [{ oid: '2.5.29.30', critical: true, value: toDer(fabrikamOnly) }],
    });
    const options = await serve({
      chain: [leaf('mail.contoso.test', { issuer: constrained }), constrained],
    });
    const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], options);
    assert.deepEqual(diagnosis.findings[0], {
      code: 'chain-invalid',
      severity: 'error',
      data: { issuer: 'CN=Fabrikam Only CA', rule: 'UNSPECIFIED' },
    });
  });

  test('OpenSSL knows the configured trust anchors', async () => {
    const { root, intermediate } = authorities();
    const { connect } = await serve({ chain: [leaf('mail.contoso.test'), intermediate] });
    assert.ok(connect);
    const target = { address: '127.0.0.1', port: 443, sni: 'mail.contoso.test' };
    const objections = [[root.pem], [intermediate.pem], []].map(async (trustAnchors) => {
      const deadline = new AbortController().signal;
      return (await handshake(target, { connect, deadline, trustAnchors })).objection;
    });
    const unknown = 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
    assert.deepEqual(await Promise.all(objections), [null, null, unknown]);
  });

  const strangers: [what: string, stranger: () => TestCertificate][] = [
    ['an expired one', () => authorities().expiredIntermediate],
    ['a private one', () => authorities().privateIntermediate],
    ['one for another host', () => leaf('www.fabrikam.test', { notAfter: daysFromNow(-1) })],
  ];
  for (const [what, stranger] of strangers) {
    test(`a stranger in the chain does no harm: ${what}`, async () => {
      const options = await serve({
        chain: [leaf('mail.contoso.test'), authorities().intermediate, stranger()],
      });
      const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], options);
      assert.deepEqual(codes(diagnosis), ['principal-matches']);
    });
  }

  const weaknesses: [
    what: string,
    more: Partial<Parameters<typeof createCertificate>[0]>,
    server: object,
    code: string,
    severity: string,
  ][] = [
    [
      'an RSA key of 1024 bits',
      { key: 'rsa-1024' },
      { ciphers: 'DEFAULT:@SECLEVEL=0' },
      'weak-key',
      'warning',
    ],
    [
      'a SHA-1 signature',
      { signatureHash: 'sha1' },
      { ciphers: 'DEFAULT:@SECLEVEL=0' },
      'weak-signature',
      'warning',
    ],
    ['an elliptic-curve key', { key: 'p256' }, {}, 'ecc-key', 'info'],
    ['an end in ten days', { notAfter: daysFromNow(10) }, {}, 'expires-soon', 'info'],
    [
      'TLS 1.0 only',
      {},
      { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' },
      'legacy-tls',
      'warning',
    ],
  ];
  for (const [what, more, server, code, severity] of weaknesses) {
    test(`${what} is found: ${code}`, async () => {
      const options = await serve({
        chain: [leaf('mail.contoso.test', more), authorities().intermediate],
        ...server,
      });
      const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], options);
      assert.deepEqual(
        diagnosis.findings
          .filter((finding) => finding.code !== 'principal-matches')
          .map((f) => [f.code, f.severity]),
        [[code, severity]],
      );
    });
  }
});
