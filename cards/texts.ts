import { readdirSync, readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { displayName, displayNames } from './displayName.ts';
import english from './texts/en.json' with { type: 'json' };

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T &
  string];

/** Every text there is; the compiler refuses any other. */
export type TextKey = Leaves<typeof english>;
export type TextData = Record<string, string | number | boolean | string[] | Whole>;
/** A text of ours or the operator's inside another: nothing to make safe, and not to be cut. */
export type Whole = { whole: string };
export interface Translate {
  (key: TextKey, data?: TextData): string;
  /** The tag of the language that it speaks. */
  readonly language: string;
}

const folder = new URL('./texts/', import.meta.url);
const translations = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && file !== 'en.json')
  .map((file) => file.replace('.json', ''));

/** What the bot speaks, as language tags. */
export const languages: readonly string[] = ['en', ...translations];

const i18n = createInstance();
await i18n.init({
  resources: {
    en: { translation: english },
    ...Object.fromEntries(translations.map((language) => [language, { translation: readTexts(language) }])),
  },
  fallbackLng: 'en',
  interpolation: { escapeValue: false },
});

/** The texts in the language of a locale such as `en-GB`; English where there is none. A language is one file in texts/. */
export function textsFor(locale: string | undefined): Translate {
  const language = languageOf(locale);
  const known = translators.get(language) ?? translatorFor(language);
  translators.set(language, known);
  return known;
}

const translators = new Map<string, Translate>();

/** A client may tell anything. */
function languageOf(locale: unknown): string {
  const [language] = String(locale).toLowerCase().split(/[-_]/);
  return languages.find((known) => known === language) ?? 'en';
}

/** Remembers what has no data, which is most of a card. */
function translatorFor(language: string): Translate {
  const translate = i18n.getFixedT(language);
  const fixed = new Map<TextKey, string>();
  const speak = (key: TextKey, data?: TextData) => {
    if (data !== undefined)
      // A name that was cut at the end of a sentence has its dots already.
      return translate(key, shown(data)).replaceAll('….', '…');
    const text = fixed.get(key) ?? translate(key);
    fixed.set(key, text);
    return text;
  };
  return Object.assign(speak, { language });
}

/** Sentences of ours, one behind the other: not every language has a blank between them. */
export function sentences(texts: readonly string[], t: Translate): string {
  return texts
    .filter((text) => text !== '')
    .reduce(
      (first, next) =>
        first === '' ? next : t('sentences', { first: { whole: first }, next: { whole: next } }),
      '',
    );
}

/** A label of ours as it stands before what it names. */
export function labelled(label: string, t: Translate): string {
  return t('labelled', { label: { whole: label } });
}

function readTexts(language: string) {
  return JSON.parse(readFileSync(new URL(`${language}.json`, folder), 'utf8'));
}

/** What a stranger may have named is shown safely, wherever it lands. */
function shown(data: TextData): Record<string, string | number> {
  const entries = Object.entries(data).map(([name, value]): [string, string | number] => {
    if (typeof value === 'number') return [name, value];
    if (Array.isArray(value)) return [name, displayNames(value)];
    return [name, typeof value === 'object' ? value.whole : displayName(String(value))];
  });
  return Object.fromEntries(entries);
}
