import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { choicesOf } from '../../cards/index.ts';
import english from '../../cards/texts/en.json' with { type: 'json' };
import { isAboutTrouble, isForgetMe, readChoice, readUtterance } from '../../dialogs/utterance.ts';
import { exhibits } from '../gallery/exhibits.ts';
import { specimens } from '../gallery/specimens.ts';
import { assertSendable, elements, strings, unresolved } from './cardParts.ts';
import { joining, textsOf } from './textsOf.ts';

const folder = new URL('../../cards/texts/', import.meta.url);
const languages = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && file !== 'en.json')
  .map((file) => file.replace('.json', ''));

const source = new Map(textsOf(english));
const seen = await specimens();

test('there are other languages than English', () => assert.notDeepEqual(languages, []));

for (const language of languages)
  describe(`in the language ${language}`, () => {
    const texts = textsOf(JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8')));

    test('every text is there, and there are no others', () => {
      assert.deepEqual(keysOf(texts.map(([key]) => key)), keysOf([...source.keys()]));
    });

    test('every text says what it is filled with, and just as often', () => {
      for (const [key, text] of texts) assert.deepEqual(placeholders(text), placeholders(original(key)), key);
    });

    test('a text is empty only where the English one is, and no text is left with blanks', () => {
      for (const [key, text] of texts) {
        assert.equal(text.trim() === '', original(key) === '', key);
        if (!joining.has(key)) assert.equal(text, text.trimEnd(), key);
      }
    });

    test('no text holds an expression of a template', () => {
      for (const [key, text] of texts) assert.ok(!text.includes('${'), key);
    });

    for (const [key, text] of texts.filter(([path]) => path.startsWith('words.')))
      test(`people may type each of ${key}, and the English ones as well`, () => {
        const words = text.split('|');
        assert.deepEqual(
          original(key)
            .split('|')
            .filter((word) => !words.includes(word)),
          [],
        );
        for (const word of words) assert.ok(understood(key, word, language), word);
      });

    describe('every card can be sent, with all of its labels and nothing left to fill in', () => {
      for (const { name, cards } of exhibits(seen, language))
        test(name, () => {
          for (const { card } of cards) {
            assertSendable(card);
            // The lab has a certificate whose name looks like an expression.
            assert.deepEqual(unresolved(card, [`\${secret}`]), []);
            assert.deepEqual(
              strings(card).filter(({ text }) => text.includes('{{')),
              [],
            );
            for (const image of elements(card).filter(({ type }) => type === 'Image'))
              assert.ok(image.altText);
          }
        });
    });
  });

const pluralForm = /_(zero|one|two|few|many|other)$/;

/** Languages have more plural forms than English, or fewer. */
function keysOf(keys: string[]): string[] {
  return [...new Set(keys.map((key) => key.replace(pluralForm, '')))].toSorted();
}

/** The English text; for a plural form that English lacks, the one of many. */
function original(key: string): string {
  return source.get(key) ?? source.get(key.replace(pluralForm, '_other')) ?? '';
}

function placeholders(text: string): string[] {
  return (text.match(/\{\{[^}]*\}\}/g) ?? []).toSorted();
}

/** Whether what a person types is taken for what the list of words is about. */
function understood(key: string, word: string, language: string): boolean {
  const meaning = key.replace('words.', '');
  if (meaning === 'trouble') return isAboutTrouble(word, language);
  if (meaning === 'forget') return isForgetMe(word, language);
  const questions = (['server', 'principal', 'provider'] as const).filter((question) =>
    choicesOf[question].some((choice) => choice === meaning),
  );
  if (questions.length === 0) return readUtterance(word, language).command === meaning;
  return questions.every((question) => readChoice(question, word, language) === meaning);
}
