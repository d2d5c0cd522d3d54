import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Diagnosis, Evidence } from '../../diagnosis/index.ts';
import { createCertificate } from '../lab/certificateFactory.ts';
import { startDnsServer } from '../lab/dnsServer.ts';
import { type LabServer, tlsServer } from '../lab/servers.ts';
import { runCommandLine } from './commandLineProcess.ts';

interface Output {
  evidence: Evidence;
  diagnosis: Diagnosis | null;
  diagnoses?: Diagnosis[];
}

const folder = mkdtempSync(join(tmpdir(), 'report-command-'));
const mail = 'mail.contoso.test';
let server: LabServer;
let nameServer: Awaited<ReturnType<typeof startDnsServer>>;
let env: Record<string, string>;

before(async () => {
  const leaf = createCertificate({ subject: ['*.contoso.test'], dnsNames: ['*.contoso.test'] });
  server = await tlsServer({ chain: [leaf] });
  nameServer = await startDnsServer({ [mail]: { A: ['127.0.0.1'], AAAA: [] } });
  env = {
    CHECK_ALLOW_NETWORKS: '127.0.0.0/8',
    CHECK_PORTS: '*',
    CHECK_DNS_SERVERS: nameServer.address,
  };
});

after(async () => {
  await server?.stop();
  await nameServer?.stop();
  rmSync(folder, { recursive: true });
});

const sentence = (host: string, commonName = '*.contoso.test') =>
  `Server ${host}, the certificate says ${commonName}, the box says msstd:${mail}.`;

async function report(text: string | Uint8Array, ...args: string[]) {
  const file = join(folder, 'report.txt');
  writeFileSync(file, text);
  return runCommandLine(['--report', file, ...args], env);
}

function output(stdout: string): Output {
  return JSON.parse(stdout);
}

describe('a report on the command line', () => {
  test('offline is judged by itself, and nothing is looked at', async () => {
    const { stdout, stderr, exitCode } = await report(sentence(mail), '--offline', '--json');
    const { evidence, diagnosis } = output(stdout);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 2, stderr: '' });
    assert.deepEqual(evidence.servers, [{ host: mail, port: 443 }]);
    assert.equal(diagnosis?.headline, 'principal-matches-wildcard');
    assert.deepEqual(
      diagnosis?.endpoints.map(({ address, reported }) => [address, reported?.isWhole]),
      [[null, false]],
    );
  });

  test('offline, a certificate of which no name is told passes nothing', async () => {
    const text = `Server ${mail}. The certificate expires on 2099-05-31.`;
    const { stdout } = await report(text, '--offline', '--json');
    const { evidence, diagnosis } = output(stdout);
    assert.deepEqual([evidence.notAfter, diagnosis], ['2099-05-31', null]);
  });

  test('is judged by what the server shows now, and says where that is another certificate', async () => {
    const text = sentence(`${mail}:${server.port}`, 'old.contoso.test');
    const { stdout, exitCode } = await report(text, '--json');
    const { diagnosis } = output(stdout);
    assert.equal(exitCode, 2);
    assert.equal(diagnosis?.endpoints[0]?.address, '127.0.0.1');
    assert.ok(diagnosis?.findings.some(({ code }) => code === 'report-differs'));
  });

  test('is judged by itself where the server does not answer', async () => {
    const { stdout } = await report(sentence('nowhere.contoso.test'), '--json');
    const { diagnosis } = output(stdout);
    assert.equal(diagnosis?.headline, 'principal-matches-wildcard');
    assert.deepEqual(
      diagnosis?.endpoints.map(({ reported, error }) => reported !== undefined || error?.code),
      [true, 'name-not-found'],
    );
  });

  test('comes from standard input, too', async () => {
    const { stdout, exitCode } = await runCommandLine(['--report', '-', '--offline'], env, sentence(mail));
    assert.equal(exitCode, 2);
    assert.match(stdout, /^This is what I read\n {2}Server +mail\.contoso\.test \(a guess; line 1\)\n/);
    assert.match(stdout, /From your report, not checked live\./);
  });

  test('may be a file with a certificate', async () => {
    const { der } = createCertificate({ subject: [mail], dnsNames: [mail] });
    const { stdout, exitCode } = await report(der, '--offline', '--json');
    assert.equal(exitCode, 3, 'without a server and a principal name there is nothing to compare');
    assert.deepEqual(output(stdout).evidence.commonNames, [mail]);
    assert.equal(output(stdout).diagnosis, null);
  });

  test('about several servers is judged for each, and the worst comes first', async () => {
    const text = `${sentence(`${mail}:${server.port}`)}\nThe other one is nowhere.contoso.test.`;
    const { diagnosis, diagnoses } = output((await report(text, '--json')).stdout);
    assert.equal(diagnoses?.length, 2);
    assert.deepEqual(diagnosis, diagnoses?.[0]);
  });

  const refused: [what: string, text: string | Uint8Array, code: number, says: RegExp][] = [
    ['nothing that is recognised', 'lorem ipsum', 65, /^I found nothing in that/],
    ['nothing', '', 65, /^I found nothing in that/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 65, /^That is neither text nor/],
    ['more than 1 MB', 'a'.repeat(1024 * 1024 + 1), 65, /^That is too long to read/],
  ];
  for (const [what, text, code, says] of refused)
    test(`with ${what} is refused with a sentence`, async () => {
      const { stdout, stderr, exitCode } = await report(text);
      assert.deepEqual({ exitCode, stdout }, { exitCode: code, stdout: '' });
      assert.match(stderr, says);
    });

  test('that is not understood still prints what was asked for', async () => {
    const { stdout, exitCode } = await report('lorem ipsum', '--json');
    assert.equal(exitCode, 65);
    assert.deepEqual(output(stdout).evidence.formats, []);
    assert.equal(output(stdout).diagnosis, null);
  });

  test('that is not there is told', async () => {
    const { stderr, exitCode } = await runCommandLine(['--report', join(folder, 'none')], env);
    assert.equal(exitCode, 66);
    assert.match(stderr, /none cannot be read\.\n$/);
  });

  const usage: [args: string[], says: RegExp][] = [
    [['--offline', mail], /^--offline needs --report/],
    [['--report', 'x', mail], /^Besides --report only --offline and --json may be said, not: mail/],
    [['--report', 'x', '--expr', 'y'], /^Besides --report only --offline and --json may be said, not: expr/],
    [['--report'], /^An option needs a value/],
  ];
  for (const [args, says] of usage)
    test(`${args.join(' ')} is wrong usage`, async () => {
      const { stderr, exitCode } = await runCommandLine(args, env);
      assert.equal(exitCode, 64);
      assert.match(stderr, says);
    });
});
