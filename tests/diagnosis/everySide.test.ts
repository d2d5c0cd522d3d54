import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import { type CheckOptions, check, type Diagnosis, parseNetworks } from '../../diagnosis/index.ts';
import { authorities } from '../lab/authorities.ts';
import { createCertificate, daysFromNow } from '../lab/certificateFactory.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type LabServer, tlsServer } from '../lab/servers.ts';

/** What is only seen from several sides: several addresses, with and without a server name, what the chain is made of. */
describe('a server seen from every side', () => {
  let lab: Lab;
  const servers: LabServer[] = [];

  before(async () => {
    lab = await startLab();
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await lab.stop();
  });

  async function judge(host: string, addresses: string[], changes: CheckOptions = {}): Promise<Diagnosis> {
    const networks = parseNetworks('127.0.0.0/8');
    assert.ok(networks.ok);
    return check(
      {
        server: { host, port: 443 },
        principal: { given: `msstd:${host}`, form: 'msstd', name: host },
      },
      {
        lookup: async () => addresses.map((address) => ({ address, family: 4 })),
        connect: lab.connect,
        allowNetworks: networks.value,
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
    assert.deepEqual(differ?.data.certificates, [
      `${addresses[0]}: mail.contoso.test`,
      `${addresses[1]}: expired.contoso.test`,
    ]);
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

  test('a missing intermediate that the leaf points to is not called a private authority', async () => {
    const options = await serve({
      chain: [leaf('mail.contoso.test', { aiaIssuerUrl: 'http://pki.contoso.test/issuing.cer' })],
    });
    const diagnosis = await judge('mail.contoso.test', ['127.0.0.1'], options);
    assert.equal(diagnosis.headline, 'chain-incomplete');
    assert.equal(diagnosis.fixes[0]?.id, 'complete-chain');
  });

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
