import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import english from '../../cards/texts/en.json' with { type: 'json' };
import { diagnose } from '../../diagnosis/diagnose.ts';
import type { Diagnosis, FindingData, Fix } from '../../diagnosis/types.ts';
import { assertCommand } from './commandForms.ts';
import { type Given, mail, observation, wildcard } from './observation.ts';

const online = {
  host: 'outlook.office365.com',
  principal: 'msstd:outlook.com',
  cn: ['outlook.com'],
  san: ['outlook.com', '*.office365.com'],
};

/** `headline: plan / alternatives` */
function summary({ headline, fixes }: Diagnosis): string {
  const ids = (alternative: boolean) =>
    fixes.filter((fix) => fix.alternative === alternative).map(({ id }) => id);
  const [plan, instead] = [ids(false), ids(true)].map((part) => part.join(' '));
  return `${headline}: ${plan || 'nothing'}${instead ? ` / ${instead}` : ''}`;
}

const rows: [what: string, given: Given, planned: string][] = [
  // The certificate and the names.
  [
    'an expired wildcard',
    { cn: [wildcard], validity: 'past' },
    'expired: renew-certificate set-provider / bind-certificate reissue-certificate',
  ],
  [
    'an expired wildcard that the directory hands out',
    { cn: [wildcard], validity: 'past', principal: 'msstd:*.contoso.com', expr: 'msstd:*.contoso.com' },
    'expired: renew-certificate / bind-certificate',
  ],
  [
    'an expired wildcard from a private authority',
    { cn: [wildcard], validity: 'past', trust: 'untrusted-issuer' },
    'expired: renew-certificate set-provider trust-issuer / bind-certificate reissue-certificate',
  ],
  [
    'an expired wildcard from a private authority, where one address of two has the renewed one',
    {
      cn: [wildcard],
      validity: 'past',
      trust: 'untrusted-issuer',
      also: [{ cn: [wildcard], trust: 'untrusted-issuer' }],
    },
    'expired: same-certificate set-provider trust-issuer / reissue-certificate',
  ],
  [
    'an expired wildcard from a private authority, where one address of two is in order',
    { cn: [wildcard], validity: 'past', trust: 'untrusted-issuer', also: [{}] },
    'expired: same-certificate',
  ],
  [
    'expired, an intermediate is missing, and the directory is wrong',
    { validity: 'past', trust: 'chain-incomplete', expr: 'msstd:old.contoso.com' },
    'expired: renew-certificate reset-provider complete-chain / bind-certificate trust-issuer',
  ],
  [
    'expired and self-signed',
    { validity: 'past', trust: 'self-signed' },
    'expired: reissue-certificate / bind-certificate',
  ],
  [
    "expired, self-signed and another host's",
    { validity: 'past', trust: 'self-signed', cn: ['exch01.contoso.local'] },
    'expired: bind-certificate / reissue-certificate',
  ],
  [
    'expired, another common name, and the directory fits it',
    {
      validity: 'past',
      cn: ['webmail.contoso.com'],
      san: ['webmail.contoso.com', mail],
      principal: 'msstd:webmail.contoso.com',
      expr: 'msstd:webmail.contoso.com',
    },
    'expired: renew-certificate / bind-certificate',
  ],
  [
    'expired with a weak key',
    { validity: 'past', key: ['rsa', 1024] },
    'expired: renew-certificate / bind-certificate',
  ],
  [
    'expired without a common name',
    { validity: 'past', cn: [], san: [mail] },
    'expired: reissue-certificate',
  ],
  [
    'not yet valid, and a wildcard',
    { validity: 'future', cn: [wildcard] },
    'not-yet-valid: bind-certificate / reissue-certificate',
  ],
  [
    'not yet valid and self-signed',
    { validity: 'future', trust: 'self-signed' },
    'not-yet-valid: reissue-certificate / bind-certificate',
  ],
  [
    'not yet valid, and Outlook holds an old name',
    { validity: 'future', principal: 'msstd:old.contoso.com', expr: null },
    'not-yet-valid: bind-certificate refresh-outlook / reissue-certificate check-clock correct-principal',
  ],
  [
    'it expires soon, and it is a wildcard',
    { validity: 'soon', cn: [wildcard] },
    'principal-matches-wildcard: set-provider renew-certificate / reissue-certificate',
  ],
  [
    'it expires soon and is self-signed',
    { validity: 'soon', trust: 'self-signed' },
    'self-signed: reissue-certificate / bind-certificate',
  ],
  [
    'it expires soon with a weak key and an old signature',
    { validity: 'soon', key: ['rsa', 1024], signature: 'sha1WithRSAEncryption' },
    'weak-signature: renew-certificate',
  ],
  // Self-signed, private, incomplete.
  [
    'self-signed, another name, and the directory holds a third',
    {
      trust: 'self-signed',
      cn: ['exch01'],
      san: ['exch01', mail],
      principal: 'msstd:old.contoso.com',
      expr: 'msstd:old.contoso.com',
    },
    'principal-mismatch: reissue-certificate reset-provider / bind-certificate',
  ],
  [
    "self-signed, another host's, and the directory fits it",
    {
      trust: 'self-signed',
      cn: ['exch01.contoso.local'],
      principal: 'msstd:exch01.contoso.local',
      expr: 'msstd:exch01.contoso.local',
    },
    'host-name-mismatch: bind-certificate / reissue-certificate',
  ],
  [
    'self-signed, and the directory holds an old name',
    { trust: 'self-signed', expr: 'msstd:old.contoso.com' },
    'provider-mismatch: reset-provider reissue-certificate / bind-certificate trust-issuer',
  ],
  [
    'a self-signed wildcard, and the directory holds the default',
    { trust: 'self-signed', cn: [wildcard], expr: null },
    'principal-matches-wildcard: reissue-certificate / bind-certificate',
  ],
  [
    'a private authority and two common names',
    { trust: 'untrusted-issuer', cn: [mail, 'owa.contoso.com'] },
    'untrusted-issuer: reissue-certificate',
  ],
  [
    "an intermediate is missing, and it is another host's",
    { trust: 'chain-incomplete', cn: ['www.fabrikam.com'] },
    'host-name-mismatch: bind-certificate / reissue-certificate',
  ],
  [
    'an intermediate is missing, and there is no common name',
    { trust: 'chain-incomplete', cn: [], san: [mail] },
    'chain-incomplete: complete-chain reissue-certificate / trust-issuer',
  ],
  [
    'an intermediate is missing, and the certificate is replaced for its names first',
    {
      trust: 'chain-incomplete',
      cn: ['Contoso Mail'],
      san: [mail],
      principal: 'msstd:old.contoso.com',
    },
    'principal-mismatch: reissue-certificate reset-provider',
  ],
  [
    'an outdated intermediate and a wildcard',
    { trust: 'issuer-expired', cn: [wildcard] },
    'issuer-expired: complete-chain set-provider / reissue-certificate',
  ],
  // What Active Directory holds.
  [
    'a wildcard, and the directory holds none',
    { cn: [wildcard], expr: 'none', principal: 'none' },
    'provider-none: set-provider / reissue-certificate',
  ],
  [
    'a wildcard, EXPR is right, EXCH holds none',
    {
      cn: [wildcard],
      principal: 'msstd:*.contoso.com',
      expr: 'msstd:*.contoso.com',
      exch: 'none',
      version: '2013',
    },
    'provider-none: set-provider / reissue-certificate',
  ],
  [
    'a wildcard, EXPR has a server and a TTL of 0',
    { cn: [wildcard], expr: null, exprServer: mail, ttl: 0 },
    'principal-matches-wildcard: set-provider clear-provider-server restore-provider-ttl / reissue-certificate',
  ],
  [
    'the right name, EXPR has a server and a TTL of 0',
    { expr: 'msstd:mail.contoso.com', exprServer: mail, ttl: 0 },
    'provider-server-set: clear-provider-server restore-provider-ttl',
  ],
  [
    'EXPR has a server and hands out an old name',
    { expr: 'msstd:old.contoso.com', exprServer: 'OLD.contoso.com', principal: 'msstd:old.contoso.com' },
    'principal-mismatch: reset-provider clear-provider-server',
  ],
  [
    'EXPR is right with a TTL of 0, and Outlook holds an old name',
    { expr: null, ttl: 0, principal: 'msstd:old.contoso.com' },
    'principal-mismatch: restore-provider-ttl refresh-outlook / correct-principal',
  ],
  [
    'the directory hands out an e-mail name that is in the certificate',
    { email: ['admin@contoso.com'], principal: 'msstd:admin@contoso.com', expr: 'msstd:admin@contoso.com' },
    'email-principal: nothing / reissue-certificate',
  ],
  [
    'a hostile common name, and the directory hands it out',
    { cn: ['a"; calc'], san: [mail], expr: 'msstd:a"; calc' },
    'principal-matches-san-only: reissue-certificate reset-provider',
  ],
  // The versions of Exchange.
  [
    'Exchange 2010: a wildcard, and EXCH has a value of its own',
    { cn: [wildcard], exch: 'msstd:old.contoso.com', version: '2010' },
    'principal-matches-wildcard: set-provider / reissue-certificate',
  ],
  [
    "Exchange 2013: a wildcard, and both hold the server's name",
    { cn: [wildcard], expr: 'msstd:mail.contoso.com', exch: 'msstd:mail.contoso.com', version: '2013' },
    'principal-matches-wildcard: set-provider / reissue-certificate',
  ],
  [
    'Exchange 2016: another common name, and EXCH has a value of its own',
    {
      cn: ['webmail.contoso.com'],
      san: ['webmail.contoso.com', mail],
      exch: 'msstd:old.contoso.com',
      version: '2016',
    },
    'provider-mismatch: set-provider / reissue-certificate',
  ],
  [
    'Exchange 2019: the certificate fits, EXPR and EXCH do not',
    { expr: 'msstd:old.contoso.com', exch: 'msstd:other.contoso.com', version: '2019' },
    'provider-mismatch: reset-provider',
  ],
  [
    'Subscription Edition: an elliptic-curve wildcard that expires soon',
    { cn: [wildcard], key: ['ec', 256], validity: 'soon', version: 'se' },
    'principal-matches-wildcard: set-provider renew-certificate / reissue-certificate',
  ],
  // The server and its addresses.
  [
    'old TLS, a weak key and a wildcard',
    { protocol: 'TLSv1', key: ['rsa', 1024], cn: [wildcard] },
    'principal-matches-wildcard: set-provider enable-tls renew-certificate / reissue-certificate',
  ],
  [
    'it demands a client certificate, and it is a wildcard',
    { error: 'handshake-failed', clientCertificate: 'required', cn: [wildcard] },
    'client-certificate-requested: check-tls set-provider / reissue-certificate',
  ],
  [
    'a dead address and differing certificates',
    { also: [{ validity: 'past' }, { error: 'connection-timeout', noLeaf: true }] },
    'expired: same-certificate check-addresses',
  ],
  [
    'three addresses, three certificates',
    { validity: 'past', also: [{ cn: [wildcard] }, {}] },
    'expired: same-certificate',
  ],
  [
    'two addresses, both expired, one a wildcard',
    { validity: 'past', also: [{ validity: 'past', cn: [wildcard] }] },
    'expired: renew-certificate / bind-certificate',
  ],
  [
    'two addresses, both expired, one demands a client certificate',
    {
      validity: 'past',
      also: [{ validity: 'past', cn: [wildcard], clientCertificate: 'required', error: 'handshake-failed' }],
    },
    'client-certificate-requested: check-tls renew-certificate / bind-certificate',
  ],
  [
    'two addresses, both in order, with different certificates',
    { also: [{ validity: 'long' }] },
    'addresses-differ: same-certificate',
  ],
  [
    'two addresses, the expired one with old TLS',
    { also: [{ validity: 'past', protocol: 'TLSv1' }] },
    'expired: same-certificate enable-tls',
  ],
  [
    'two addresses, the same certificate, one without the intermediate',
    { also: [{ trust: 'chain-incomplete' }] },
    'chain-incomplete: complete-chain / trust-issuer',
  ],
  [
    'two addresses, a weak key here and self-signed there',
    { key: ['rsa', 1024], also: [{ trust: 'self-signed' }] },
    'self-signed: same-certificate renew-certificate',
  ],
  [
    'without a server name it shows another, and it is a wildcard',
    { cn: [wildcard], withoutName: { cn: ['www.fabrikam.com'] } },
    'principal-matches-wildcard: set-provider default-certificate / reissue-certificate',
  ],
  [
    'nothing answers, and EXPR has a server',
    { error: 'connection-refused', noLeaf: true, expr: null, exprServer: mail },
    'connection-refused: check-port clear-provider-server',
  ],
  [
    'unreadable, and the directory holds an old name',
    { error: 'certificate-unreadable', noLeaf: true, expr: 'msstd:old.contoso.com' },
    'certificate-unreadable: reissue-certificate reset-provider / bind-certificate',
  ],
  [
    'an address as server, expired',
    { host: '192.0.2.1', validity: 'past' },
    'expired: renew-certificate use-host-name / bind-certificate',
  ],
  // Exchange Online.
  [
    "Outlook expects Exchange Online, and the server of one's own has a wildcard",
    { principal: 'msstd:outlook.com', cn: [wildcard] },
    'exchange-online: online-mailbox',
  ],
  [
    "Outlook expects Exchange Online, and EXPR of one's own is wrong",
    { principal: 'msstd:outlook.com', expr: 'msstd:old.contoso.com' },
    'exchange-online: reset-provider online-mailbox',
  ],
  [
    "Outlook expects Exchange Online, and the directory of one's own is right",
    { principal: 'msstd:outlook.com', expr: null },
    'exchange-online: online-mailbox',
  ],
  [
    "Outlook expects Exchange Online, and the certificate of one's own server has expired",
    { principal: 'msstd:outlook.com', validity: 'past' },
    'expired: renew-certificate online-mailbox / bind-certificate',
  ],
  [
    "Exchange Online, and EXPR of one's own is wrong and has a server",
    { ...online, expr: 'msstd:old.contoso.com', exprServer: mail },
    'principal-matches: nothing',
  ],
  [
    'Exchange Online with different certificates',
    { ...online, also: [{ ...online, validity: 'long' }] },
    'principal-matches: nothing',
  ],
  [
    'a proxy that answers for Exchange Online with a certificate of its own',
    { ...online, cn: ['proxy.contoso.com'], san: ['proxy.contoso.com'], trust: 'untrusted-issuer' },
    'host-name-mismatch: bypass-inspection',
  ],
  [
    'something refuses the handshake with Exchange Online',
    { ...online, error: 'handshake-closed', noLeaf: true },
    'handshake-closed: bypass-inspection',
  ],
];

describe('several causes at once make one headline and one plan', () => {
  for (const [what, given, planned] of rows) {
    test(what, () => assert.equal(summary(diagnose(observation(given))), planned));
  }
});

/** The plan as its fixes and, indented, their steps. */
function outline(given: Given): string[] {
  return planOf(diagnose(observation(given))).flatMap(({ id, steps }) => [
    id,
    ...steps.map((step) => `  ${step.id}`),
  ]);
}

function planOf({ fixes }: Diagnosis): Fix[] {
  return fixes.filter(({ alternative }) => !alternative);
}

describe('what several parts of a plan share is done once', () => {
  test('a provider is read before its first change, and looked at after its last', () => {
    assert.deepEqual(outline({ cn: [wildcard], expr: null, exprServer: mail, ttl: 0, version: '2016' }), [
      'set-provider',
      '  note-provider',
      '  mind-names',
      '  mind-inside',
      '  change-provider',
      'clear-provider-server',
      '  change-provider',
      'restore-provider-ttl',
      '  change-provider',
      '  let-arrive-by-restart',
      '  verify-provider',
    ]);
  });

  test('every provider that is changed is read and looked at', () => {
    const { fixes } = diagnose(observation({ cn: [wildcard], exprServer: mail, version: '2016' }));
    const read = ['EXPR', 'EXCH'].map(
      (provider) => `Get-OutlookProvider ${provider} | Format-List Name,CertPrincipalName,Server,TTL`,
    );
    const [set, clear] = fixes;
    assert.deepEqual(
      set?.steps[0]?.commands.map(({ text }) => text),
      read,
    );
    assert.deepEqual(
      clear?.verify.map(({ text }) => text),
      read,
    );
    assert.deepEqual(set?.verify, []);
  });

  test('the certificates are noted once where one is copied and then renewed', () => {
    assert.deepEqual(outline({ key: ['rsa', 1024], also: [{ validity: 'past' }] }), [
      'same-certificate',
      '  find-servers',
      '  note-certificates',
      '  export-better',
      '  copy-certificate',
      '  enable-known',
      'renew-certificate',
      '  request-renewal',
      '  import-certificate',
      '  enable-certificate',
      '  export-certificate',
      '  everywhere',
      '  verify-certificate',
    ]);
  });

  test('an alternative has all of its steps', () => {
    const { fixes } = diagnose(observation({ validity: 'past', cn: [wildcard] }));
    const instead = fixes.find(({ id }) => id === 'reissue-certificate');
    assert.equal(instead?.alternative, true);
    assert.equal(instead.steps.length, 7);
  });

  test('a new certificate as another way ends with the default name, where Outlook is told another', () => {
    const { fixes } = diagnose(
      observation({ cn: [wildcard], host: 'owa.contoso.com', principal: 'msstd:mail.contoso.com' }),
    );
    const instead = fixes.find(({ id }) => id === 'reissue-certificate');
    assert.equal(instead?.steps.at(-1)?.id, 'default-afterwards');
  });

  test('of two equally good certificates, the one that lasts longer is kept', () => {
    const kept = (given: Given) => diagnose(observation(given)).fixes[0]?.data.good;
    assert.equal(kept({ also: [{ validity: 'long' }] }), '192.0.2.2');
    assert.equal(kept({ validity: 'long', also: [{}] }), '192.0.2.1');
  });

  test('a certificate that is replaced is replaced at every address', () => {
    const [renew] = diagnose(
      observation({ validity: 'past', also: [{ validity: 'past', cn: [wildcard] }] }),
    ).fixes;
    assert.deepEqual(renew?.steps.find(({ id }) => id === 'everywhere')?.data, {
      addresses: ['192.0.2.1', '192.0.2.2'],
    });
  });
});

const names = [
  mail,
  wildcard,
  'webmail.contoso.com',
  'www.fabrikam.com',
  'Contoso Mail',
  'none',
  'a"; calc',
  '',
];
const values = [null, 'none', 'None', mail, ...names.map((name) => `msstd:${name}`), 'msstd:a@contoso.com'];
const some = fc.subarray([...names, 'outlook.com', '*.office365.com'], { maxLength: 3 });
const shown = {
  cn: some,
  san: some,
  ip: fc.subarray(['192.0.2.1']),
  email: fc.subarray(['a@contoso.com', mail]),
  trust: fc.constantFrom<Given['trust'][]>(
    'trusted',
    'self-signed',
    'untrusted-issuer',
    'chain-incomplete',
    'issuer-expired',
    'unknown',
  ),
  validity: fc.constantFrom<Given['validity'][]>('present', 'long', 'past', 'future', 'soon'),
  key: fc.constantFrom<Given['key'][]>(['rsa', 2048], ['rsa', 1024], ['ec', 256], ['unknown', null]),
  signature: fc.constantFrom('sha256WithRSAEncryption', 'sha1WithRSAEncryption'),
  protocol: fc.constantFrom('TLSv1.3', 'TLSv1'),
  clientCertificate: fc.constantFrom<Given['clientCertificate'][]>('requested', 'required'),
  sha1: fc.constantFrom('AB'.repeat(20), 'AB; calc'),
};
const unanswered = fc.record({
  noLeaf: fc.constant<true>(true),
  error: fc.constantFrom<Given['error'][]>(
    'connection-refused',
    'connection-timeout',
    'name-not-found',
    'dns-failed',
    'handshake-failed',
    'certificate-unreadable',
    'address-not-allowed',
    'port-not-allowed',
  ),
});
const endpoints = fc.oneof(
  { weight: 5, arbitrary: fc.record(shown, { requiredKeys: [] }) },
  { weight: 1, arbitrary: unanswered },
);
const request = fc.record(
  {
    host: fc.constantFrom(mail, mail, mail, 'outlook.office365.com', '192.0.2.1'),
    principal: fc.constantFrom(
      null,
      'none',
      'fullsic:\\contoso',
      mail,
      'msstd:outlook.com',
      'msstd:a@contoso.com',
      ...names.filter((name) => !['', 'a"; calc'].includes(name)).map((name) => `msstd:${name}`),
    ),
    expr: fc.constantFrom(...values),
    exch: fc.constantFrom(...values),
    exprServer: fc.constantFrom('', mail, 'OLD"; calc'),
    ttl: fc.constantFrom(0, 1),
    version: fc.constantFrom<Given['version'][]>('2010', '2013', '2016', '2019', 'se'),
    also: fc.array(endpoints, { maxLength: 3 }),
    withoutName: endpoints,
  },
  { requiredKeys: [] },
);
const anything: fc.Arbitrary<Given> = fc
  .tuple(endpoints, request)
  .map(([endpoint, asked]) => ({ ...endpoint, ...asked }) as Given);

describe('whatever comes together', () => {
  const holds = (what: string, check: (diagnosis: Diagnosis) => void) =>
    test(what, () =>
      fc.assert(
        fc.property(anything, (given) => check(diagnose(observation(given)))),
        { numRuns: 1000, seed: 2710606 },
      ),
    );

  holds('there is a headline, and it is one of the findings', ({ headline, findings }) =>
    assert.ok(findings.some(({ code }) => code === headline)),
  );

  holds('no way out comes twice', ({ fixes }) => {
    const ids = fixes.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  holds('the plan comes before what can be done instead', ({ fixes }) => {
    const order = fixes.map(({ alternative }) => alternative);
    assert.deepEqual(order, order.toSorted());
  });

  holds('the plan runs no command twice', (diagnosis) => {
    const steps = planOf(diagnosis).flatMap((part) => part.steps);
    // The same command tells what was there before and what is there after.
    const all = steps.flatMap(({ kind, commands }) => commands.map(({ text }) => `${kind}: ${text}`));
    // In that file there is another certificate then.
    const run = all.filter((text) => !text.includes('certificate.pfx'));
    assert.deepEqual(run, [...new Set(run)]);
  });

  holds('the plan does not contradict itself', (diagnosis) => {
    const ids = planOf(diagnosis).map(({ id }) => id);
    const together = (...others: Fix['id'][]) => ids.filter((id) => others.includes(id)).length;
    assert.ok(together('set-provider', 'reset-provider', 'set-provider-by-hand') <= 1, ids.join());
    assert.ok(together('set-provider', 'reissue-certificate') <= 1, ids.join());
    assert.ok(together('bind-certificate', 'reissue-certificate', 'renew-certificate') <= 1, ids.join());
    assert.ok(
      together('bind-certificate', 'set-provider', 'reset-provider') <= 1 ||
        !ids.includes('bind-certificate'),
      ids.join(),
    );
    assert.ok(together('refresh-outlook', 'online-mailbox') <= 1, ids.join());
  });

  holds('what is an error has a way out', (diagnosis) => {
    if (!diagnosis.findings.some(({ severity }) => severity === 'error')) return;
    assert.notDeepEqual(planOf(diagnosis), []);
  });

  holds('commands of administrators never go to Exchange Online', ({ server, fixes }) => {
    if (server.host !== 'outlook.office365.com') return;
    assert.ok(!fixes.some(({ who }) => who === 'exchangeAdmin'));
  });

  holds('every command is one of those that are meant', ({ fixes }) => {
    for (const { steps, commands, verify, undo } of fixes)
      for (const command of [...steps.flatMap((step) => step.commands), ...commands, ...verify, ...undo])
        assertCommand(command);
  });

  holds('every text has its data', ({ findings, fixes }) => {
    for (const { code, data } of findings) {
      const { headline, cause } = english.findings[code];
      assertFilled(`${headline} ${cause}`, data);
    }
    for (const { id, data, steps } of fixes) {
      const { title, text, undo, ifNot } = english.fixes[id];
      assertFilled([title, text, undo, ifNot].join(' '), data);
      for (const step of steps) assertFilled(english.steps[step.id], step.data);
    }
  });
});

function assertFilled(text: string, data: FindingData): void {
  for (const [, name = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) {
    const value = data[name];
    assert.ok(value !== undefined, `${name}: ${text}`);
    // An empty text is told as not known; blanks alone would leave a hole, and so would a list of nothing.
    const isHole = Array.isArray(value) ? value.join('').trim() === '' : /^\s+$/.test(String(value));
    assert.ok(!isHole, `${name} is blank: ${text}`);
  }
}
