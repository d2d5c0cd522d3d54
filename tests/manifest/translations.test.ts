import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fillManifest } from '../../manifest/teamsManifest.ts';
import { readTranslations, type Translation, translationProblem } from '../../manifest/translations.ts';

const id = '11111111-2222-3333-4444-555555555555';
const manifest = fillManifest({ appId: id, botId: id });
const translations = Object.entries(readTranslations(manifest));

test('the manifest is in English and names each language file there is', () => {
  const { defaultLanguageTag, additionalLanguages } = manifest.localizationInfo;
  assert.equal(defaultLanguageTag, 'en');
  for (const { languageTag, file } of additionalLanguages) assert.equal(file, `${languageTag}.json`);
  const folder = readdirSync(new URL('../../manifest/', import.meta.url));
  assert.deepEqual(
    folder.filter((name) => name.endsWith('.json') && name !== 'manifest.json').toSorted(),
    additionalLanguages.map(({ file }) => file).toSorted(),
  );
});

/** Words that must not be translated, because Outlook, Teams or the bot knows them in this form only. */
const fixed = [
  'check mail.contoso.com msstd:mail.contoso.com',
  'msstd:mail.contoso.com',
  'Outlook',
  'Exchange',
];

for (const [file, texts] of translations) {
  describe(file, () => {
    test("matches Microsoft's schema and translates each text of the manifest", () => {
      assert.equal(translationProblem(file, texts, manifest), undefined);
    });

    test('is a translation, not a copy', () => {
      assert.notEqual(texts['name.full'], manifest.name.full);
      assert.notEqual(texts['description.short'], manifest.description.short);
      const titles = Object.values(texts).filter(
        (text) => text === manifest.composeExtensions[0]?.commands[0]?.title,
      );
      assert.deepEqual(titles, []);
    });

    test('says more in the long texts than in the short ones', () => {
      assert.notEqual(texts['name.full'], texts['name.short']);
      assert.notEqual(texts['description.full'], texts['description.short']);
    });

    test('has the paragraphs of the English description, and its names and commands as they are', () => {
      const full = texts['description.full'] ?? '';
      assert.equal(full.split('\n\n').length, manifest.description.full.split('\n\n').length);
      for (const word of fixed) assert.ok(full.includes(word), word);
    });

    test('says the same of a command wherever it stands', () => {
      for (let command = 0; command < 4; command++) {
        const said = [0, 1, 2].map(
          (list) => texts[`bots[0].commandLists[${list}].commands[${command}].description`],
        );
        assert.equal(new Set(said).size, 1);
      }
    });

    test('has no blanks at the ends', () => {
      for (const text of Object.values(texts)) assert.equal(text, text.trim());
    });
  });
}

describe('a language file is refused', () => {
  const [, good = {}] = translations[0] ?? [];
  const { 'name.full': _, ...incomplete } = good;
  const { 'composeExtensions[0].commands[0].title': __, ...untitled } = good;
  const table: [what: string, texts: Translation, problem: RegExp][] = [
    [
      'with a short name of 31 characters',
      { ...good, 'name.short': 'x'.repeat(31) },
      /^x\.json\/name\.short .* 30/,
    ],
    [
      'with a long description of a command',
      { ...good, 'bots[0].commandLists[0].commands[0].description': 'x'.repeat(129) },
      /128/,
    ],
    ['with a key that Teams does not know', { ...good, 'name.middle': 'x' }, /additional properties/],
    ['without the full name', incomplete, /required property 'name\.full'/],
    [
      'without the title of the message command',
      untitled,
      /^x\.json lacks composeExtensions\[0\]\.commands\[0\]\.title$/,
    ],
    [
      'with a command that the manifest does not hold',
      { ...good, 'bots[0].commandLists[0].commands[9].description': 'x' },
      /^x\.json translates what the manifest does not hold: bots\[0\]\.commandLists\[0\]\.commands\[9\]/,
    ],
    [
      'with another word for a command that the bot knows',
      { ...good, 'bots[0].commandLists[0].commands[0].title': 'prüfen' },
      /does not hold: bots\[0\]\.commandLists\[0\]\.commands\[0\]\.title/,
    ],
  ];
  for (const [what, texts, problem] of table)
    test(what, () => assert.match(translationProblem('x.json', texts, manifest) ?? '', problem));
});
