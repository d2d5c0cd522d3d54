import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type SafeName, safeName } from '../../diagnosis/commands.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { type Facts, readFacts } from '../../diagnosis/facts.ts';
import * as fix from '../../diagnosis/fixes/index.ts';
import type { Command, ExchangeVersion, Fix } from '../../diagnosis/types.ts';
import { assertCommand } from './commandForms.ts';
import { endpoint, type Given, mail, observation } from './observation.ts';

const thumbprint = 'AB'.repeat(20);

/** Nobody told Outlook's own name, unless the row does. */
function facts(given: Given): Facts {
  return readFacts(observation({ principal: null, sha1: thumbprint, ...given }));
}

function safe(name: string): SafeName {
  const checked = safeName(name);
  assert.ok(checked !== null);
  return checked;
}

const texts = (commands: Command[]) => commands.map(({ text }) => text);
const stepsOf = ({ steps }: Fix) => steps.map(({ id }) => id);
const set = (provider: string, value: string) =>
  `Set-OutlookProvider ${provider} -CertPrincipalName:${value}`;
const read = (provider: string) =>
  `Get-OutlookProvider ${provider} | Format-List Name,CertPrincipalName,Server,TTL`;
const listed =
  'Get-ExchangeCertificate | Format-List Subject,CertificateDomains,Services,Thumbprint,NotAfter,Status';
const enabled = (value: string) => `Enable-ExchangeCertificate -Thumbprint ${value} -Services IIS`;
const password = '-Password (Read-Host "Password" -AsSecureString)';
const exported = (value: string) =>
  `Set-Content -Path C:\\certificate.pfx -Encoding Byte -Value (Export-ExchangeCertificate -Thumbprint ${value} -BinaryEncoded ${password}).FileData`;
const imported = `Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("C:\\certificate.pfx")) ${password}`;
const asked = enabled('(Read-Host "Thumbprint")');

describe('telling Autodiscover the name of the certificate', () => {
  const webmail = '"msstd:webmail.contoso.com"';
  const both = [set('EXPR', webmail), set('EXCH', webmail)];
  const table: [what: string, given: Given, commands: string[], undo: string[]][] = [
    ['the default before, as far as known', {}, both, [set('EXPR', '$null'), set('EXCH', '$null')]],
    ['the default before', { expr: null }, both, [set('EXPR', '$null'), set('EXCH', '$null')]],
    [
      'another name before',
      { expr: 'msstd:old.contoso.com' },
      both,
      [set('EXPR', '"msstd:old.contoso.com"'), set('EXCH', '$null')],
    ],
    [
      'another name before, as Outlook shows',
      { principal: 'msstd:old.contoso.com' },
      both,
      [set('EXPR', '"msstd:old.contoso.com"'), set('EXCH', '$null')],
    ],
    ['none before', { expr: 'none' }, both, [set('EXPR', '"none"'), set('EXCH', '$null')]],
    [
      'another spelling of none before, which no command brings back',
      { expr: 'None', version: '2010' },
      [set('EXPR', webmail)],
      [],
    ],
    [
      'what may not stand in a command before',
      { expr: 'msstd:"; calc', version: '2010' },
      [set('EXPR', webmail)],
      [],
    ],
    [
      'another form before, which no command brings back',
      { expr: 'MSSTD: Old.contoso.com', version: '2010' },
      [set('EXPR', webmail)],
      [],
    ],
    ['EXCH has a value of its own', { exch: 'none' }, both, [set('EXPR', '$null'), set('EXCH', '"none"')]],
    [
      'EXPR holds it already',
      { expr: 'msstd:webmail.contoso.com', exch: 'none' },
      [set('EXCH', webmail)],
      [set('EXCH', '"none"')],
    ],
    [
      'EXPR holds it without the prefix',
      { expr: 'webmail.contoso.com', version: '2010' },
      [set('EXPR', webmail)],
      [],
    ],
  ];
  for (const [what, given, commands, undo] of table) {
    test(what, () => {
      const made = fix.setProvider(facts(given), safe('webmail.contoso.com'));
      assert.deepEqual(texts(made.commands), commands);
      assert.deepEqual(texts(made.undo), undo);
      const providers = commands.map((text) => text.split(' ')[1] ?? '');
      const tested = made.verify.filter(({ text }) => text.startsWith('Get-'));
      assert.deepEqual(texts(tested), providers.map(read));
      assert.equal(made.data.principal, 'msstd:webmail.contoso.com');
    });
  }

  const versions: [version: ExchangeVersion | undefined, commands: [string, Command['appliesTo']][]][] = [
    [
      undefined,
      [
        [set('EXPR', webmail), undefined],
        [set('EXCH', webmail), 'exchange2013OrLater'],
      ],
    ],
    ['2010', [[set('EXPR', webmail), undefined]]],
    ...(['2013', '2016', '2019', 'se'] as const).map((version): (typeof versions)[number] => [
      version,
      [
        [set('EXPR', webmail), undefined],
        [set('EXCH', webmail), undefined],
      ],
    ]),
  ];
  for (const [version, commands] of versions) {
    test(`Exchange ${version ?? 'of an unknown version'}`, () => {
      const made = fix.setProvider(facts(version ? { version } : {}), safe('webmail.contoso.com'));
      assert.deepEqual(
        made.commands.map(({ text, appliesTo }) => [text, appliesTo]),
        commands,
      );
    });
  }

  test('comes in this order: note, mind, change, let arrive, verify', () => {
    const given = facts({ expr: 'msstd:old.contoso.com', version: '2016' });
    assert.deepEqual(stepsOf(fix.setProvider(given, safe('webmail.contoso.com'))), [
      'note-provider',
      'mind-names',
      'mind-inside',
      'change-provider',
      'let-arrive',
      'verify-provider',
    ]);
  });

  test('on Exchange 2010 there is a cmdlet that tests it, and nothing about the inside', () => {
    const made = fix.setProvider(facts({ version: '2010' }), safe(mail));
    assert.deepEqual(stepsOf(made), [
      'note-provider',
      'change-provider',
      'let-arrive',
      'verify-provider',
      'test-connectivity',
    ]);
  });

  test('the names that the value counts for, too, are told before the change', () => {
    const given = facts({
      cn: ['*.contoso.com'],
      principal: 'msstd:Old.contoso.com',
      expr: 'msstd:a"; calc',
      exch: 'msstd:*.contoso.com',
    });
    const mind = fix.setProvider(given, safe('*.contoso.com')).steps.find(({ id }) => id === 'mind-names');
    assert.deepEqual(mind?.data, { names: [mail, 'old.contoso.com', 'a"; calc'], name: '*.contoso.com' });
  });

  test('of ten thousand names, twelve are told', () => {
    const cn = Array.from({ length: 10_000 }, (_, index) => `host${index}.contoso.com`);
    const made = fix.setProvider(facts({ cn, san: [mail] }), safe(mail));
    assert.equal(Object(made.steps.find(({ id }) => id === 'mind-names')?.data.names).length, 12);
  });

  test('what a change leads to is certain only where the former value is known', () => {
    const known = (given: Given) =>
      fix.setProvider(facts(given), safe('webmail.contoso.com')).data.formerKnown;
    assert.equal(known({}), false);
    assert.equal(known({ expr: null }), false);
    assert.equal(known({ expr: null, version: '2010' }), true);
    assert.equal(known({ expr: null, exch: 'none' }), true);
  });
});

describe('going back to the default', () => {
  const both = [set('EXPR', '$null'), set('EXCH', '$null')];
  const table: [what: string, given: Given, commands: string[], undo: string[]][] = [
    ['nobody knows the former value, so there is no command to undo it', {}, both, []],
    [
      'from a name that Outlook shows',
      { principal: 'msstd:old.contoso.com' },
      both,
      [set('EXPR', '"msstd:old.contoso.com"')],
    ],
    ['from a name', { expr: 'msstd:old.contoso.com' }, both, [set('EXPR', '"msstd:old.contoso.com"')]],
    ['from none', { expr: 'none' }, both, [set('EXPR', '"none"')]],
    ['from the right name without its prefix', { expr: mail }, both, []],
    [
      'only the provider that has a value',
      { expr: null, exch: 'msstd:old.contoso.com' },
      [set('EXCH', '$null')],
      [set('EXCH', '"msstd:old.contoso.com"')],
    ],
    [
      'only the provider whose value differs from the default',
      { expr: 'msstd:mail.contoso.com', exch: 'msstd:old.contoso.com' },
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
      'EXCH alone is known, and Outlook shows the right name',
      { exch: 'msstd:b.contoso.com' },
      [set('EXCH', '$null')],
      [set('EXCH', '"msstd:b.contoso.com"')],
    ],
    [
      'EXCH alone is known, and Outlook shows another name, which must come from EXPR',
      { exch: 'msstd:b.contoso.com', principal: 'msstd:old.contoso.com' },
      [set('EXPR', '$null'), set('EXCH', '$null')],
      [set('EXPR', '"msstd:old.contoso.com"'), set('EXCH', '"msstd:b.contoso.com"')],
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

  const whole = ['change-provider', 'change-unseen-provider', 'let-arrive', 'verify-provider'];
  const paths: [what: string, given: Given, steps: string[]][] = [
    [
      'EXPR is known, and EXCH must be looked at',
      { expr: 'msstd:old.contoso.com' },
      ['note-provider', 'mind-default', ...whole],
    ],
    [
      'EXPR must be looked at first, for it may be empty',
      { principal: 'msstd:old.contoso.com' },
      ['note-unseen-provider', 'mind-default', ...whole],
    ],
    [
      'what switches the check on for everybody says so, whatever names are in play',
      { expr: 'none' },
      ['note-provider', 'mind-switch-on', 'mind-default', ...whole],
    ],
    [
      'Exchange 2010, whose Outlooks do not read EXCH',
      { expr: 'msstd:old.contoso.com', version: '2010' },
      [
        'note-provider',
        'mind-default',
        'change-provider',
        'let-arrive',
        'verify-provider',
        'test-connectivity',
      ],
    ],
    [
      'EXCH is known to be empty',
      { expr: 'msstd:old.contoso.com', exch: null },
      ['note-provider', 'mind-default', 'change-provider', 'let-arrive', 'verify-provider'],
    ],
  ];
  for (const [what, given, steps] of paths)
    test(what, () => assert.deepEqual(stepsOf(fix.resetProvider(facts(given))), steps));

  test('EXCH is read before it may be changed, and for the versions that have a use for it', () => {
    const steps = (given: Given) => fix.resetProvider(facts({ expr: 'none', ...given })).steps;
    assert.deepEqual(texts(steps({})[0]?.commands ?? []), ['EXPR', 'EXCH'].map(read));
    const change = (given: Given) => steps(given).find(({ id }) => id === 'change-unseen-provider')?.commands;
    assert.deepEqual(
      change({})?.map(({ appliesTo }) => appliesTo),
      ['exchange2013OrLater', 'exchange2013OrLater'],
    );
    assert.deepEqual(
      change({ version: '2019' })?.map(({ appliesTo }) => appliesTo),
      [undefined, undefined],
    );
  });

  test('the names that this check met are told before the change', () => {
    const mind = fix.resetProvider(facts({ expr: 'none' })).steps.find(({ id }) => id === 'mind-default');
    assert.deepEqual(mind?.data, { names: [mail] });
  });
});

describe('what else a provider may hold', () => {
  const table: [
    what: string,
    given: Given,
    make: (facts: Facts) => Fix,
    commands: string[],
    undo: string[],
  ][] = [
    [
      'a server',
      { exprServer: mail },
      fix.clearProviderServer,
      ['Set-OutlookProvider EXPR -Server:$null'],
      ['Set-OutlookProvider EXPR -Server:"mail.contoso.com"'],
    ],
    [
      'a server that may not stand in a command',
      { exprServer: 'mail"; calc' },
      fix.clearProviderServer,
      ['Set-OutlookProvider EXPR -Server:$null'],
      [],
    ],
    [
      'a TTL of 0',
      { ttl: 0 },
      fix.restoreProviderTtl,
      ['Set-OutlookProvider EXPR -TTL:1'],
      ['Set-OutlookProvider EXPR -TTL:0'],
    ],
  ];
  for (const [what, given, make, commands, undo] of table) {
    test(what, () => {
      const made = make(facts(given));
      assert.deepEqual(texts(made.commands), commands);
      assert.deepEqual(texts(made.undo), undo);
      // A computer that was told never to ask again does not.
      const arrival = given.ttl === 0 ? 'let-arrive-by-restart' : 'let-arrive';
      assert.deepEqual(stepsOf(made), ['note-provider', 'change-provider', arrival, 'verify-provider']);
    });
  }
});

test('a value that is set by hand counts for the whole organisation, too', () => {
  const made = fix.setProviderByHand(
    facts({ cn: ['Contoso Mail'], san: [mail], expr: 'msstd:old.contoso.com' }),
  );
  assert.deepEqual(stepsOf(made), [
    'note-provider',
    'mind-names',
    'mind-inside',
    'change-by-hand',
    'let-arrive',
    'verify-provider',
  ]);
  assert.deepEqual(made.steps[1]?.data, { names: [mail, 'old.contoso.com'], name: 'contoso mail' });
  assert.deepEqual(texts(made.commands), []);
  assert.deepEqual(texts(made.verify), ['EXPR', 'EXCH'].map(read));
});

test('half a way back is none', () => {
  const undo = (given: Given) => texts(fix.setProvider(facts(given), safe('*.contoso.com')).undo);
  assert.deepEqual(undo({ expr: 'MSSTD: Old.contoso.com', exch: 'msstd:other.contoso.com' }), []);
  assert.deepEqual(undo({ principal: 'none', exch: 'msstd:old.contoso.com', version: '2016' }), []);
});

test('the way back, too, is for the versions that have a use for it', () => {
  const applies = (given: Given) =>
    fix.setProvider(facts(given), safe('*.contoso.com')).undo.map(({ appliesTo }) => appliesTo);
  assert.deepEqual(applies({ expr: null }), [undefined, 'exchange2013OrLater']);
  assert.deepEqual(applies({ expr: null, version: '2016' }), [undefined, undefined]);
});

test('of several former certificates, none is put back by a command', () => {
  const given = facts({ validity: 'past', also: [{ validity: 'past', cn: ['*.contoso.com'] }] });
  for (const make of [fix.bindCertificate, fix.reissueCertificate, fix.renewCertificate])
    assert.deepEqual(make(given).undo, []);
});

test('for a name that no public authority vouches for, that is said', () => {
  for (const [host, isSaid] of [
    ['exch01', true],
    ['exch01.contoso.local', true],
    [mail, false],
  ] as const)
    assert.equal(stepsOf(fix.reissueCertificate(facts({ host }))).includes('mind-inner-name'), isSaid);
});

describe('the request for a new certificate', () => {
  const requested = (given: Given) =>
    texts(fix.reissueCertificate(facts(given)).commands).filter((text) => text.startsWith('New-'));
  const request = (host: string, names: string[]) =>
    `New-ExchangeCertificate -GenerateRequest -SubjectName "cn=${host}" -DomainName ${names.map((name) => `"${name}"`).join()} -PrivateKeyExportable:$true`;
  const many = Array.from({ length: 100 }, (_, index) => `host${index}.contoso.com`);
  const long = Array.from(
    { length: 10 },
    (_, index) => `${'a'.repeat(60)}.${'b'.repeat(60)}.${index}.contoso.com`,
  );

  const table: [what: string, given: Given, commands: string[]][] = [
    ['names the host once', { san: [mail, 'MAIL.contoso.com'] }, [request(mail, [mail])]],
    [
      'keeps the other names',
      { san: ['autodiscover.contoso.com', mail] },
      [request(mail, [mail, 'autodiscover.contoso.com'])],
    ],
    [
      'leaves out what may not stand in a command',
      { san: [mail, 'a b', '$(calc)', '"', 'none', '10.0.0.1'] },
      [request(mail, [mail])],
    ],
    ["keeps nothing of another host's certificate", { san: ['www.fabrikam.com'] }, [request(mail, [mail])]],
    ['keeps 25 names at most', { san: [mail, ...many] }, [request(mail, [mail, ...many.slice(0, 24)])]],
    ['keeps 1000 characters at most', { san: [mail, ...long] }, [request(mail, [mail, ...long.slice(0, 7)])]],
    ['is not offered for an address', { host: '192.0.2.1' }, []],
  ];
  for (const [what, given, commands] of table) {
    test(what, () => assert.deepEqual(requested(given), commands));
  }
});

describe('the certificate in use', () => {
  const inOrder = facts({});
  const odd = facts({ sha1: 'AB; calc' });

  for (const make of [fix.bindCertificate, fix.reissueCertificate, fix.renewCertificate]) {
    test(`${make(inOrder).id} is undone by putting it back`, () => {
      assert.deepEqual(texts(make(inOrder).undo), [enabled(thumbprint)]);
      assert.deepEqual(texts(make(odd).undo), []);
    });
  }

  test('is renewed by its thumbprint', () => {
    const renewal = (size: string) =>
      `Get-ExchangeCertificate -Thumbprint ${thumbprint} | New-ExchangeCertificate -GenerateRequest${size} -PrivateKeyExportable:$true`;
    const first = (given: Facts) => texts(fix.renewCertificate(given).commands)[0];
    assert.equal(first(inOrder), renewal(''));
    assert.equal(first(facts({ key: ['rsa', 4096] })), renewal(''));
    assert.equal(first(facts({ key: ['rsa', 1024] })), renewal(' -KeySize:2048'));
    assert.equal(first(facts({ key: ['ec', 192] })), renewal(' -KeySize:2048'));
    assert.equal(
      first(odd),
      'Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("C:\\certificate.cer"))',
    );
  });

  const paths: [make: (facts: Facts) => Fix, steps: string[]][] = [
    [
      fix.bindCertificate,
      ['note-certificates', 'enable-certificate', 'export-certificate', 'everywhere', 'verify-certificate'],
    ],
    [
      fix.reissueCertificate,
      [
        'note-certificates',
        'request-certificate',
        'import-certificate',
        'enable-certificate',
        'export-certificate',
        'everywhere',
        'verify-certificate',
      ],
    ],
    [
      fix.renewCertificate,
      [
        'note-certificates',
        'request-renewal',
        'import-certificate',
        'enable-certificate',
        'export-certificate',
        'everywhere',
        'verify-certificate',
      ],
    ],
  ];
  for (const [make, steps] of paths) {
    test(`${make(inOrder).id} is a complete path`, () => {
      const made = make(facts({ also: [{}, { error: 'connection-timeout', noLeaf: true }] }));
      assert.deepEqual(stepsOf(made), steps);
      const everywhere = made.steps.find(({ id }) => id === 'everywhere');
      assert.deepEqual(everywhere?.data, { addresses: ['192.0.2.1', '192.0.2.2'] });
      assert.ok(texts(made.commands).includes(asked));
      assert.deepEqual(texts(made.verify), [listed]);
    });
  }
});

test('where a report names no address, none is told', () => {
  const seen = facts({ cn: ['old.contoso.com'] });
  const reported = { ...seen, answering: [], endpoint: { ...seen.endpoint, address: null } };
  const { steps } = fix.reissueCertificate(reported);
  assert.ok(steps.some(({ id }) => id === 'everywhere-unseen'));
  assert.ok(steps.every(({ id }) => id !== 'everywhere'));
});

describe('one certificate at every address', () => {
  const given = facts({
    validity: 'past',
    also: [{}, { validity: 'past' }, { error: 'connection-timeout', noLeaf: true }],
  });
  const good = endpoint({ address: '192.0.2.2', sha1: 'CD'.repeat(20) });

  test('is put where another is shown, by its thumbprint', () => {
    const made = fix.sameCertificate(given, good);
    assert.deepEqual(made.data, { addresses: ['192.0.2.1', '192.0.2.3'], good: '192.0.2.2' });
    assert.deepEqual(texts(made.commands), [exported('CD'.repeat(20)), imported, enabled('CD'.repeat(20))]);
    assert.deepEqual(stepsOf(made), [
      'find-servers',
      'note-certificates',
      'export-better',
      'copy-certificate',
      'enable-known',
      'verify-certificate',
    ]);
    assert.deepEqual(texts(made.undo), []);
  });

  test('is put there by the one who sees it where the thumbprint is none', () => {
    const made = fix.sameCertificate(given, endpoint({ sha1: 'CD; calc' }));
    assert.deepEqual(texts(made.commands), [exported('(Read-Host "Thumbprint")'), imported]);
    assert.deepEqual(made.steps[4], { kind: 'change', id: 'enable-certificate', commands: [], data: {} });
  });

  test('is undone by a command only where all former ones are the same', () => {
    const undo = (also: Given['also']) =>
      texts(fix.sameCertificate(facts({ validity: 'past', ...(also && { also }) }), good).undo);
    assert.deepEqual(undo([{}]), [enabled(thumbprint)]);
    assert.deepEqual(undo([{}, { cn: ['www.fabrikam.com'] }]), []);
  });
});

test('a stranger is trusted by nobody without a word of caution', () => {
  assert.deepEqual(stepsOf(fix.trustIssuer('CN=Root')), ['mind-issuer', 'test-trust', 'deploy-trust']);
  assert.deepEqual(fix.trustIssuer('CN=Root').steps[0]?.data, { issuer: 'CN=Root' });
  assert.equal(stepsOf(fix.trustIssuer(''))[0], 'mind-unknown-issuer');
});

test('what was installed is removed by its thumbprint, which is known of what was fetched', () => {
  const undo = (sha1: string) => {
    const [seen] = endpoint({ sha1 }).chain;
    return texts(fix.installIssuer(seen ? [{ url: '', certificate: seen }] : []).undo);
  };
  assert.deepEqual(undo(thumbprint), [`certutil -delstore CA ${thumbprint}`]);
  assert.deepEqual(undo('AB; calc'), []);
});

test('who acts, and on what', () => {
  const inOrder = facts({ also: [{ error: 'connection-timeout', noLeaf: true }] });
  const acts = [
    fix.setProviderByHand(inOrder),
    fix.refreshOutlook(),
    fix.onlineMailbox(),
    fix.bypassInspection(inOrder),
    fix.correctPrincipal(safe('webmail.contoso.com')),
    fix.trustIssuer('CN=Root'),
    fix.completeChain(),
    fix.defaultCertificate(inOrder),
    fix.useHostName(inOrder),
    fix.installIssuer([]),
    fix.checkClock(),
    fix.checkName(inOrder),
    fix.checkDns(inOrder),
    fix.checkPort(inOrder),
    fix.checkAddresses(inOrder),
    fix.checkTls(inOrder),
    fix.enableTls(inOrder),
    fix.checkTrust(inOrder),
    fix.askAboutFullsic(inOrder),
    fix.useUsualPort(inOrder),
    fix.allowNetwork(),
    fix.allowPort(inOrder),
  ].map(({ id, who, commands }) => [id, who, ...texts(commands)]);
  assert.deepEqual(acts, [
    ['set-provider-by-hand', 'exchangeAdmin'],
    ['refresh-outlook', 'user'],
    ['online-mailbox', 'user'],
    ['bypass-inspection', 'helpdesk'],
    ['correct-principal', 'user'],
    ['trust-issuer', 'exchangeAdmin', 'certutil -addstore -f Root C:\\root.cer'],
    ['complete-chain', 'exchangeAdmin', 'certutil -addstore -f CA C:\\intermediate.cer'],
    ['default-certificate', 'exchangeAdmin'],
    ['use-host-name', 'user'],
    ['install-issuer', 'exchangeAdmin', 'certutil -addstore -f CA C:\\intermediate.cer'],
    ['check-clock', 'exchangeAdmin', 'w32tm /query /status'],
    ['check-name', 'helpdesk', 'nslookup mail.contoso.com'],
    ['check-dns', 'helpdesk', 'nslookup mail.contoso.com'],
    ['check-port', 'helpdesk', 'Test-NetConnection -ComputerName "mail.contoso.com" -Port 443'],
    ['check-addresses', 'exchangeAdmin', 'Test-NetConnection -ComputerName "192.0.2.2" -Port 443'],
    ['check-tls', 'exchangeAdmin'],
    ['enable-tls', 'exchangeAdmin'],
    ['check-trust', 'helpdesk'],
    ['ask-about-fullsic', 'helpdesk'],
    ['use-usual-port', 'user'],
    ['allow-network', 'botOperator'],
    ['allow-port', 'botOperator'],
  ]);
});

test('computers of the time of Exchange 2010 are given no command that they lack', () => {
  const given = { version: '2010', also: [{ error: 'connection-timeout', noLeaf: true }] } as const;
  const old = facts({ ...given, also: [...given.also] });
  assert.deepEqual([...fix.checkPort(old).commands, ...fix.checkAddresses(old).commands], []);
  assert.deepEqual(texts(fix.checkName(old).commands), ['nslookup mail.contoso.com']);
});

test('where Outlook shows another name than the default, an administrator looks before Outlook is restarted', () => {
  const planned = (given: Given) => diagnose(observation(given)).fixes[0];
  const unsure = planned({ principal: 'msstd:old.contoso.com', expr: null });
  assert.equal(unsure?.id, 'refresh-outlook');
  assert.equal(unsure.who, 'exchangeAdmin');
  assert.deepEqual(
    unsure.steps.map(({ id }) => id),
    ['mind-default', 'restart-outlook', 'repair-account'],
  );
  assert.deepEqual(unsure.steps[0]?.data, { names: ['old.contoso.com', mail] });
  const sure = planned({ principal: 'msstd:old.contoso.com', expr: `msstd:${mail}` });
  assert.equal(sure?.who, 'user');
  assert.deepEqual(
    sure.steps.map(({ id }) => id),
    ['restart-outlook', 'repair-account'],
  );
});

test('every change is rehearsed, except what has no rehearsal', () => {
  const given = facts({ exprServer: mail, ttl: 0, also: [{ validity: 'past' }] });
  const good = endpoint();
  const made = [
    fix.setProvider(given, safe('*.contoso.com')),
    fix.resetProvider(given),
    fix.clearProviderServer(given),
    fix.restoreProviderTtl(given),
    fix.bindCertificate(given),
    fix.reissueCertificate(given),
    fix.renewCertificate(given),
    fix.sameCertificate(given, good),
  ];
  for (const { id, steps } of made) {
    for (const { kind, commands } of steps) {
      const rehearsals = commands.filter(({ rehearsal }) => rehearsal);
      const changes = commands.filter(({ rehearsal }) => !rehearsal);
      const expected = kind === 'change' ? changes.map(({ text }) => `${text} -WhatIf`) : [];
      assert.deepEqual(texts(rehearsals), expected, id);
      for (const command of commands) assertCommand(command);
    }
  }
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
  const turnsOff = ({ text }: Command) => /none/i.test(text);

  for (const commonName of names)
    for (const expr of values)
      for (const exch of values) {
        const given = {
          cn: [commonName],
          san: [mail, 'none'],
          ...(expr !== undefined && { expr }),
          ...(exch !== undefined && { exch }),
        };
        const { fixes } = diagnose(observation(given));
        const what = JSON.stringify(given);
        const offered = fixes.flatMap(({ steps }) => steps.flatMap(({ commands }) => commands));
        assert.deepEqual(offered.filter(turnsOff), [], what);
        assert.ok(
          !fixes.some(({ id, data }) => id === 'set-provider' && /none/i.test(String(data.name))),
          what,
        );
        const known = expr === 'none' || exch === 'none';
        assert.ok(known || !fixes.flatMap(({ undo }) => undo).some(turnsOff), what);
        assert.ok(
          /none/i.test(commonName) === false || !fixes.some(({ id }) => id === 'set-provider-by-hand'),
          what,
        );
      }
});
