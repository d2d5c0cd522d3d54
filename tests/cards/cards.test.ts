import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as AdaptiveCards from 'adaptivecards';
import {
  type Card,
  cancelledCard,
  diagnosisCard,
  errorCard,
  helpCard,
  notUnderstoodCard,
  outOfDateCard,
  questionCard,
  welcomeCard,
} from '../../cards/index.ts';
import { render } from '../../cards/render.ts';
import diagnosisTemplate from '../../cards/templates/diagnosis.json' with { type: 'json' };
import diagnosisSample from '../../cards/templates/diagnosis.sample.json' with { type: 'json' };
import noticeTemplate from '../../cards/templates/notice.json' with { type: 'json' };
import noticeSample from '../../cards/templates/notice.sample.json' with { type: 'json' };
import questionTemplate from '../../cards/templates/question.json' with { type: 'json' };
import questionSample from '../../cards/templates/question.sample.json' with { type: 'json' };
import {
  type Certificate,
  check,
  type Diagnosis,
  diagnose,
  type Endpoint,
  parseNetworks,
} from '../../diagnosis/index.ts';
import { type Lab, startLab } from '../lab/lab.ts';

/** A part of a card: every string with the object it stands in and the keys that lead to it. */
interface Place {
  text: string;
  key: string;
  owner: Record<string, unknown>;
  path: string[];
}

function strings(value: unknown, owner: Record<string, unknown> = {}, path: string[] = []): Place[] {
  if (typeof value === 'string') return [{ text: value, key: path.at(-1) ?? '', owner, path }];
  if (typeof value !== 'object' || value === null) return [];
  const holder = Array.isArray(value) ? owner : { ...value };
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, holder, [...path, key]));
}

function elements(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(elements);
  return 'type' in value ? [{ ...value }, ...inner] : inner;
}

/** What the eye meets first. */
function firstText({ body }: Card): string | undefined {
  return strings(body).find(({ key }) => key === 'text')?.text;
}

/** What the official library has against a card; CodeBlock is an element of Teams, for which there is a fallback. */
function objections(card: Card): string[] {
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  const parsed = new AdaptiveCards.AdaptiveCard();
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const rest = parsed.validateProperties().validationEvents.map(({ message }) => message);
  return [...events, ...rest].filter((message) => !message.startsWith('Unknown element type "CodeBlock"'));
}

function assertSendable(card: Card): void {
  assert.equal(card.type, 'AdaptiveCard');
  assert.equal(card.version, '1.5');
  assert.ok(card.fallbackText.length > 0);
  assert.deepEqual(objections(card), []);
  assert.ok(JSON.stringify(card).length * 2 < 25_000, `${JSON.stringify(card).length * 2} bytes`);
  const all = elements(card);
  for (const input of all.filter(({ type }) => String(type).startsWith('Input.'))) assert.ok(input.label);
  for (const code of all.filter(({ type }) => type === 'CodeBlock')) assert.ok(code.fallback);
  for (const { actions } of all.filter(({ type }) => type === 'ActionSet'))
    assert.ok(Array.isArray(actions) && actions.length > 0);
  const ids = all.map(({ id }) => id);
  for (const toggle of all.filter(({ type }) => type === 'Action.ToggleVisibility'))
    assert.ok(Array.isArray(toggle.targetElements) && toggle.targetElements.every((id) => ids.includes(id)));
}

/** Expressions that a template left because its data lacked something; names in `hostile` may look like one. */
function unresolved(card: Card, hostile: string[] = []): string[] {
  return strings(card)
    .map(({ text }) => hostile.reduce((rest, name) => rest.replaceAll(name, ''), text))
    .filter((text) => text.includes('${'));
}

const samples = [
  ['diagnosis', diagnosisTemplate, diagnosisSample],
  ['question', questionTemplate, questionSample],
  ['notice', noticeTemplate, noticeSample],
] as const;

describe('each template with its sample', () => {
  for (const [name, template, sample] of samples) {
    test(`${name} can be sent, with nothing left to fill in`, () => {
      const card = render(name, sample);
      assertSendable(card);
      assert.deepEqual(unresolved(card), []);
    });

    test(`${name} shows every element`, () => {
      const types = (card: unknown) => [
        ...new Set(elements(card).map(({ id, type }) => `${type} ${id ?? ''}`)),
      ];
      assert.deepEqual(types(render(name, sample)), types(template));
    });

    test(`the sample of ${name} holds what the template names and nothing else`, () => {
      const named = JSON.stringify(template).matchAll(/\$\{(\w+)/g);
      const roots = new Set(Array.from(named, ([, root = '']) => root));
      assert.deepEqual(
        Object.keys(sample).filter((key) => !roots.has(key)),
        [],
      );
    });
  }
});

describe('a notice', () => {
  const cards: [what: string, card: Card][] = [
    ['welcome', welcomeCard('en')],
    ['help', helpCard('en', 'Help desk, 555-0100')],
    ['out of date', outOfDateCard()],
    ['cancelled', cancelledCard()],
    ['not understood', notUnderstoodCard()],
    ['error', errorCard('4f1c2a7e', 'en', null)],
  ];
  for (const [what, card] of cards) {
    test(`${what} can be sent and begins with its title`, () => {
      assertSendable(card);
      assert.deepEqual(unresolved(card), []);
      assert.ok(card.fallbackText.startsWith(firstText(card) ?? '?'));
    });
  }

  test('of an error holds the reference', () => {
    assert.ok(strings(errorCard('4f1c2a7e')).some(({ text }) => text === '4f1c2a7e'));
  });

  test('names the whole contact, however long it is', () => {
    const contact = `Help desk ${'x'.repeat(190)}`;
    assert.ok(strings(helpCard('en', contact)).some(({ text }) => text.endsWith(contact)));
  });
});

describe('a question', () => {
  const secret = `zq17x \${secret} {{x}} $t(help.title) **a** [b](c)`;
  for (const question of ['server', 'principal', 'provider'] as const) {
    test(`for the ${question} can be sent and begins with its title`, () => {
      const card = questionCard({ question, asked: 'one' });
      assertSendable(card);
      assert.deepEqual(unresolved(card), []);
      assert.ok(card.fallbackText.startsWith(firstText(card) ?? '?'));
    });

    test(`for the ${question} begins with what was wrong with the last answer`, () => {
      const card = questionCard({ question, asked: 'one', notice: 'No.', stuck: true, server: secret });
      assertSendable(card);
      assert.equal(firstText(card), 'No.');
      assert.deepEqual(unresolved(card, [secret]), []);
      assert.ok(strings(card).some(({ text }) => text.includes(secret)));
    });

    test(`for the ${question} sends back which question was asked`, () => {
      const answers = elements(questionCard({ question, asked: 'one' })).filter(
        ({ verb, title }) => verb === 'answer' && title !== 'Cancel',
      );
      assert.ok(answers.length > 0);
      for (const { data } of answers)
        assert.partialDeepStrictEqual(data, { action: 'answer', question, asked: 'one' });
    });
  }
});

describe('the answer to a check of the lab', () => {
  let lab: Lab;
  const diagnoses: Diagnosis[] = [];
  before(async () => {
    lab = await startLab();
    const networks = parseNetworks(lab.allowNetworks.join());
    assert.ok(networks.ok);
    const options = { ...lab, allowNetworks: networks.value, timeoutMs: 3000 };
    const asked = lab.names.map(({ name: host }) => {
      const timeoutMs = host.startsWith('silent') ? 200 : 3000;
      return check({ server: { host, port: 443 } }, { ...options, timeoutMs });
    });
    diagnoses.push(...(await Promise.all(asked)));
  });
  after(() => lab.stop());

  test('can be sent, begins with the headline and is filled in', () => {
    assert.equal(diagnoses.length, lab.names.length);
    for (const diagnosis of diagnoses) {
      const card = diagnosisCard(diagnosis, { locale: 'en', contact: 'Help desk, 555-0100' });
      assertSendable(card);
      assert.deepEqual(unresolved(card, [`\${secret}`]), [], diagnosis.server.host);
      assert.ok(String(card.speak).endsWith(`. ${firstText(card)}`));
      assert.ok(strings(card).some(({ text }) => text.includes(diagnosis.headline)));
    }
  });

  test('offers every command exactly as it was made', () => {
    for (const diagnosis of diagnoses) {
      const card = diagnosisCard(diagnosis, { locale: 'en', contact: null });
      const shown = strings(card).map(({ text }) => text);
      const made = diagnosis.fixes.flatMap(({ commands }) => commands);
      assert.deepEqual(
        made.filter(({ text }) => !shown.includes(text)),
        [],
        diagnosis.server.host,
      );
    }
  });

  test('says the name where the person listens', () => {
    const wildcard = diagnoses.find(({ server }) => server.host === 'wildcard.contoso.test');
    assert.ok(wildcard);
    assert.match(
      String(diagnosisCard(wildcard, { locale: 'en', contact: null }).speak),
      /for \*\.contoso\.test, but Outlook expects wildcard\.contoso\.test\.$/,
    );
  });
});

interface Given {
  name: string;
  host?: string;
  dnsNames?: string[];
  notAfter?: string;
  error?: Endpoint['error'];
}

/** A diagnosis with the given name in every place that a stranger can fill. */
function diagnosed({ name, host = 'mail.contoso.com', dnsNames = [], ...given }: Given): Diagnosis {
  const leaf: Certificate = {
    commonNames: [name, name],
    dnsNames: [...dnsNames, name],
    subject: name,
    issuer: name,
    ipAddresses: [name],
    emailNames: [name],
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: given.notAfter ?? '2026-12-31T00:00:00.000Z',
    serialNumber: '01',
    sha1: 'AB'.repeat(20),
    sha256: 'AB'.repeat(32),
    keyType: 'rsa',
    keyBits: 1024,
    signatureAlgorithm: 'sha1WithRSAEncryption',
    selfIssued: true,
  };
  const seen: Endpoint = {
    address: '192.0.2.1',
    family: 4,
    port: 443,
    sni: host,
    protocol: 'TLSv1',
    cipher: 'AES256-SHA',
    chain: [leaf],
    trust: 'self-signed',
    timings: {},
    ...(given.error && { error: given.error }),
  };
  const other = { ...seen, sni: null, chain: [{ ...leaf, sha256: 'CD'.repeat(32) }] };
  return diagnose({
    request: {
      server: { host, port: 443 },
      principal: { given: name, form: 'msstd', name },
      providers: { expr: { certPrincipalName: name }, exch: { certPrincipalName: name } },
    },
    endpoints: [seen, other],
    checkedAt: new Date('2026-06-15T12:00:00Z'),
    durationMs: 1,
  });
}

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
    key !== 'speak' &&
    key !== 'codeSnippet' &&
    !path.includes('data') &&
    !(key === 'text' && owner.type === 'TextRun');

  const variants: Partial<Given>[] = [
    {},
    { dnsNames: ['mail.contoso.com'] },
    { notAfter: '2026-05-01T00:00:00.000Z' },
    { error: { code: 'handshake-failed', stage: 'handshake', cause: marker } },
  ];

  for (const name of names) {
    test(`${JSON.stringify(name)} is shown only where it means nothing`, () => {
      for (const variant of variants) {
        const diagnosis = diagnosed({ name, ...variant });
        const card = diagnosisCard(diagnosis, { locale: 'en', contact: null });
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
    const card = diagnosisCard(diagnosed({ name }), { locale: 'en', contact: null });
    assert.ok(firstText(card)?.includes(name));
    assert.ok(strings(card).some(({ text, owner }) => text === name && owner.type === 'TextRun'));
  });

  test('is no expression of a template, not even in what a button sends back', () => {
    const [, name = ''] = names;
    const card = diagnosisCard(diagnosed({ name }), { locale: 'en', contact: null });
    const { data } = elements(card).find(({ verb }) => verb === 'check') ?? {};
    assert.deepEqual(data, { action: 'check', server: 'mail.contoso.com:443', principal: name, expr: name });
    assert.ok(firstText(card)?.includes(name));
  });

  test('can be as long as it likes', () => {
    const label = 'abcdefghij'.repeat(6);
    const hosts = Array.from(
      { length: 100 },
      (_, index) => `${label}.${label}.${label}.host${index}.contoso.com`,
    );
    const [host = ''] = hosts;
    for (const unit of ['x', '"\\', '\n', '💥', `\${x}`])
      for (const variant of variants) {
        const name = unit.repeat(10_000);
        assertSendable(
          diagnosisCard(diagnosed({ ...variant, name, host, dnsNames: hosts }), {
            locale: 'en',
            contact: 'x'.repeat(200),
          }),
        );
      }
  });
});

test('a person who did not know the principal name is not said to have known it', () => {
  const diagnosis = diagnosed({ name: 'mail.contoso.com' });
  const assumed = {
    ...diagnosis,
    findings: [{ code: 'principal-assumed', severity: 'info', data: {} }],
  } as const;
  const card = diagnosisCard(
    {
      ...diagnosis,
      ...assumed,
      headline: 'principal-assumed',
      findings: [...assumed.findings],
      providers: {},
    },
    { locale: 'en', contact: null },
  );
  const { data } = elements(card).find(({ verb }) => verb === 'check') ?? {};
  assert.deepEqual(data, { action: 'check', server: 'mail.contoso.com:443' });
});
