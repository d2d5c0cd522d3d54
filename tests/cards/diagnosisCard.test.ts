import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { exchangeVersions, readers } from '../../cards/cardAction.ts';
import { explain } from '../../cards/explanation.ts';
import { type Card, type CardOptions, diagnosisCard } from '../../cards/index.ts';
import { textsFor } from '../../cards/texts.ts';
import { type Diagnosis, diagnose } from '../../diagnosis/index.ts';
import { mail, observation, wildcard } from '../diagnosis/observation.ts';
import { assertSendable, elements, firstText, monospaced, type Place, strings, textOf } from './cardParts.ts';
import { diagnosed, type Given } from './diagnosed.ts';

const admin: CardOptions = { locale: 'en', contact: null, reader: 'admin' };
const user: CardOptions = { locale: 'en', contact: null, reader: 'user' };

const variants: Partial<Given>[] = [
  {},
  { dnsNames: ['mail.contoso.com'] },
  { notAfter: '2026-05-01T00:00:00.000Z' },
  { error: { code: 'handshake-failed', stage: 'handshake', cause: 'zq17x' } },
  { trust: 'untrusted-issuer', addresses: 16, silent: 8 },
];

describe('what a stranger has named', () => {
  const marker = 'zq17x';
  const names = [
    `${marker} {{x}} $t(help.title)`,
    `${marker} **[click](http://evil.test)** <b>x</b> \${secret} \${headline}`,
    `${marker}"; Remove-Mailbox -Identity *; "`,
    `${marker}\u202e\n- item\n# heading`,
    `${marker}$(Get-Process)`,
  ];
  const showsMarkdown = ({ key, owner, path }: Place) =>
    key !== 'speak' && !path.includes('data') && !(key === 'text' && owner.type === 'TextRun');

  for (const name of names) {
    test(`${JSON.stringify(name)} is shown only where it means nothing`, () => {
      for (const variant of variants)
        for (const reader of readers) {
          const card = diagnosisCard(diagnosed({ name, ...variant }), { ...admin, reader });
          assertSendable(card);
          const places = strings(card).filter(({ text }) => text.includes(marker));
          assert.ok(places.length > 0);
          assert.deepEqual(
            places.filter(showsMarkdown).map(({ path }) => path.join('.')),
            [],
          );
        }
    });
  }

  test('is shown literally', () => {
    const [name = ''] = names;
    for (const options of [admin, user]) {
      const card = diagnosisCard(diagnosed({ name }), options);
      assert.ok(firstText(card)?.includes(name));
      assert.ok(strings(card).some(({ text, owner }) => text === name && owner.type === 'TextRun'));
    }
  });

  test('is no expression of a template, not even in what a button sends back', () => {
    const [, name = ''] = names;
    for (const options of [admin, user]) {
      const card = diagnosisCard(diagnosed({ name }), options);
      const asked = { server: 'mail.contoso.com', principal: name, expr: name };
      for (const action of ['check', 'summary']) assert.deepEqual(dataOf(card, action), { action, ...asked });
      assert.ok(firstText(card)?.includes(name));
    }
  });
});

describe('a card that would be too large', () => {
  const label = 'abcdefghij'.repeat(6);
  const long = (index: number) => `${label}.${label}.${label}.host${index}.contoso.com`;
  const hosts = Array.from({ length: 100 }, (_, index) => long(index));

  test('is shortened, however long the names are', () => {
    for (const unit of ['x', '"\\', '\n', '\u0001', '💥', `\${x}`])
      for (const variant of variants)
        for (const reader of readers) {
          const given = { ...variant, name: unit.repeat(10_000), host: long(0), dnsNames: hosts };
          const diagnosis = diagnosed(given);
          const card = diagnosisCard(diagnosis, { ...admin, contact: 'x'.repeat(200), reader });
          assertSendable(card);
          if (reader === 'admin') assertWholeOrNone(diagnosis, card);
        }
  });

  const name = fc.oneof(
    fc.constantFrom('mail.contoso.com', '*.contoso.com', 'www.fabrikam.com', long(1), `*.${long(2)}`),
    fc.string({ unit: 'binary', maxLength: 400 }),
  );
  const given = fc.record({
    name,
    host: fc.constantFrom('mail.contoso.com', long(0), '192.0.2.1', '2001:db8:1234:5678:9abc:def0:1234:5678'),
    principal: fc.option(name),
    commonNames: fc.array(name, { maxLength: 3 }),
    dnsNames: fc.array(fc.oneof(name, fc.constantFrom(...hosts)), { maxLength: 100 }),
    notAfter: fc.constantFrom('2026-05-01T00:00:00.000Z', '2026-12-31T00:00:00.000Z'),
    trust: fc.constantFrom(
      'trusted',
      'self-signed',
      'untrusted-issuer',
      'chain-incomplete',
      'issuer-expired',
    ),
    providers: fc.record(
      {
        expr: fc.record(
          { certPrincipalName: fc.option(name), server: name, ttlHours: fc.constantFrom(0, 1) },
          { requiredKeys: ['certPrincipalName'] },
        ),
        exch: fc.record({ certPrincipalName: fc.option(name) }),
      },
      { requiredKeys: [] },
    ),
    exchangeVersion: fc.constantFrom(undefined, ...exchangeVersions),
    addresses: fc.integer({ min: 1, max: 16 }),
    silent: fc.integer({ min: 0, max: 15 }),
  });

  test('can always be sent, and has all commands of what to do first or none', () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...readers), ({ exchangeVersion, ...rest }, reader) => {
        const diagnosis = diagnosed({ ...rest, ...(exchangeVersion && { exchangeVersion }) });
        const card = diagnosisCard(diagnosis, { ...admin, contact: 'x'.repeat(200), reader });
        assertSendable(card);
        if (reader === 'admin') assertWholeOrNone(diagnosis, card);
      }),
      { numRuns: 500 },
    );
  });

  test('gives up first what can be had otherwise', () => {
    const card = diagnosisCard(
      diagnosed({
        name: 'mail.fabrikam.com',
        commonNames: [long(1)],
        dnsNames: ['mail.contoso.com', ...hosts],
        trust: 'untrusted-issuer',
        addresses: 16,
        silent: 8,
      }),
      admin,
    );
    const titles = elements(card).map(({ title }) => title);
    assert.ok(!titles.includes('Certificate details'));
    assert.match(textOf(card), /^Part 2 of \d: /m);
    assert.match(textOf(card), /^Its steps do not fit here: choose it under "Other ways"/m);
  });
});

test('steps keep their numbers where the card has no room for their texts', () => {
  const label = 'x'.repeat(46);
  const host = [label, label, label, 'contoso.com'].join('.');
  const given = { name: `y${host.slice(1)}`, host, dnsNames: [host], sound: true };
  const card = diagnosisCard(diagnosed(given), admin);
  const numbers = textOf(card).match(/^\d+(?=\.( |$))/gm) ?? [];
  assert.match(textOf(card), /^This is not all/m);
  assert.match(textOf(card), /^1\. Run in /m);
  assert.deepEqual(
    numbers,
    [...numbers.keys()].map((index) => `${index + 1}`),
  );
});

test('a person who did not know the principal name is not said to have known it', () => {
  const diagnosis = diagnosed({ name: 'mail.contoso.com', principal: null, providers: {} });
  const words = { admin: /The principal name was not known/g, user: /so the usual one was assumed/g };
  for (const options of [admin, user]) {
    const card = diagnosisCard(diagnosis, options);
    assert.deepEqual(dataOf(card, 'check'), { action: 'check', server: 'mail.contoso.com' });
    assert.equal(textOf(card).match(words[options.reader])?.length, 1);
    assert.match(textOf(card), /^Outlook expects \(assumed\)$/m);
  }
});

test('who only wants mail is told what to do, and nothing uncertain as certain', () => {
  const sound: Partial<Given> = {
    commonNames: ['mail.contoso.com'],
    principal: 'mail.contoso.com',
    sound: true,
  };
  const name = 'mail.contoso.com';
  const unseen = diagnose(observation({ error: 'handshake-failed', noLeaf: true }));
  const table: [diagnosis: Diagnosis, headline: RegExp, says: RegExp][] = [
    [diagnosed({ name, ...sound, providers: {} }), /^No fault found: /, /^See whether it is the password$/m],
    [
      diagnosed({ name, ...sound, providers: { expr: { certPrincipalName: null, ttlHours: 0 } } }),
      /^Outlook does not fetch new settings/,
      /^This may be the reason, but that is not certain\./m,
    ],
    [
      diagnosed({ name, ...sound, principal: 'old.contoso.com', providers: {} }),
      /most likely keep asking/,
      /^Most likely it is neither your password/m,
    ],
    ...(['chain-incomplete', 'untrusted-issuer', 'issuer-expired'] as const).map(
      (trust): (typeof table)[number] => [
        diagnose(observation({ trust })),
        /^Outlook may not trust this server/,
        /^This may be the reason, but that is not certain\./m,
      ],
    ),
    [
      diagnose(observation({ cn: [wildcard] })),
      /^Outlook may keep asking/,
      /^This may be the reason, but that is not certain\./m,
    ],
    [
      diagnose(observation({ noLeaf: true, error: 'name-not-found' })),
      /^There is no server called mail\.contoso\.com, as far as this check can see\.$/,
      /this check cannot tell whether it is your password\./m,
    ],
    [
      diagnose(observation({ noLeaf: true, error: 'port-not-allowed', port: 444 })),
      /^Port 444 may not be checked from here\.$/,
      /^Leave the number out$/m,
    ],
    [
      diagnose(observation({ principal: 'none', key: ['ec', 256] })),
      /^No fault found: Outlook is set not to expect a certain name\.$/,
      /^See whether it is the password$/m,
    ],
    [
      diagnose(observation({ validity: 'past', also: [{}] })),
      /^Outlook may work one time and fail the next, .+ expired on Jun 5, 2026\.$/,
      /^An Exchange administrator can mend this$/m,
    ],
    [unseen, /^No secure connection to/, /^Your help desk can look into it$/m],
  ];
  for (const [diagnosis, headline, says] of table) {
    const card = diagnosisCard(diagnosis, user);
    assert.match(firstText(card) ?? '', headline);
    assert.match(textOf(card), says);
  }
});

test('a person who can mend it alone gets the steps', () => {
  const diagnosis = diagnosed({
    name: 'mail.contoso.com',
    commonNames: ['mail.contoso.com'],
    principal: 'old.contoso.com',
    providers: { expr: { certPrincipalName: 'msstd:mail.contoso.com' } },
    sound: true,
  });
  const [first] = diagnosis.fixes;
  assert.equal(first?.who, 'user');
  const text = textOf(diagnosisCard(diagnosis, user));
  assert.match(text, /^Let Outlook fetch the right name$/m);
  assert.match(text, /^1\. Close Outlook/m);
  assert.match(text, /^If that does not help, press "Summary for the ticket"/m);
});

test('an administrator who has changed a value can enter the new one', () => {
  const names: Partial<Given> = { commonNames: ['mail.contoso.com'], sound: true, host: 'mail.contoso.com' };
  for (const principal of ['mail.contoso.com', 'old.contoso.com'])
    for (const expr of [undefined, null, 'msstd:old.contoso.com', 'msstd:mail.contoso.com']) {
      const providers = expr === undefined ? {} : { expr: { certPrincipalName: expr } };
      const card = diagnosisCard(
        diagnosed({ name: 'mail.contoso.com', ...names, principal, providers }),
        admin,
      );
      assert.partialDeepStrictEqual(dataOf(card, 'askProvider'), { action: 'askProvider' });
      assert.doesNotMatch(textOf(card), /press "Check again"|Check again here/);
    }
  const unticked = diagnose(observation({ principal: 'none', expr: 'msstd:old.contoso.com' }));
  assert.ok(dataOf(diagnosisCard(unticked, admin), 'askProvider'));
});

test('that newer Outlooks may not use the settings is said before they are changed', () => {
  const text = textOf(diagnosisCard(diagnose(observation({ cn: [wildcard], version: '2016' })), admin));
  const places = [/^Newer Outlooks may not compare/m, /^What to do$/m, /^1\. Read the present value/m];
  const found = places.map((place) => text.search(place));
  assert.ok(!found.includes(-1));
  assert.deepEqual(
    found,
    found.toSorted((one, other) => one - other),
  );
  assert.equal(text.match(/Newer Outlooks may not compare/g)?.length, 1);
});

test('who is affected is told as far as it is known', () => {
  const table: [given: Parameters<typeof observation>[0], says: RegExp][] = [
    [{ validity: 'past' }, /^Most likely everybody, until this is put right\.$/m],
    [
      { validity: 'past', also: [{}, { validity: 'past' }] },
      /^Most likely whoever reaches 192\.0\.2\.1, 192\.0\.2\.3, until this is put right\.$/m,
    ],
    [{ cn: [wildcard] }, /^is reported to accept it \(a wildcard\)$/m],
    [
      { san: [mail, 'a.contoso.com'], principal: 'msstd:a.contoso.com' },
      /^accepts it, with a warning \(an alternative name\)$/m,
    ],
    [{ cn: [mail, 'owa.contoso.com'] }, /^may refuse the name \(one of several common names\)$/m],
  ];
  for (const [given, says] of table)
    assert.match(textOf(diagnosisCard(diagnose(observation(given)), admin)), says);
});

/** Of a server where everything else is in order. */
type Seen = Parameters<typeof observation>[0];

describe('what each kind of client makes of the names is told with the reason', () => {
  const table: [given: Seen, labels: string[]][] = [
    [{}, ['accepts the name', 'accepts the name', 'accepts the name']],
    [
      { cn: [wildcard] },
      [
        'refuses the name (a wildcard)',
        'refuses the name (a wildcard)',
        'is reported to accept it (a wildcard)',
      ],
    ],
    [
      { cn: ['Contoso Mail'], san: [mail] },
      [
        'accepts it, with a warning (an alternative name)',
        'refuses the name (an alternative name)',
        'accepts the name (an alternative name)',
      ],
    ],
    [
      { expr: 'msstd:old.contoso.com' },
      Array.from({ length: 3 }, () => 'refuses the name (Active Directory hands out another name)'),
    ],
    [
      { withoutName: { cn: ['old.contoso.com'] } },
      ['accepts the name', 'refuses the name (gets another certificate)', 'accepts the name'],
    ],
  ];
  for (const [given, labels] of table)
    test(JSON.stringify(given), () => {
      const { clients } = explain(diagnose(observation(given)), textsFor('en'));
      assert.deepEqual(
        clients.map(({ label }) => label),
        labels,
      );
    });
});

test('what another address lacks is told with that address', () => {
  const seen = observation({ cn: [wildcard], trust: 'untrusted-issuer', also: [{ validity: 'past' }] });
  const { alsoFound } = explain(diagnose(seen), textsFor('en'));
  assert.ok(alsoFound.some(({ headline }) => headline.startsWith('At 192.0.2.2: The certificate expired')));
});

test('who only wants mail reads no principal name, but the name in it', () => {
  const { plain } = explain(diagnose(observation({ principal: null })), textsFor('en'));
  assert.match(plain.assumption, /mail\.contoso\.com/);
  assert.doesNotMatch(plain.assumption, /msstd:/);
  const odd = explain(diagnose(observation({ principal: mail })), textsFor('en'));
  assert.ok(odd.alsoFound.some(({ headline }) => headline.includes(`msstd:${mail}`)));
});

test('every common name is shown, for nobody knows which one counts', () => {
  const card = diagnosisCard(diagnose(observation({ cn: [mail, 'owa.contoso.com'] })), admin);
  assert.match(textOf(card), /^The certificate says\nmail\.contoso\.com, owa\.contoso\.com$/m);
});

test('where nothing must be done, an administrator is told so', () => {
  const card = diagnosisCard(diagnose(observation({ email: ['postmaster@contoso.com'] })), admin);
  assert.match(textOf(card), /^What to do\nNothing must be done at once$/m);
  assert.ok(!elements(card).some(({ id }) => id === 'version'));
});

test('the steps of a later part of the plan can be had, too', () => {
  const diagnosis = diagnose(observation({ cn: [wildcard], validity: 'soon' }));
  const [, later] = diagnosis.fixes;
  assert.equal(later?.alternative, false);
  const choices = JSON.stringify(elements(diagnosisCard(diagnosis, admin)).find(({ id }) => id === 'fix'));
  assert.ok(choices.includes(`"value":"${later?.id}"`), choices);
  const card = diagnosisCard(diagnosis, { ...admin, fix: later?.id ?? '' });
  assert.match(textOf(card), /^Part 2 of \d: /m);
  assert.match(textOf(card), /^1\. /m);
});

test('what nobody told leaves no hole in a sentence', () => {
  const table: Parameters<typeof observation>[0][] = [
    { cn: [], san: [], subject: '', issuer: '', trust: 'unknown' },
    { san: [''], cn: [], subject: '' },
    { issuer: '', trust: 'chain-invalid' },
    { error: 'handshake-failed', noLeaf: true },
  ];
  for (const given of table)
    for (const options of [admin, user]) {
      const text = textOf(diagnosisCard(diagnose(observation(given)), options));
      assert.doesNotMatch(text, / [,.;)]| {2}|: \)|\( *\)/);
    }
});

test('the chosen version of Exchange stands in its list', () => {
  for (const exchangeVersion of exchangeVersions) {
    const diagnosis = diagnosed({ name: '*.contoso.com', principal: 'mail.contoso.com', exchangeVersion });
    const list = elements(diagnosisCard(diagnosis, admin)).find(({ id }) => id === 'version');
    assert.equal(list?.value, exchangeVersion);
  }
});

function dataOf(card: unknown, verb: string): unknown {
  return elements(card).find((element) => element.verb === verb)?.data;
}

/** All commands of what to do first are there, or the card says that it is not all. */
function assertWholeOrNone(diagnosis: Diagnosis, card: Card): void {
  const commands = commandsOfFirst(diagnosis);
  const shown = monospaced(card);
  const missing = commands.filter((text) => !shown.includes(text));
  assert.ok([0, commands.length].includes(missing.length), `${missing.length} of ${commands.length}`);
  if (missing.length > 0) assert.match(textOf(card), /^This is not all/m);
}

function commandsOfFirst({ fixes: [first] }: Diagnosis): string[] {
  if (first === undefined) return [];
  return [...first.steps.flatMap(({ commands }) => commands), ...first.undo].map(({ text }) => text);
}

test('what Active Directory hands out is shown of the provider that the headline is about', () => {
  const names = { cn: ['mail.contoso.com'], expr: 'msstd:mail.contoso.com', exch: 'msstd:old.contoso.com' };
  const text = textOf(diagnosisCard(diagnose(observation(names)), admin));
  assert.match(text, /^Active Directory hands out msstd:old\.contoso\.com \(EXCH\)/);
  assert.match(text, /\nActive Directory hands out\nmsstd:old\.contoso\.com\n/);
});
