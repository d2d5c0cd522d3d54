import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import english from '../../cards/texts/en.json' with { type: 'json' };
import { labelled, sentences, type TextKey, type Translate, textsFor } from '../../cards/texts.ts';
import { causes } from '../../diagnosis/causes/index.ts';
import { administratorsOnly } from './cardParts.ts';
import { joining, textsOf } from './textsOf.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const texts = textsOf(english);

test('every cause has a headline and an explanation, and there are no others', () => {
  assert.deepEqual(Object.keys(english.findings).toSorted(), causes.map(({ code }) => code).toSorted());
  for (const [code, { headline, cause }] of Object.entries(english.findings))
    assert.ok(headline !== '' && cause !== '', code);
});

/** The members of a union of literals in the public format. */
function membersOf(union: string): string[] {
  const source = readFileSync(`${root}diagnosis/types.ts`, 'utf8');
  const [, body = ''] = new RegExp(`export type ${union} =([^;]*);`).exec(source) ?? [];
  return [...body.matchAll(/'([a-z-]+)'/g)].map(([, member = '']) => member).toSorted();
}

test('every fix has its texts, and there are no others', () => {
  assert.deepEqual(Object.keys(english.fixes).toSorted(), membersOf('FixId'));
  for (const [id, fix] of Object.entries(english.fixes)) {
    assert.deepEqual(Object.keys(fix), ['title', 'text', 'undo', 'ifNot'], id);
    assert.ok(fix.title !== '' && fix.text !== '', id);
  }
});

test('every step has its text, and there are no others', () => {
  assert.deepEqual(Object.keys(english.steps).toSorted(), membersOf('StepId'));
});

const unexplained =
  /principal name|wildcard|active directory|\b(DNS|TLS|SNI|OpenSSL|chains?|clients?|greeting|handshake|proxy)\b/i;

test('every cause is told without terms, too, from the first line on', () => {
  assert.deepEqual(Object.keys(english.plain), Object.keys(english.findings));
  for (const [code, { headline, cause }] of Object.entries(english.plain)) {
    assert.ok(headline !== '' && cause !== '', code);
    for (const terms of [administratorsOnly, unexplained])
      assert.doesNotMatch(`${headline} ${cause}`, terms, code);
  }
});

describe('a text asks only for what a finding, a fix or a step can tell', () => {
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
  const sources = globSync('diagnosis/{fixes,causes}/*.ts', { cwd: root })
    .map((file) => readFileSync(`${root}${file}`, 'utf8'))
    .join('\n');

  for (const [key, text] of texts.filter(([path]) => /^(findings|plain|fixes|steps)\./.test(path))) {
    for (const name of names(text)) {
      test(`${key}: ${name}`, () => assert.match(sources, new RegExp(`\\b${name}\\b`)));
    }
  }
});

test('every text is used', () => {
  const sources = globSync('{bot,cards,dialogs}/**/*.ts', { cwd: root })
    .map((file) => readFileSync(`${root}${file}`, 'utf8'))
    .join('\n');
  const built = [...sources.matchAll(/`([a-zA-Z.]+\.)\$\{[^`]*`/g)].map(([, prefix = '']) => prefix);
  const isUsed = (key: string) =>
    sources.includes(`'${key}'`) || built.some((prefix) => key.startsWith(prefix));
  assert.deepEqual(
    texts.map(([key]) => key).filter((key) => !isUsed(key)),
    [],
  );
});

test('no text is left with blanks or holds an expression of a template', () => {
  for (const [key, text] of texts) {
    if (!joining.has(key)) assert.equal(text, text.trimEnd(), key);
    assert.ok(!text.includes('${'), key);
  }
});

describe('what a stranger has named', () => {
  const t = textsFor('en');
  const table: [what: string, text: string, shown: string][] = [
    ['is filled in once', '{{x}} {{host}}', '{{x}} {{host}}'],
    ['is no reference to another text', '$t(help.title)', '$t(help.title)'],
    ['is no pattern of a replacement', '$& $1 $` $$', '$& $1 $` $$'],
    ['is not escaped for HTML', '<b>&"\'/', '<b>&"\'/'],
    ['shows what cannot be seen', 'a\u202eb\n', 'a�b�'],
    ['is cut', 'x'.repeat(10_000), `${'x'.repeat(120)}…`],
  ];
  for (const [what, text, shown] of table) {
    test(what, () => {
      assert.equal(
        t('findings.name-not-found.headline', { host: text }),
        `There is no server called ${shown}, as far as this check can see.`,
      );
      assert.equal(
        t('findings.unusual-name.headline', { names: [text, 'b'] }),
        `Careful: a name here is not a server name, so it goes into no command: ${shown}, b`,
      );
    });
  }
});

test('a name that is cut at the end of a sentence ends with its own dots', () => {
  const [host, found] = ['x', 'y'].map((letter) => letter.repeat(500));
  assert.match(
    textsFor('en')('findings.host-name-mismatch.headline', { host: host ?? '', found: found ?? '' }),
    /x…$/,
  );
});

test('a text of ours inside another is kept whole', () => {
  const headline = `${'x'.repeat(500)} {{verdict}}`;
  const spoken = textsFor('en')('diagnosis.speak', { verdict: 'Good', headline: { whole: headline } });
  assert.equal(spoken, `Good. ${headline}`);
});

test('every locale without texts of its own gets English', () => {
  const key: TextKey = 'verdicts.pass';
  const others: unknown[] = [undefined, null, 5, {}, 'en', 'en-GB', 'xx-XX', '', '../../etc'];
  for (const locale of others as string[]) assert.equal(textsFor(locale)(key), 'Good', String(locale));
});

test('a language has its texts in whatever country', () => {
  for (const locale of ['de', 'de-AT', 'DE-de', 'de_DE'])
    assert.equal(textsFor(locale)('verdicts.pass'), textsFor('de')('verdicts.pass'), locale);
  assert.notEqual(textsFor('de')('verdicts.pass'), textsFor('en')('verdicts.pass'));
});

test('what is put together has the marks and blanks of its language', () => {
  const [english, french, japanese] = ['en', 'fr', 'ja'].map(textsFor) as [Translate, Translate, Translate];
  assert.equal(sentences(['One.', '', 'Two {{x}}.', 'Three.'], english), 'One. Two {{x}}. Three.');
  assert.equal(sentences(['一。', '二。'], japanese), '一。二。');
  assert.equal(sentences([], english), '');
  assert.equal(labelled('Issued by', english), 'Issued by: ');
  assert.equal(labelled('Délivré par', french), 'Délivré par\u00a0: ');
});
