import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import type { Diagnosis } from '../../diagnosis/index.ts';
import { authorities } from '../lab/authorities.ts';
import { type CertificateOptions, createCertificate, daysFromNow } from '../lab/certificateFactory.ts';
import { type DnsServer, startDnsServer } from '../lab/dnsServer.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type LabServer, tlsServer } from '../lab/servers.ts';
import { verdicts } from '../lab/verdicts.ts';
import { runCommandLine } from './commandLineProcess.ts';

/** The real command line, which asks a real name server, against every server of the lab. */
let lab: Lab;
let names: DnsServer;
const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
const anchors = join(folder, 'anchors.pem');
/** Another address of this machine: only Linux answers at all of 127.0.0.0/8. */
const second = process.platform === 'linux' ? '127.0.0.2' : '::1';
const outside = { 'private.contoso.test': '10.0.0.5', 'metadata.contoso.test': '169.254.169.254' };

before(async () => {
  lab = await startLab();
  writeFileSync(anchors, lab.trustAnchors.join('\n'));
  names = await startDnsServer({
    ...Object.fromEntries(lab.names.map(({ name }) => [name, { A: ['127.0.0.1'] }])),
    ...Object.fromEntries(Object.entries(outside).map(([name, address]) => [name, { A: [address] }])),
    'dnsbroken.contoso.test': { A: 'SERVFAIL', AAAA: 'SERVFAIL' },
    'farm.contoso.test': second.includes(':')
      ? { A: ['127.0.0.1'], AAAA: [second] }
      : { A: ['127.0.0.1', second] },
  });
});
after(async () => {
  await Promise.all([lab.stop(), names.stop()]);
  rmSync(folder, { recursive: true });
});

async function check(host: string, port: number, timeoutMs = 8000): Promise<[Diagnosis, exitCode: number]> {
  const { stdout, stderr, exitCode } = await runCommandLine([`${host}:${port}`, `msstd:${host}`, '--json'], {
    CHECK_ALLOW_NETWORKS: '127.0.0.0/8,::1',
    CHECK_PORTS: '*',
    CHECK_DNS_SERVERS: names.address,
    CHECK_CA_FILES: anchors,
    CHECK_TIMEOUT_MS: String(timeoutMs),
  });
  assert.equal(stderr, '');
  return [JSON.parse(stdout), exitCode];
}

const exitCodes = { pass: 0, warn: 1, fail: 2, unreachable: 3 };
/** What lies at two ports of the lab is told by the tests of check() alone. */
const elsewhere = ['pki'];

describe('the command line says of the lab', { concurrency: 4 }, () => {
  for (const [label, verdict, headline] of verdicts.filter(([name]) => !elsewhere.includes(name))) {
    test(`${label}: ${headline}`, async () => {
      const host = `${label}.contoso.test`;
      const stalls = headline === 'handshake-stalled';
      const [diagnosis, exitCode] = await check(host, lab.portOf(host) ?? 443, stalls ? 700 : 8000);
      assert.deepEqual([diagnosis.verdict, diagnosis.headline], [verdict, headline]);
      assert.equal(exitCode, exitCodes[verdict]);
    });
  }
});

describe('the command line says of two addresses behind one name', () => {
  const host = 'farm.contoso.test';

  function certificate(more: Partial<CertificateOptions> = {}) {
    return createCertificate({
      subject: [host],
      dnsNames: [host],
      issuer: authorities().intermediate,
      ...more,
    });
  }

  const chainOf = (more?: Partial<CertificateOptions>) =>
    [certificate(more), authorities().intermediate] satisfies [unknown, unknown];

  async function withServers(servers: LabServer[], judge: (diagnosis: Diagnosis) => void): Promise<void> {
    try {
      const [diagnosis] = await check(host, servers[0]?.port ?? 0);
      judge(diagnosis);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  }

  test('which of them shows which certificate', async () => {
    const one = await tlsServer({ chain: chainOf() });
    const other = await tlsServer({
      chain: chainOf({ notBefore: daysFromNow(-400), notAfter: daysFromNow(-1) }),
      at: { host: second, port: one.port },
    });
    await withServers([one, other], ({ verdict, headline, findings, endpoints }) => {
      assert.deepEqual([verdict, headline], ['fail', 'expired']);
      assert.equal(endpoints[0]?.address, second);
      const differ = findings.find(({ code }) => code === 'addresses-differ');
      const lines = [differ?.data.certificates].flat().map(String);
      assert.deepEqual(
        lines.map((line) => line.split(' (')[0]),
        [`127.0.0.1 ${host}`, `${second} ${host}`],
      );
      assert.notEqual(lines[0]?.split(' (')[1], lines[1]?.split(' (')[1]);
    });
  });

  test('which of them does not answer', async () => {
    await withServers([await tlsServer({ chain: chainOf() })], ({ verdict, headline, findings }) => {
      assert.deepEqual([verdict, headline], ['warn', 'partly-unreachable']);
      assert.deepEqual(findings[0]?.data.addresses, [second]);
    });
  });

  test('that without a server name they show another certificate', async () => {
    const named = certificate();
    const context = createSecureContext({
      cert: [named.pem, authorities().intermediate.pem].join('\n'),
      key: named.keyPem,
    });
    const options = {
      chain: chainOf({ subject: ['default.fabrikam.test'], dnsNames: ['default.fabrikam.test'] }),
      SNICallback: (_name: string, answer: (error: null, chosen: typeof context) => void) =>
        answer(null, context),
    };
    const one = await tlsServer(options);
    const other = await tlsServer({ ...options, at: { host: second, port: one.port } });
    await withServers([one, other], ({ verdict, headline, findings }) => {
      assert.deepEqual([verdict, headline], ['warn', 'sni-differs']);
      assert.deepEqual(findings[0]?.data, { withName: host, withoutName: 'default.fabrikam.test' });
    });
  });
});
