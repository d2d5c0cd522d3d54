import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnosis } from '../../diagnosis/index.ts';
import { authorities } from '../lab/authorities.ts';
import { type CertificateOptions, createCertificate, daysFromNow } from '../lab/certificateFactory.ts';
import { startDnsServer } from '../lab/dnsServer.ts';
import { closedPort, type LabServer, tlsServer } from '../lab/servers.ts';

const script = fileURLToPath(new URL('../../bot/commandLine.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
const labRoot = join(folder, 'root.pem');
writeFileSync(labRoot, authorities().root.pem);
after(() => rmSync(folder, { recursive: true }));

const labSettings = {
  CHECK_ALLOW_NETWORKS: '127.0.0.0/8',
  CHECK_PORTS: '*',
  CHECK_DNS_SERVERS: '',
  NODE_EXTRA_CA_CERTS: labRoot,
};
const mail = 'mail.contoso.test';
const principal = `msstd:${mail}`;

interface Row {
  what: string;
  start: () => Promise<LabServer>;
  /** Default: 127.0.0.1. */
  host?: string;
  /** Default: the principal name. */
  args?: string[];
  verdict: Diagnosis['verdict'];
  exitCode: number;
  headline: Diagnosis['headline'];
  /** Analyzer, Windows with common names only, Windows with alternative names. */
  clients: string;
  /** The first of the first fix; absent where there is nothing to fix. */
  command?: RegExp;
  label: string;
}

const pass = {
  verdict: 'pass',
  exitCode: 0,
  headline: 'principal-matches',
  clients: 'pass pass pass',
  label: 'Good',
} as const;
const fail = { verdict: 'fail', exitCode: 2, label: 'Problem found' } as const;
const warn = { verdict: 'warn', exitCode: 1, label: 'Works with limits' } as const;

const table: Row[] = [
  { what: 'an RSA key', start: served({}), ...pass },
  { what: 'an EC key', start: served({ key: 'p256' }), ...pass },
  { what: 'an Ed25519 key', start: served({ key: 'ed25519' }), ...pass },
  {
    what: 'a wildcard certificate',
    start: served({ subject: ['*.contoso.test'], dnsNames: ['*.contoso.test', 'localhost'] }),
    host: 'localhost',
    ...fail,
    headline: 'principal-matches-wildcard',
    clients: 'fail fail warn',
    command: /^Set-OutlookProvider EXPR -CertPrincipalName:"msstd:\*\.contoso\.test"$/,
  },
  {
    what: 'another common name and the name as an alternative',
    start: served({
      subject: ['webmail.contoso.test'],
      dnsNames: ['webmail.contoso.test', mail, 'localhost'],
    }),
    host: 'localhost',
    ...warn,
    headline: 'principal-matches-san-only',
    clients: 'warn fail pass',
    command: /^Set-OutlookProvider EXPR -CertPrincipalName:"msstd:webmail\.contoso\.test"$/,
  },
  {
    what: 'no common name',
    start: served({ subject: [{ type: 'o', value: 'Contoso' }], dnsNames: ['localhost', mail] }),
    host: 'localhost',
    ...warn,
    headline: 'no-common-name',
    clients: 'warn fail pass',
    command: /^New-ExchangeCertificate -GenerateRequest -SubjectName "cn=localhost" /,
  },
  {
    what: 'a self-signed certificate',
    start: selfSigned,
    host: 'localhost',
    args: ['msstd:localhost'],
    ...fail,
    headline: 'self-signed',
    clients: 'pass pass pass',
    command: /^New-ExchangeCertificate -GenerateRequest -SubjectName "cn=localhost" /,
  },
  {
    what: 'an expired certificate',
    start: served({ notBefore: daysFromNow(-375), notAfter: daysFromNow(-10) }),
    ...fail,
    headline: 'expired',
    clients: 'pass pass pass',
    command: /^Get-ExchangeCertificate -Thumbprint [\dA-F]{40} \| New-ExchangeCertificate /,
  },
  {
    what: "another host's certificate",
    start: served({ subject: ['www.fabrikam.test'], dnsNames: ['www.fabrikam.test'], ipAddresses: [] }),
    host: 'localhost',
    ...fail,
    headline: 'host-name-mismatch',
    clients: 'fail fail fail',
    command: /^Enable-ExchangeCertificate -Thumbprint \(Read-Host /,
  },
  {
    what: 'a wrong value in Active Directory',
    start: served({ dnsNames: [mail, 'localhost'] }),
    host: 'localhost',
    args: [principal, '--expr', 'msstd:other.contoso.test', '--exch', '$null'],
    ...fail,
    headline: 'provider-mismatch',
    clients: 'fail fail fail',
    command: /^Set-OutlookProvider EXPR /,
  },
  {
    what: 'a closed port',
    start: closedPort,
    verdict: 'unreachable',
    exitCode: 3,
    headline: 'connection-refused',
    clients: 'unknown unknown unknown',
    command: /^Test-NetConnection -ComputerName "127\.0\.0\.1" -Port \d+$/,
    label: 'Could not check',
  },
];

describe('the command line judges', { concurrency: 4 }, () => {
  for (const { what, start, host = '127.0.0.1', args = [principal], ...expected } of table) {
    test(what, async () => {
      await using server = await started(start);
      const asked = [`${host}:${server.port}`, ...args];
      const [forMachines, forPeople] = await Promise.all([run([...asked, '--json']), run(asked)]);

      const diagnosis: Diagnosis = JSON.parse(forMachines.stdout);
      assert.deepEqual(
        {
          verdict: diagnosis.verdict,
          headline: diagnosis.headline,
          clients: diagnosis.clients.map(({ result }) => result).join(' '),
          exitCodes: [forMachines.exitCode, forPeople.exitCode],
          errors: forMachines.stderr + forPeople.stderr,
        },
        {
          verdict: expected.verdict,
          headline: expected.headline,
          clients: expected.clients,
          exitCodes: [expected.exitCode, expected.exitCode],
          errors: '',
        },
      );
      const [command] = diagnosis.fixes[0]?.commands ?? [];
      if (expected.command) assert.match(command?.text ?? '', expected.command);
      else assert.deepEqual(diagnosis.fixes, []);

      assert.ok(forPeople.stdout.startsWith(`${expected.label}\n`), forPeople.stdout);
      assert.deepEqual(commandsIn(forPeople.stdout), commandsOf(diagnosis));
      assert.deepEqual(
        forPeople.stdout.split('\n').filter((line) => line.length > 80 && !isCommand(line)),
        [],
      );
    });
  }
});

describe('the text for people', () => {
  test('says verdict, names, clients, cause, fix, way back and certificate, in this order', async () => {
    const names = { subject: ['webmail.contoso.test'], dnsNames: [mail, 'localhost'] };
    await using server = await started(served(names));
    const { stdout } = await run([`localhost:${server.port}`, principal]);
    const parts = [
      /^Works with limits\n {2}Most computers accept the name, old ones do not: /,
      /\n {2}Outlook expects +mail\.contoso\.test\n {2}The certificate says +webmail\.contoso\.test\n/,
      /\nWho is affected\n/,
      /\n {2}Windows XP, Vista without a service pack +refuses the name \(an alternative\n +name\)\n/,
      /\n\n {2}Newer Outlooks may not compare these names at all\./,
      /\nWhy\n/,
      /\nWhat to do\n {2}Tell Outlook the certificate's name\n/,
      /\n {4}1\. Read the present value .*\n {7}Run in the .*:\n {8}Get-OutlookProvider EXPR /,
      /\n {7}Try it first; this changes nothing:\n {8}Set-OutlookProvider EXPR .* -WhatIf\n/,
      /\n {7}Run in the Exchange Management Shell, on an Exchange server:\n {8}Set-OutlookProvider EXPR \S+\n/,
      /\n {4}Undo: /,
      /\nOther ways\n/,
      /\nGood to know\n/,
      /\nCertificate details\n {2}Issued by +CN=/,
      /\n {2}Common name +webmail\.contoso\.test\n/,
      /\n\nChecked localhost:\d+ on .* UTC · principal-matches-san-only\n$/,
    ];
    const positions = parts.map((part) => stdout.search(part));
    assert.ok(!positions.includes(-1), `${positions}\n${stdout}`);
    assert.deepEqual(
      positions,
      positions.toSorted((one, other) => one - other),
    );
  });

  test('says what Active Directory hands out where that is known', async () => {
    await using server = await started(served({}));
    const { stdout } = await run([`127.0.0.1:${server.port}`, principal, '--expr', 'msstd:owa.contoso.test']);
    assert.match(stdout, /\n {2}Active Directory hands out +msstd:owa\.contoso\.test\n/);
  });

  test('says that an expired certificate affects everybody', async () => {
    await using server = await started(served({ notBefore: daysFromNow(-9), notAfter: daysFromNow(-2) }));
    const { stdout } = await run([`127.0.0.1:${server.port}`, principal]);
    assert.match(stdout, /\nWho is affected\n {2}Most likely everybody/);
  });

  test('says that the principal name was assumed where none was given', async () => {
    await using server = await started(served({ subject: ['localhost'], dnsNames: ['localhost'] }));
    const { stdout, exitCode } = await run([`localhost:${server.port}`]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /\nAlso found\n {2}- The principal name was not known; msstd:localhost was assumed/);
  });
});

describe('an empty provider value', { concurrency: 4 }, () => {
  for (const value of ['$null', '$Null', 'null', '', ' ']) {
    test(`is ${JSON.stringify(value)}`, async () => {
      await using server = await started(served({}));
      const asked = [`127.0.0.1:${server.port}`, principal, '--expr', value, '--exch', value, '--json'];
      const { providers }: Diagnosis = JSON.parse((await run(asked)).stdout);
      const empty = { certPrincipalName: null };
      assert.deepEqual(providers, { expr: empty, exch: empty });
    });
  }
});

describe('what else is known', { concurrency: 4 }, () => {
  test('of Exchange changes the commands', async () => {
    const names = { subject: ['*.contoso.test'], dnsNames: ['*.contoso.test', 'localhost'] };
    await using server = await started(served(names));
    for (const [version, exch] of [
      ['2010', false],
      ['SE', true],
    ] as const) {
      const asked = [`localhost:${server.port}`, principal, '--exchange-version', version];
      const { stdout } = await run(asked);
      assert.equal(stdout.includes('Set-OutlookProvider EXCH'), exch, version);
      assert.doesNotMatch(stdout, /On Exchange 2013 and later/);
    }
  });

  test('of EXPR is judged, too', async () => {
    await using server = await started(served({}));
    const expr = ['--expr', principal, '--expr-server', 'mail.contoso.test', '--expr-ttl', '0'];
    const asked = [`127.0.0.1:${server.port}`, principal, ...expr];
    const [forMachines, forPeople] = await Promise.all([run([...asked, '--json']), run(asked)]);
    const { providers, findings }: Diagnosis = JSON.parse(forMachines.stdout);
    assert.deepEqual(providers, { expr: { certPrincipalName: principal, server: mail, ttlHours: 0 } });
    const codes = findings.map(({ code }) => code);
    assert.ok(codes.includes('provider-server-set') && codes.includes('provider-ttl'), codes.join());
    assert.match(forPeople.stdout, /Set-OutlookProvider EXPR -Server:\$null/);
  });

  test('and empty is none', async () => {
    await using server = await started(served({}));
    const asked = [
      `127.0.0.1:${server.port}`,
      principal,
      '--expr',
      '$null',
      '--expr-server',
      '$null',
      '--json',
    ];
    const { providers }: Diagnosis = JSON.parse((await run(asked)).stdout);
    assert.deepEqual(providers, { expr: { certPrincipalName: null, server: null } });
  });
});

describe('a hostile certificate', { concurrency: 4 }, () => {
  const names: [what: string, name: string][] = [
    ['that breaks out of quotes', 'a"; Remove-Mailbox -Identity *; "'],
    ['that runs into the next line', `a ${'x'.repeat(60)} What to do      Remove-Mailbox -Identity *`],
    ['with control characters', 'a\u001b[2J\u009b2J\r\nRemove-Mailbox -Identity *'],
    ['with invisible characters', 'a\u202e\u2028\u{e0041}Remove-Mailbox -Identity *'],
  ];
  for (const [what, name] of names) {
    test(`gets a name ${what} into no command and steers no terminal`, async () => {
      await using server = await started(served({ subject: [name], dnsNames: [mail, 'localhost'] }));
      const asked = [`localhost:${server.port}`, principal];
      const [forMachines, forPeople] = await Promise.all([run([...asked, '--json']), run(asked)]);

      const diagnosis: Diagnosis = JSON.parse(forMachines.stdout);
      assert.deepEqual(diagnosis.endpoints[0]?.chain[0]?.commonNames, [name]);
      assert.equal(forPeople.exitCode, 1);
      assert.match(forPeople.stdout, /Remove-Mailbox/, 'the name is shown');
      const commands = [...commandsOf(diagnosis), ...commandsIn(forPeople.stdout)];
      assert.ok(commands.length > 0);
      for (const command of commands) assert.doesNotMatch(command, /Remove|;|[^ -~]/);
      for (const { stdout } of [forMachines, forPeople])
        assert.doesNotMatch(stdout, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    });
  }
});

describe('an address that may not be checked', () => {
  for (const format of [[], ['--json']]) {
    test(`stays untold ${format.join('') || 'in the text'}`, async () => {
      await using server = await started(served({}));
      const asked = [`localhost:${server.port}`, principal, ...format];
      const { stdout, stderr, exitCode } = await run(asked, { CHECK_ALLOW_NETWORKS: '' });
      assert.deepEqual({ exitCode, stderr }, { exitCode: 3, stderr: '' });
      assert.match(stdout, /address-not-allowed/);
      assert.doesNotMatch(stdout, /127\.0\.0|::1/);
    });
  }
});

describe('the name servers of CHECK_DNS_SERVERS', { concurrency: 4 }, () => {
  const unresolved: [what: string, host: string, code: string][] = [
    ['do not know', 'unknown.contoso.test', 'name-not-found'],
    ['have no address for', 'empty.contoso.test', 'name-without-address'],
    ['fail for', 'failing.contoso.test', 'dns-failed'],
    ['alone are asked for', 'localhost', 'name-not-found'],
  ];
  for (const [what, host, code] of unresolved) {
    test(`${what} ${host}: ${code}`, async () => {
      await using names = await nameServer();
      const { stdout, stderr, exitCode } = await run([host], { CHECK_DNS_SERVERS: names.address });
      assert.deepEqual({ exitCode, stderr }, { exitCode: 3, stderr: '' });
      assert.match(stdout, new RegExp(` · ${code}\n$`));
    });
  }

  test('say where the server is', async () => {
    await using names = await nameServer();
    await using server = await started(served({}));
    const asked = [`${mail}:${server.port}`, principal];
    const { exitCode, stderr } = await run(asked, { CHECK_DNS_SERVERS: names.address });
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  });

  test('that never answer end the check at its deadline, and the process with it', async () => {
    await using names = await nameServer();
    const settings = { CHECK_DNS_SERVERS: names.address, CHECK_TIMEOUT_MS: '500' };
    const { stdout, stderr, exitCode } = await run(['silent.contoso.test'], settings);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 3, stderr: '' });
    assert.match(stdout, / · dns-timeout\n$/);
    assert.ok(names.asked.length < 6, 'both families would be asked for three times');
  });
});

describe('wrong usage', { concurrency: 4 }, () => {
  const wrong: [what: string, args: string[], expected: RegExp][] = [
    ['no server', [], /^The server's name is missing\.$/],
    ['an empty server', [''], /^Server name: There is no name in that\./],
    ['an unreadable server', ['a b'], /^Server name: That cannot be a server name\./],
    ['a principal name as server', [principal], /^Server name: That is the principal name\./],
    ['a port that is none', [`${mail}:99999`], /^Server name: The number after the colon /],
    ['an unreadable principal name', [mail, 'a b'], /^Principal name: That cannot be .* Leave it out /],
    ['a prefix without a name', [mail, 'msstd:'], /^Principal name: The name after msstd: is missing\./],
    ['too many arguments', [mail, principal, 'more'], /^There is one argument too many: more$/],
    ['an unknown option', [mail, '--verbose'], /^Unknown option '--verbose'\.$/],
    ['an option that steers terminals', [mail, '--\u001b[2J'], /^Unknown option '--\ufffd\[2J'\.$/],
    [
      'an option without its value',
      [mail, '--expr'],
      /^An option needs a value behind it; .*'\$null' in quotes/,
    ],
    ['an option in place of the value', [mail, '--expr', '--json'], /^An option needs a value behind it; /],
    [
      'a version of nobody',
      [mail, '--exchange-version', '2007'],
      /^--exchange-version is one of 2010, 2013, /,
    ],
    [
      'a TTL of words',
      [mail, '--expr', '$null', '--expr-ttl', 'one'],
      /^--expr-ttl is a whole number of hours\.$/,
    ],
    ['a server of no provider', [mail, '--expr-server', mail], /^--expr-server and --expr-ttl need --expr /],
    ['a value where there is none', [mail, '--json=yes'], /^Option '--json' does not take an argument\.$/],
  ];
  for (const [what, args, expected] of wrong) {
    test(`${what} gets a line about it, the usage and exit code 64`, async () => {
      const { stdout, stderr, exitCode } = await run(args);
      const [line = '', ...usage] = stderr.split('\n');
      assert.deepEqual({ exitCode, stdout }, { exitCode: 64, stdout: '' });
      assert.match(line, expected);
      assert.match(
        usage.join('\n'),
        /^Usage: npm run --silent check -- <server> .*\n {7}npm run .* --report .*\nExample: .*\n$/,
      );
    });
  }

  test('a wrong variable is named', async () => {
    const { stdout, stderr, exitCode } = await run([mail], { CHECK_PORTS: 'https', CHECK_TIMEOUT_MS: '1' });
    assert.deepEqual({ exitCode, stdout }, { exitCode: 64, stdout: '' });
    assert.match(stderr, /CHECK_PORTS accepts .*; got "https"\.\n/);
    assert.match(stderr, /CHECK_TIMEOUT_MS accepts .*; got "1"\.\n$/);
  });

  test('help explains itself, whatever the variables say', async () => {
    for (const help of ['--help', '-h']) {
      const { stdout, stderr, exitCode } = await run([help], { CHECK_PORTS: 'https' });
      assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
      assert.match(stdout, /^Usage: npm run .*\n\n {2}server .*\nExit code: /s);
    }
  });
});

describe('the process', () => {
  test('loads nothing of the bot SDK, the HTTP server or the card templates', async () => {
    const refuse = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        if (/^(botbuilder|botframework|restify|adaptive)/.test(name)) throw new Error('loads ' + name);
        return next(name, context);
      } });`;
    await using server = await started(served({}));
    const { stderr, exitCode } = await run([`127.0.0.1:${server.port}`, principal], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(refuse)}`,
    });
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  });

  test('ends quietly and with its own exit code where nobody reads what it prints', async () => {
    await using server = await started(served({}));
    const child = start([`127.0.0.1:${server.port}`, principal, '--json'], {});
    child.stdout.destroy();
    const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' });
  });
});

test('an error of the process itself is not taken for a verdict', {
  skip: !existsSync('/dev/full'),
}, async () => {
  const child = spawn('sh', ['-c', '"$0" "$1" --help > /dev/full', process.execPath, script]);
  const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  assert.equal(exitCode, 70);
  assert.match(stderr, /ENOSPC/);
});

/** A server on loopback with a good certificate for the principal name, except for what `certificate` changes. */
function served(certificate: Partial<CertificateOptions>): () => Promise<LabServer> {
  const { root } = authorities();
  const good = { subject: [mail], dnsNames: [mail], ipAddresses: ['127.0.0.1'], issuer: root };
  return () => tlsServer({ chain: [createCertificate({ ...good, ...certificate })] });
}

async function nameServer() {
  const server = await startDnsServer({
    [mail]: { A: ['127.0.0.1'] },
    'empty.contoso.test': {},
    'failing.contoso.test': { A: 'SERVFAIL', AAAA: 'SERVFAIL' },
    'silent.contoso.test': { A: 'silence', AAAA: 'silence' },
  });
  return { ...server, [Symbol.asyncDispose]: () => server.stop() };
}

function selfSigned(): Promise<LabServer> {
  return tlsServer({ chain: [createCertificate({ subject: ['localhost'], dnsNames: ['localhost'] })] });
}

async function started(start: () => Promise<LabServer>) {
  const server = await start();
  return { port: server.port, [Symbol.asyncDispose]: () => server.stop() };
}

async function run(args: string[], env: Record<string, string> = {}) {
  const child = start(args, env);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, exitCode };
}

function start(args: string[], env: Record<string, string>) {
  const { CHECK_TIMEOUT_MS: _, NODE_OPTIONS: __, ...inherited } = process.env;
  return spawn(process.execPath, [script, ...args], {
    env: { ...inherited, ...labSettings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Every command of a diagnosis in the order in which people read it: tried before it is done. */
function commandsOf({ fixes }: Diagnosis): string[] {
  return fixes
    .flatMap(({ steps, undo }) => [
      ...steps.flatMap(({ commands }) => [
        ...commands.filter(({ rehearsal }) => rehearsal),
        ...commands.filter(({ rehearsal }) => !rehearsal),
      ]),
      ...undo,
    ])
    .map(({ text }) => text);
}

/** Only commands begin in the ninth column. */
function commandsIn(stdout: string): string[] {
  return stdout
    .split('\n')
    .filter(isCommand)
    .map((line) => line.trim());
}

function isCommand(line: string): boolean {
  return /^ {8}\S/.test(line);
}
