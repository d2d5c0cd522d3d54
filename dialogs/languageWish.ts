import { languages, textsFor } from '../cards/index.ts';

/** To be shown the choice, or to hear this one from now on; `language` is absent for that of the client. */
export type LanguageWish = { command: 'language' } | { command: 'speak'; language?: string };

/**
 * Reads a wish about the language in whatever language it is written: who wants another one may not understand the
 * present one. A language's name alone is a wish, too; a principal name that is called so is written with `msstd:`.
 *
 * @param phrase In small letters, without marks at its end.
 */
export function readLanguageWish(phrase: string): LanguageWish | null {
  const said = folded(phrase).replaceAll(':', ' ').replace(/\s+/g, ' ').trim();
  if (words.has(said)) return { command: 'language' };
  const word = [...words].find((known) => said.startsWith(`${known} `));
  const isNamed = (name: string) => said === name || (word !== undefined && said.endsWith(` ${name}`));
  const named = names.find(([name]) => isNamed(name))?.[1];
  if (named !== undefined) return { command: 'speak', language: named };
  if (likeTheClient.some(isNamed)) return { command: 'speak' };
  const [tag = '', ...others] = word === undefined ? [] : said.slice(word.length + 1).split(' ');
  if (word === undefined || others.length > 0) return null;
  return languages.includes(tag) ? { command: 'speak', language: tag } : { command: 'language' };
}

const words = new Set(
  languages.flatMap((language) => textsFor(language)('words.language').split('|').map(folded)),
);

const likeTheClient = languages.map((language) => folded(textsFor(language)('language.sameAsTeams')));

/** What each language is called in each of them. */
const names = languages.flatMap((spoken) => {
  const called = new Intl.DisplayNames(spoken, { type: 'language' });
  return languages.map((language): [name: string, language: string] => [
    folded(called.of(language) ?? language),
    language,
  ]);
});

/** Not every keyboard has every mark. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
