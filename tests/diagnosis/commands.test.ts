import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as command from '../../diagnosis/commands.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { parsePrincipalName } from '../../diagnosis/principalName.ts';
import type { Certificate, Command, Diagnosis, Endpoint, PrincipalName } from '../../diagnosis/types.ts';

const label = '[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?';
const host = `(?:${label}\\.)*${label}`;
const name = `(?:\\*\\.)?${host}`;
const address = `(?:${host}|[0-9a-f:.]+)`;
const fields = 'Subject,CertificateDomains,Services,Thumbprint,NotAfter,Status';
const request = 'New-ExchangeCertificate -GenerateRequest';
const thumbprint = 'AB'.repeat(20);

/** All that may ever be offered for copying: cmdlets, parameters and the form of every value. */
const grammar = [
  `Set-OutlookProvider (?:EXPR|EXCH) -CertPrincipalName:(?:\\$null|"none"|"msstd:${name}")`,
  'Get-OutlookProvider (?:EXPR|EXCH) \\| Format-List Name,CertPrincipalName,Server,TTL',
  `Get-ExchangeCertificate \\| Format-List ${fields}`,
  'Enable-ExchangeCertificate -Thumbprint [0-9A-F]{40} -Services IIS',
  `${request} -SubjectName "cn=${name}" -DomainName ${name}(?:,${name})* -PrivateKeyExportable:\\$true`,
  `Get-ExchangeCertificate -Thumbprint [0-9A-F]{40} \\| ${request} -PrivateKeyExportable:\\$true`,
  `Resolve-DnsName ${address}`,
  `Test-NetConnection -ComputerName ${address} -Port \\d{1,5}`,
  'w32tm /query /status',
].map((line) => new RegExp(`^${line}$`));

function assertGrammar({ text }: Command): void {
  assert.ok(
    grammar.some((line) => line.test(text)),
    `no such command: ${JSON.stringify(text.slice(0, 300))}`,
  );
}

function safeName(text: string): command.SafeName {
  const safe = command.safeName(text);
  assert.ok(safe !== null);
  return safe;
}

function safeHost(text: string): command.SafeHost {
  const safe = command.safeHost(text);
  assert.ok(safe !== null);
  return safe;
}

function safeThumbprint(text: string): command.SafeThumbprint {
  const safe = command.safeThumbprint(text);
  assert.ok(safe !== null);
  return safe;
}

describe('a command', () => {
  const mail = safeName('mail.contoso.com');
  const server = safeHost('mail.contoso.com');
  const shell = 'ExchangeManagementShell';
  const table: [made: Command, expected: Command][] = [
    [
      command.setProvider('EXPR', mail),
      { shell, text: 'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:mail.contoso.com"' },
    ],
    [
      command.setProvider('EXPR', safeName('*.Contoso.com')),
      { shell, text: 'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:*.contoso.com"' },
    ],
    [command.setProvider('EXPR', null), { shell, text: 'Set-OutlookProvider EXPR -CertPrincipalName:$null' }],
    [
      command.setProvider('EXCH', 'none'),
      { shell, text: 'Set-OutlookProvider EXCH -CertPrincipalName:"none"', appliesTo: 'exchange2013OrLater' },
    ],
    [
      command.readProvider('EXCH'),
      { shell, text: 'Get-OutlookProvider EXCH | Format-List Name,CertPrincipalName,Server,TTL' },
    ],
    [command.listCertificates(), { shell, text: `Get-ExchangeCertificate | Format-List ${fields}` }],
    [
      command.bindCertificate(safeThumbprint(thumbprint)),
      { shell, text: `Enable-ExchangeCertificate -Thumbprint ${thumbprint} -Services IIS` },
    ],
    [
      command.requestCertificate(mail, [mail, safeName('owa.contoso.com')]),
      {
        shell,
        text: `${request} -SubjectName "cn=mail.contoso.com" -DomainName mail.contoso.com,owa.contoso.com -PrivateKeyExportable:$true`,
      },
    ],
    [
      command.renewCertificate(safeThumbprint(thumbprint)),
      {
        shell,
        text: `Get-ExchangeCertificate -Thumbprint ${thumbprint} | ${request} -PrivateKeyExportable:$true`,
      },
    ],
    [command.resolveHost(server), { shell: 'PowerShell', text: 'Resolve-DnsName mail.contoso.com' }],
    [
      command.testPort(safeHost('2001:db8::1'), 443),
      { shell: 'PowerShell', text: 'Test-NetConnection -ComputerName 2001:db8::1 -Port 443' },
    ],
    [command.showClock(), { shell: 'cmd', text: 'w32tm /query /status' }],
  ];
  for (const [made, expected] of table) {
    test(expected.text, () => {
      assert.deepEqual(made, expected);
      assertGrammar(made);
    });
  }
});

describe('a name for a command', () => {
  const table: [text: string, safe: string | null][] = [
    ['mail.contoso.com', 'mail.contoso.com'],
    ['MAIL.Contoso.com', 'mail.contoso.com'],
    ['*.contoso.com', '*.contoso.com'],
    ['exch01', 'exch01'],
    ['_sip.contoso.com', '_sip.contoso.com'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['none.contoso.com', 'none.contoso.com'],
    ...[
      'none',
      'None',
      '',
      ' ',
      '*',
      '*.',
      '.',
      'mail.contoso.com.',
      'm*.contoso.com',
      '*.*.contoso.com',
    ].map((text): [string, null] => [text, null]),
    ...[
      '-WhatIf',
      'mail.-contoso.com',
      'mail contoso',
      'mail.contoso.com\n',
      'mail.contoso.com\0',
      '192.0.2.1',
      '1',
    ].map((text): [string, null] => [text, null]),
    ...[
      '$null',
      '$(calc)',
      'a;b',
      'a|b',
      'a,b',
      'a`b',
      'a"b',
      "a'b",
      'a\u201cb',
      'a\u2019b',
      '@a',
      '{a}',
    ].map((text): [string, null] => [text, null]),
    ...[
      'm\u00fcnchen.example',
      'm\u0430il.contoso.com',
      '\u212aontoso.com',
      'mail\u200b.contoso.com',
      `${'a'.repeat(64)}.com`,
      'a.'.repeat(127),
    ].map((text): [string, null] => [text, null]),
  ];
  for (const [text, safe] of table) {
    test(`${JSON.stringify(text).slice(0, 60)} is ${safe === null ? 'refused' : 'taken'}`, () =>
      assert.equal(command.safeName(text), safe));
  }
});

describe('a host for a command', () => {
  const taken = ['mail.contoso.com', 'exch01', '192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1'];
  const refused = [
    '',
    '*.contoso.com',
    'MAIL.contoso.com',
    'fe80::1%eth0',
    'fe80::1%;calc',
    '[::1]',
    '300.1.1.1',
    '1.2.3',
    'a;b',
    'a b',
    '-Port',
    'mail\n',
  ];
  for (const text of taken) test(`${text} is taken`, () => assert.equal(command.safeHost(text), text));
  for (const text of refused)
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(command.safeHost(text), null));
});

describe('a thumbprint for a command', () => {
  const refused = [
    '',
    'AB',
    'ab'.repeat(20),
    `${thumbprint}\n`,
    `${thumbprint}0`,
    `${'AB'.repeat(19)}A;`,
    'GG'.repeat(20),
  ];
  test('forty hexadecimal digits are taken', () =>
    assert.equal(command.safeThumbprint(thumbprint), thumbprint));
  for (const text of refused)
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(command.safeThumbprint(text), null));
});

const marker = 'zq17x';
const inside = [
  ...'"\'`´‘’‚‛“”„‟«»‹›「」『』〝〞＂＇;|&(){}[]<>@#%^=+,!?\\/ \n\r\t\0',
  '$(',
  '${',
  '$env:',
  '&&',
  '\r\n',
  '"; Remove-Mailbox -Identity *; "',
  '`n',
  '\u2028',
];
const around = [
  '',
  ...inside,
  '\u200e',
  '\u200f',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u0430',
  '\u0456',
  '\u212a',
  '\ud800',
  '💥',
  'msstd:',
  'none',
  '-WhatIf',
  '*.',
  '.contoso.com',
  'mail.contoso.com',
  '$null',
  '{{x}}',
  '%COMSPEC%',
  '<b>',
];

/** Always the same names: mulberry32, a generator of 32 bits. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function hostileNames(count: number): string[] {
  const random = generator(2710606);
  const pick = (parts: string[]) => parts[Math.floor(random() * parts.length)] ?? '';
  return Array.from({ length: count }, (_, index) => {
    const hostile = [pick(around), marker, pick(inside), pick(around), marker, pick(around)].join('');
    return index % 20 === 0 ? hostile.repeat(Math.ceil(10_000 / hostile.length)) : hostile;
  });
}

function certificate(commonNames: string[], dnsNames: string[]): Certificate {
  return {
    commonNames,
    dnsNames,
    subject: commonNames.map((text) => `CN=${text}`).join(', '),
    issuer: 'CN=Contoso Lab Issuing CA',
    ipAddresses: [],
    emailNames: [],
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2026-12-31T00:00:00.000Z',
    serialNumber: '01',
    sha1: thumbprint,
    sha256: 'AB'.repeat(32),
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    selfIssued: false,
  };
}

interface Given {
  certificate: Certificate;
  principal?: PrincipalName;
  expr?: string;
  validTo?: string;
}

function diagnosed(
  { certificate: leaf, principal, expr }: Given,
  checkedAt = new Date('2026-06-15'),
): Diagnosis {
  const endpoint: Endpoint = {
    address: '192.0.2.1',
    family: 4,
    port: 443,
    sni: null,
    chain: [leaf],
    trust: 'self-signed',
    timings: {},
  };
  return diagnose({
    request: {
      server: { host: 'mail.contoso.com', port: 443 },
      ...(principal && { principal }),
      ...(expr !== undefined && { providers: { expr: { certPrincipalName: expr } } }),
    },
    endpoints: [endpoint],
    checkedAt,
    durationMs: 1,
  });
}

describe('of 500 hostile names, none ever stands in a command', () => {
  const names = hostileNames(500);
  const mail = 'mail.contoso.com';
  const good = certificate([mail], [mail]);
  const typed = (given: string): PrincipalName => {
    const parsed = parsePrincipalName(given);
    return parsed.ok ? parsed.value : { given, form: 'msstd', name: given };
  };
  const places: Record<string, (hostile: string) => Given> = {
    'the only common name': (hostile) => ({ certificate: certificate([hostile], [mail]) }),
    'the only name': (hostile) => ({ certificate: certificate([hostile], []) }),
    'one of several common names': (hostile) => ({ certificate: certificate([hostile, mail], [mail]) }),
    'an alternative name': (hostile) => ({ certificate: certificate(['*.contoso.com'], [mail, hostile]) }),
    'an alternative name of another host': (hostile) => ({ certificate: certificate([hostile], [hostile]) }),
    'the principal name': (hostile) => ({ certificate: good, principal: typed(hostile) }),
    'the principal name, read already': (hostile) => ({
      certificate: good,
      principal: { given: hostile, form: 'msstd', name: hostile },
    }),
    'everything at once': (hostile) => ({
      certificate: certificate([hostile, hostile], [hostile]),
      principal: typed(hostile),
    }),
  };
  for (const [place, given] of Object.entries(places)) {
    test(`as ${place}`, () => {
      for (const hostile of names) {
        for (const made of allCommands(diagnosed(given(hostile)))) {
          assertGrammar(made);
          assert.ok(!made.text.includes(marker), JSON.stringify(made.text));
        }
      }
    });
  }

  test('as the value of a provider, except where reading makes a proper name of it', () => {
    for (const hostile of names) {
      const parsed = parsePrincipalName(hostile);
      const read = parsed.ok ? (parsed.value.name ?? hostile) : hostile;
      for (const leaf of [good, certificate(['*.contoso.com'], [mail])]) {
        for (const made of allCommands(diagnosed({ certificate: leaf, expr: hostile }))) {
          assertGrammar(made);
          assert.ok(!made.text.includes(marker) || made.text.includes(`"msstd:${read}"`), made.text);
        }
      }
    }
  });

  test('as names of an expired certificate', () => {
    for (const hostile of names) {
      const { fixes } = diagnosed({ certificate: certificate([hostile], [mail]) }, new Date('2027-06-15'));
      assert.equal(fixes[0]?.id, 'renew-certificate');
      for (const { text } of fixes.flatMap(({ commands }) => commands)) assert.ok(!text.includes(marker));
    }
  });
});

function allCommands({ fixes }: Diagnosis): Command[] {
  const commands = fixes.flatMap(({ commands, verify, undo }) => [...commands, ...verify, ...undo]);
  assert.ok(fixes.length > 0);
  return commands;
}
