import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type SafeName, safeName } from '../../diagnosis/commands.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { type Facts, type Observation, readFacts } from '../../diagnosis/facts.ts';
import * as fix from '../../diagnosis/fixes.ts';
import type { Certificate, Command, Endpoint, Fix, OutlookProviders } from '../../diagnosis/types.ts';

interface Given {
  host?: string;
  commonName?: string;
  dnsNames?: string[];
  sha1?: string;
  expr?: string | null;
  exch?: string | null;
}

const mail = 'mail.contoso.com';
const thumbprint = 'AB'.repeat(20);

function observation({ host = mail, expr, exch, ...names }: Given): Observation {
  const providers: OutlookProviders = {
    ...(expr !== undefined && { expr: { certPrincipalName: expr } }),
    ...(exch !== undefined && { exch: { certPrincipalName: exch } }),
  };
  const endpoint: Endpoint = {
    address: '192.0.2.1',
    family: 4,
    port: 443,
    sni: mail,
    chain: [certificate(names)],
    trust: 'trusted',
    timings: {},
  };
  const request = { server: { host, port: 443 }, providers };
  return { request, endpoints: [endpoint], checkedAt: new Date('2026-06-15'), durationMs: 1 };
}

function facts(given: Given): Facts {
  const seen = observation(given);
  const [endpoint] = seen.endpoints;
  assert.ok(endpoint);
  return readFacts(seen, endpoint);
}

function certificate({ commonName = mail, dnsNames = [commonName], sha1 = thumbprint }: Given): Certificate {
  return {
    commonNames: [commonName],
    dnsNames,
    sha1,
    subject: `CN=${commonName}`,
    issuer: 'CN=Contoso Lab Issuing CA',
    ipAddresses: [],
    emailNames: [],
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2026-12-31T00:00:00.000Z',
    serialNumber: '01',
    sha256: 'AB'.repeat(32),
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    selfIssued: false,
  };
}

function safe(name: string): SafeName {
  const checked = safeName(name);
  assert.ok(checked !== null);
  return checked;
}

const texts = (commands: Command[]) => commands.map(({ text }) => text);
const set = (provider: string, value: string) =>
  `Set-OutlookProvider ${provider} -CertPrincipalName:${value}`;
const read = (provider: string) =>
  `Get-OutlookProvider ${provider} | Format-List Name,CertPrincipalName,Server,TTL`;

describe('telling Autodiscover the name of the certificate', () => {
  const table: [what: string, given: Given, name: string, commands: string[], undo: string[]][] = [
    [
      'the default before, as far as known',
      {},
      'webmail.contoso.com',
      [set('EXPR', '"msstd:webmail.contoso.com"')],
      [set('EXPR', '$null')],
    ],
    [
      'the default before',
      { expr: null },
      'webmail.contoso.com',
      [set('EXPR', '"msstd:webmail.contoso.com"')],
      [set('EXPR', '$null')],
    ],
    [
      'another name before',
      { expr: 'msstd:old.contoso.com' },
      'webmail.contoso.com',
      [set('EXPR', '"msstd:webmail.contoso.com"')],
      [set('EXPR', '"msstd:old.contoso.com"')],
    ],
    [
      'none before',
      { expr: 'none' },
      'webmail.contoso.com',
      [set('EXPR', '"msstd:webmail.contoso.com"')],
      [set('EXPR', '"none"')],
    ],
    [
      'what may not stand in a command before',
      { expr: 'msstd:"; calc' },
      'webmail.contoso.com',
      [set('EXPR', '"msstd:webmail.contoso.com"')],
      [],
    ],
    [
      'another form before, which no command brings back',
      { expr: 'MSSTD: Old.contoso.com' },
      'webmail.contoso.com',
      [set('EXPR', '"msstd:webmail.contoso.com"')],
      [],
    ],
    [
      'a wildcard, for EXCH too',
      { expr: 'msstd:old.contoso.com' },
      '*.contoso.com',
      [set('EXPR', '"msstd:*.contoso.com"'), set('EXCH', '"msstd:*.contoso.com"')],
      [set('EXPR', '"msstd:old.contoso.com"'), set('EXCH', '$null')],
    ],
    [
      'EXCH has a value of its own',
      { exch: 'none' },
      'webmail.contoso.com',
      [set('EXPR', '"msstd:webmail.contoso.com"'), set('EXCH', '"msstd:webmail.contoso.com"')],
      [set('EXPR', '$null'), set('EXCH', '"none"')],
    ],
  ];
  for (const [what, given, name, commands, undo] of table) {
    test(what, () => {
      const made = fix.setProvider(facts(given), safe(name));
      assert.deepEqual(texts(made.commands), commands);
      assert.deepEqual(texts(made.undo), undo);
      assert.deepEqual(
        texts(made.verify),
        commands.map((_, index) => read(index === 0 ? 'EXPR' : 'EXCH')),
      );
      assert.equal(made.data.principal, `msstd:${name}`);
    });
  }

  test('EXCH is for Exchange 2013 and later', () => {
    const { commands } = fix.setProvider(facts({}), safe('*.contoso.com'));
    assert.deepEqual(
      commands.map(({ appliesTo }) => appliesTo),
      [undefined, 'exchange2013OrLater'],
    );
  });
});

describe('going back to the default', () => {
  const table: [what: string, given: Given, commands: string[], undo: string[]][] = [
    ['nobody knows the former value, so there is no command to undo it', {}, [set('EXPR', '$null')], []],
    [
      'from a name',
      { expr: 'msstd:old.contoso.com' },
      [set('EXPR', '$null')],
      [set('EXPR', '"msstd:old.contoso.com"')],
    ],
    ['from none', { expr: 'none' }, [set('EXPR', '$null')], [set('EXPR', '"none"')]],
    [
      'only the provider that has a value',
      { expr: null, exch: 'msstd:old.contoso.com' },
      [set('EXCH', '$null')],
      [set('EXCH', '"msstd:old.contoso.com"')],
    ],
    [
      'both',
      { expr: 'msstd:a.contoso.com', exch: 'msstd:b.contoso.com' },
      [set('EXPR', '$null'), set('EXCH', '$null')],
      [set('EXPR', '"msstd:a.contoso.com"'), set('EXCH', '"msstd:b.contoso.com"')],
    ],
    [
      'EXCH alone is known',
      { exch: 'msstd:b.contoso.com' },
      [set('EXCH', '$null')],
      [set('EXCH', '"msstd:b.contoso.com"')],
    ],
  ];
  for (const [what, given, commands, undo] of table) {
    test(what, () => {
      const made = fix.resetProvider(facts(given));
      assert.deepEqual(texts(made.commands), commands);
      assert.deepEqual(texts(made.undo), undo);
      assert.equal(made.data.principal, 'msstd:mail.contoso.com');
    });
  }
});

describe('the request for a new certificate', () => {
  const asked = (given: Given) => texts(fix.reissueCertificate(facts(given)).commands);
  const request = (host: string, names: string[]) =>
    `New-ExchangeCertificate -GenerateRequest -SubjectName "cn=${host}" -DomainName ${names.join()} -PrivateKeyExportable:$true`;
  const many = Array.from({ length: 100 }, (_, index) => `host${index}.contoso.com`);

  const table: [what: string, given: Given, commands: string[]][] = [
    ['names the host once', { dnsNames: [mail, 'MAIL.contoso.com'] }, [request(mail, [mail])]],
    [
      'keeps the other names',
      { dnsNames: ['autodiscover.contoso.com', mail] },
      [request(mail, [mail, 'autodiscover.contoso.com'])],
    ],
    [
      'leaves out what may not stand in a command',
      { dnsNames: [mail, 'a b', '$(calc)', '"', 'none', '10.0.0.1'] },
      [request(mail, [mail])],
    ],
    [
      "keeps nothing of another host's certificate",
      { dnsNames: ['www.fabrikam.com'] },
      [request(mail, [mail])],
    ],
    ['is not offered for an address', { host: '192.0.2.1' }, []],
  ];
  for (const [what, given, commands] of table) {
    test(what, () => assert.deepEqual(asked(given), commands));
  }

  test('keeps 25 names at most', () => {
    assert.deepEqual(asked({ dnsNames: [mail, ...many] }), [request(mail, [mail, ...many.slice(0, 24)])]);
  });
});

describe('the certificate in use', () => {
  const enable = [`Enable-ExchangeCertificate -Thumbprint ${thumbprint} -Services IIS`];
  const inOrder = facts({});
  const odd = facts({ sha1: 'AB; calc' });

  for (const make of [fix.bindCertificate, fix.reissueCertificate]) {
    test(`${make(inOrder).id} is undone by putting it back`, () => {
      assert.deepEqual(texts(make(inOrder).undo), enable);
      assert.deepEqual(texts(make(odd).undo), []);
    });
  }

  test('is renewed by its thumbprint', () => {
    const text = `Get-ExchangeCertificate -Thumbprint ${thumbprint} | New-ExchangeCertificate -GenerateRequest -PrivateKeyExportable:$true`;
    assert.deepEqual(texts(fix.renewCertificate(inOrder).commands), [text]);
    assert.deepEqual(fix.renewCertificate(odd).commands, []);
  });

  test('is looked for under the host, unless that is an address', () => {
    const fields = 'Subject,CertificateDomains,Services,Thumbprint,NotAfter,Status';
    const listed = (host: string) => texts(fix.bindCertificate(facts({ host })).commands);
    assert.deepEqual(listed(mail), [`Get-ExchangeCertificate | Format-List ${fields}`]);
    assert.deepEqual(listed('192.0.2.1'), [`Get-ExchangeCertificate | Format-List ${fields}`]);
  });
});

test('who acts, and on what', () => {
  const inOrder = facts({});
  const acts = [
    fix.setProviderByHand(),
    fix.refreshOutlook(),
    fix.correctPrincipal(safe('webmail.contoso.com')),
    fix.trustIssuer(),
    fix.completeChain(),
    fix.installIssuer([]),
    fix.checkClock(),
    fix.checkName(inOrder),
    fix.checkDns(inOrder),
    fix.checkPort(inOrder),
    fix.checkTls(inOrder),
    fix.allowNetwork(),
    fix.allowPort(inOrder),
  ].map(({ id, who, commands }) => [id, who, ...texts(commands)]);
  assert.deepEqual(acts, [
    ['set-provider-by-hand', 'exchangeAdmin'],
    ['refresh-outlook', 'user'],
    ['correct-principal', 'user'],
    ['trust-issuer', 'exchangeAdmin'],
    ['complete-chain', 'exchangeAdmin'],
    ['install-issuer', 'exchangeAdmin'],
    ['check-clock', 'exchangeAdmin', 'w32tm /query /status'],
    ['check-name', 'helpdesk', 'Resolve-DnsName mail.contoso.com'],
    ['check-dns', 'helpdesk', 'Resolve-DnsName mail.contoso.com'],
    ['check-port', 'helpdesk', 'Test-NetConnection -ComputerName mail.contoso.com -Port 443'],
    ['check-tls', 'exchangeAdmin'],
    ['allow-network', 'botOperator'],
    ['allow-port', 'botOperator'],
  ]);
});

test('none is never proposed, and put back only where it was', () => {
  const values = [
    undefined,
    null,
    'none',
    'NONE',
    'msstd:none',
    'msstd:mail.contoso.com',
    'msstd:old.contoso.com',
  ];
  const names = [mail, '*.contoso.com', 'webmail.contoso.com', 'none', 'NONE', 'Contoso Mail', ''];
  const isOff = (value: string | null | undefined) => /none$/i.test(value ?? '');
  const turnsOff = ({ text }: Command) => /none/i.test(text);
  const proposals = ({ commands, verify }: Fix) => [...commands, ...verify];

  for (const commonName of names)
    for (const expr of values)
      for (const exch of values) {
        const given = {
          commonName,
          dnsNames: [mail, 'none'],
          ...(expr !== undefined && { expr }),
          ...(exch !== undefined && { exch }),
        };
        const { fixes } = diagnose(observation(given));
        const [known, what] = [isOff(expr) || isOff(exch), JSON.stringify(given)];
        assert.deepEqual(fixes.flatMap(proposals).filter(turnsOff), [], what);
        assert.ok(known || !fixes.flatMap(({ undo }) => undo).some(turnsOff), what);
      }
});
