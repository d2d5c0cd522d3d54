import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as command from '../../diagnosis/commands.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Observation } from '../../diagnosis/facts.ts';
import { parsePrincipalName } from '../../diagnosis/names/principalName.ts';
import type { Certificate, Command, Endpoint, Fix } from '../../diagnosis/types.ts';
import { assertCommand } from './commandForms.ts';
import { hostileNames, marker } from './hostileNames.ts';
import { type Given, mail, observation, wildcard } from './observation.ts';
import { parsePowerShell } from './powerShell.ts';

const fields = 'Subject,CertificateDomains,Services,Thumbprint,NotAfter,Status';
const request = 'New-ExchangeCertificate -GenerateRequest';
const thumbprint = 'AB'.repeat(20);

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
  const server = safeHost(mail);
  const name = safeName(mail);
  const known = safeThumbprint(thumbprint);
  const exchange: [made: Command, text: string][] = [
    [
      command.setProvider('EXPR', name),
      'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:mail.contoso.com"',
    ],
    [
      command.setProvider('EXPR', safeName('*.Contoso.com')),
      'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:*.contoso.com"',
    ],
    [command.setProvider('EXPR', null), 'Set-OutlookProvider EXPR -CertPrincipalName:$null'],
    [command.setProvider('EXCH', 'none'), 'Set-OutlookProvider EXCH -CertPrincipalName:"none"'],
    [command.setProviderServer('EXPR', null), 'Set-OutlookProvider EXPR -Server:$null'],
    [command.setProviderServer('EXPR', server), 'Set-OutlookProvider EXPR -Server:"mail.contoso.com"'],
    [command.setProviderTtl('EXPR', 1), 'Set-OutlookProvider EXPR -TTL:1'],
    [
      command.readProvider('EXCH'),
      'Get-OutlookProvider EXCH | Format-List Name,CertPrincipalName,Server,TTL',
    ],
    [
      command.testOutlookConnectivity(),
      'Test-OutlookConnectivity -Protocol HTTP -GetDefaultsFromAutoDiscover $true',
    ],
    [command.readExternalNames(), 'Get-OutlookAnywhere | Format-List ServerName,ExternalHostname'],
    [command.listCertificates(), `Get-ExchangeCertificate | Format-List ${fields}`],
    [command.bindCertificate(known), `Enable-ExchangeCertificate -Thumbprint ${thumbprint} -Services IIS`],
    [
      command.bindCertificate(null),
      'Enable-ExchangeCertificate -Thumbprint (Read-Host "Thumbprint") -Services IIS',
    ],
    [
      command.requestCertificate(name, [name, safeName('owa.contoso.com'), safeName('1.5e3')]),
      `${request} -SubjectName "cn=mail.contoso.com" -DomainName "mail.contoso.com","owa.contoso.com","1.5e3" -PrivateKeyExportable:$true`,
    ],
    [
      command.renewCertificate(known),
      `Get-ExchangeCertificate -Thumbprint ${thumbprint} | ${request} -PrivateKeyExportable:$true`,
    ],
    [
      command.renewCertificate(known, 2048),
      `Get-ExchangeCertificate -Thumbprint ${thumbprint} | ${request} -KeySize:2048 -PrivateKeyExportable:$true`,
    ],
    [
      command.importCertificate(),
      'Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("C:\\certificate.cer"))',
    ],
    [
      command.exportCertificate(known),
      `Set-Content -Path C:\\certificate.pfx -Encoding Byte -Value (Export-ExchangeCertificate -Thumbprint ${thumbprint} -BinaryEncoded -Password (Read-Host "Password" -AsSecureString)).FileData`,
    ],
    [
      command.importWithKey(),
      'Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("C:\\certificate.pfx")) -Password (Read-Host "Password" -AsSecureString)',
    ],
  ];
  const others: [made: Command, shell: Command['shell'], text: string][] = [
    [command.resolveHost(server), 'cmd', 'nslookup mail.contoso.com'],
    [
      command.testPort(safeHost('2001:db8::1'), 443),
      'PowerShell',
      'Test-NetConnection -ComputerName "2001:db8::1" -Port 443',
    ],
    [command.addToStore('Root'), 'cmd', 'certutil -addstore -f Root C:\\root.cer'],
    [command.addToStore('CA'), 'cmd', 'certutil -addstore -f CA C:\\intermediate.cer'],
    [command.removeFromStore('CA', known), 'cmd', `certutil -delstore CA ${thumbprint}`],
    [command.showClock(), 'cmd', 'w32tm /query /status'],
  ];
  const table = [
    ...exchange.map(([made, text]): (typeof others)[number] => [made, 'ExchangeManagementShell', text]),
    ...others,
  ];
  for (const [made, shell, text] of table) {
    test(text, () => {
      assert.deepEqual(made, { shell, text });
      assertCommand(made);
    });
  }

  test('a number that is none never enters a command', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 443.5, -1, 1e21]) {
      assert.throws(() => command.testPort(server, wrong), RangeError);
      assert.throws(() => command.setProviderTtl('EXPR', wrong), RangeError);
    }
    assert.throws(() => command.testPort(server, 0), RangeError);
    assert.throws(() => command.testPort(server, 65_536), RangeError);
  });

  test('Autodiscover reads Active Directory anew, with the module loaded where that is not done by itself', () => {
    const recycled = (version: Parameters<typeof command.recycleAutodiscover>[0]) =>
      command.recycleAutodiscover(version).map(({ text }) => text);
    const load = 'Import-Module WebAdministration';
    const recycle = 'Restart-WebAppPool -Name MSExchangeAutodiscoverAppPool';
    assert.deepEqual(recycled('2010'), [load, recycle]);
    assert.deepEqual(recycled(null), [load, recycle]);
    for (const version of ['2013', '2016', '2019', 'se'] as const)
      assert.deepEqual(recycled(version), [recycle]);
    for (const made of command.recycleAutodiscover(null)) assertCommand(made);
  });

  test('a change is rehearsed first, by the same command', () => {
    const [rehearsal, change, ...more] = command.rehearsed(command.setProvider('EXPR', null));
    assert.ok(rehearsal && change && more.length === 0);
    assert.equal(rehearsal.text, `${change.text} -WhatIf`);
    assert.equal(rehearsal.rehearsal, true);
    assert.equal(change.rehearsal, undefined);
    assertCommand(rehearsal);
  });
});

describe('what a parser of PowerShell finds', () => {
  test('of a request: every name as one value of its own', () => {
    const names = ['mail.contoso.com', '*.contoso.com', '1.5e3', '5gb', '_sip.contoso.com'].map(safeName);
    const made = command.requestCertificate(safeName(mail), names);
    assert.deepEqual(parsePowerShell(made.text), [
      {
        cmdlet: 'New-ExchangeCertificate',
        arguments: [],
        parameters: {
          GenerateRequest: [],
          SubjectName: ['cn=mail.contoso.com'],
          DomainName: names,
          PrivateKeyExportable: ['$true'],
        },
      },
    ]);
  });

  test('of a renewal: the thumbprint, and what is done with the certificate', () => {
    assert.deepEqual(parsePowerShell(command.renewCertificate(safeThumbprint(thumbprint)).text), [
      { cmdlet: 'Get-ExchangeCertificate', arguments: [], parameters: { Thumbprint: [thumbprint] } },
      {
        cmdlet: 'New-ExchangeCertificate',
        arguments: [],
        parameters: { GenerateRequest: [], PrivateKeyExportable: ['$true'] },
      },
    ]);
  });

  test('of a provider: which one, and its new value', () => {
    assert.deepEqual(parsePowerShell(command.setProvider('EXCH', safeName(wildcard)).text), [
      {
        cmdlet: 'Set-OutlookProvider',
        arguments: ['EXCH'],
        parameters: { CertPrincipalName: ['msstd:*.contoso.com'] },
      },
    ]);
  });

  const refused = [
    'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:a"; calc',
    'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:$(calc)"',
    'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:$env:x"',
    'Set-OutlookProvider EXPR -CertPrincipalName:"msstd:`n"',
    'Set-OutlookProvider EXPR -CertPrincipalName:“msstd:a”',
    'Set-OutlookProvider EXPR -CertPrincipalName:$null && calc',
    'Set-OutlookProvider EXPR -CertPrincipalName:$null # calc',
    'Set-OutlookProvider EXPR -CertPrincipalName:$null > file',
    'Set-OutlookProvider EXPR\ncalc',
    'Set-OutlookProvider EXPR | calc',
    'Set-OutlookProvider EXPR -CertPrincipalName:(calc)',
    'Enable-ExchangeCertificate -Thumbprint (Read-Host "Thumbprint"; calc) -Services IIS',
    'Enable-ExchangeCertificate -Thumbprint (Read-Host "Thumbprint") -Services IIS,SMTP',
    'Set-Content -Path C:\\certificate.pfx -Encoding Byte -Value (Export-ExchangeCertificate; calc).FileData',
    'Set-Content -Path C:\\other.pfx -Encoding Byte -Value $null',
    'certutil -delstore Root *',
    'Remove-Mailbox -Identity *',
  ];
  for (const text of refused) {
    test(`neither belt lets through ${JSON.stringify(text)}`, () => {
      const made: Command = { shell: 'ExchangeManagementShell', text };
      assert.throws(() => assertCommand(made), assert.AssertionError);
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

describe('of 1,000 hostile names, none ever stands in a command', () => {
  const names = hostileNames(1000);
  const given = (own: Given) => () => observation(own);
  const good = given({});
  const places: Record<string, [Base, (hostile: string) => Change]> = {
    'the only common name': [given({ san: [mail] }), (hostile) => leaf({ commonNames: [hostile] })],
    'the only name': [given({ san: [] }), (hostile) => leaf({ commonNames: [hostile] })],
    'one of several common names': [good, (hostile) => leaf({ commonNames: [hostile, mail] })],
    'an alternative name': [given({ cn: [wildcard] }), (hostile) => leaf({ dnsNames: [mail, hostile] })],
    'an alternative name of another host': [
      good,
      (hostile) => leaf({ commonNames: [hostile], dnsNames: [hostile] }),
    ],
    'names of an expired certificate': [
      given({ validity: 'past', san: [mail] }),
      (hostile) => leaf({ commonNames: [hostile] }),
    ],
    'names of a self-signed certificate': [
      given({ trust: 'self-signed' }),
      (hostile) => leaf({ commonNames: [hostile], dnsNames: [mail, hostile], emailNames: [`${hostile}@x`] }),
    ],
    'a thumbprint': [given({ validity: 'past', also: [{}] }), (hostile) => leaf({ sha1: hostile })],
    'the better certificate of two': [
      given({ also: [{ validity: 'past' }] }),
      (hostile) => leaf({ sha1: hostile, commonNames: [hostile], dnsNames: [mail] }),
    ],
    'subject and issuer': [
      given({ trust: 'chain-incomplete' }),
      (hostile) => leaf({ subject: hostile, issuer: hostile, serialNumber: hostile }),
    ],
    'what the chain tells of its issuers': [
      given({ trust: 'chain-incomplete' }),
      (hostile) => ({
        endpoint: ({ chain: [own] }) =>
          own ? { fetchedIssuers: [{ url: hostile, certificate: { ...own, subject: hostile } }] } : {},
      }),
    ],
    'what the server said in the handshake': [
      given({ error: 'handshake-failed', noLeaf: true }),
      (hostile) => ({
        endpoint: () => ({
          protocol: hostile,
          cipher: hostile,
          error: { code: 'handshake-failed', stage: 'handshake', cause: hostile, alert: hostile },
        }),
      }),
    ],
    'the principal name': [
      good,
      (hostile) => {
        const parsed = parsePrincipalName(hostile);
        return { request: parsed.ok ? { principal: parsed.value } : {} };
      },
    ],
    'the principal name, read already': [
      good,
      (hostile) => ({ request: { principal: { given: hostile, form: 'msstd', name: hostile } } }),
    ],
    'the value of EXPR': [good, (hostile) => expr({ certPrincipalName: hostile })],
    'the value of EXPR and the wildcard beside it': [
      given({ cn: [wildcard] }),
      (hostile) => expr({ certPrincipalName: `msstd:${hostile}` }),
    ],
    'the value of EXCH': [
      given({ cn: [wildcard], version: '2016' }),
      (hostile) => ({ request: { providers: { exch: { certPrincipalName: hostile } } } }),
    ],
    'the server of EXPR': [good, (hostile) => expr({ certPrincipalName: null, server: hostile })],
    'everything at once': [
      given({ trust: 'self-signed' }),
      (hostile) => ({
        request: {
          principal: { given: hostile, form: 'msstd', name: hostile },
          providers: { expr: { certPrincipalName: hostile, server: hostile, ttlHours: 0 } },
        },
        ...leaf({ commonNames: [hostile, hostile], dnsNames: [hostile], sha1: hostile }),
      }),
    ],
  };
  for (const [place, [base, change]] of Object.entries(places)) {
    test(`as ${place}`, () => {
      const offered = names.flatMap((hostile) => {
        const { fixes } = diagnose(changed(base(), change(hostile)));
        return fixes.flatMap(everyCommand);
      });
      assert.ok(offered.length > 0 || place === 'what the server said in the handshake');
      for (const made of offered) {
        assert.ok(!made.text.includes(marker), JSON.stringify(made.text.slice(0, 300)));
        assertCommand(made);
      }
    });
  }
});

type Base = () => Observation;
interface Change {
  request?: Partial<Observation['request']>;
  /** Of the first endpoint. */
  endpoint?: (own: Endpoint) => Partial<Endpoint>;
}

function leaf(more: Partial<Certificate>): Change {
  return {
    endpoint: ({ chain: [own, ...issuers] }) => (own ? { chain: [{ ...own, ...more }, ...issuers] } : {}),
  };
}

function expr(provider: NonNullable<NonNullable<Observation['request']['providers']>['expr']>): Change {
  return { request: { providers: { expr: provider } } };
}

function changed({ request, endpoints, ...base }: Observation, change: Change): Observation {
  const [first, ...others] = endpoints;
  assert.ok(first);
  return {
    ...base,
    request: { ...request, ...change.request },
    endpoints: [{ ...first, ...change.endpoint?.(first) }, ...others],
  };
}

function everyCommand({ steps, commands, verify, undo }: Fix): Command[] {
  return [...steps.flatMap((step) => step.commands), ...commands, ...verify, ...undo];
}
