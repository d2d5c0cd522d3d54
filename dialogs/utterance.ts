import { choicesOf, type Question, textsFor } from '../cards/index.ts';
import {
  formatServerName,
  hostsInText,
  parsePrincipalName,
  parseServerName,
  principalsInText,
} from '../diagnosis/index.ts';
import { readLanguageWish } from './languageWish.ts';

/** What a free text asks for. Names are texts that the parsers of diagnosis/ accept. */
export interface Utterance {
  command: 'help' | 'cancel' | 'startOver' | 'language' | 'speak' | 'check' | null;
  /** What to speak; absent: the language of the client. */
  language?: string;
  server: string | null;
  /** null: the person says that it is not known; undefined: nothing was said about it. */
  principal: string | null | undefined;
}

const longest = 4000;

/** Finds the command, the server and the principal name in what a person wrote. */
export function readUtterance(text: string, locale?: string): Utterance {
  const written = withGaps(text.slice(0, longest));
  const t = textsFor(locale);
  const phrase = plain(written);
  for (const command of ['help', 'cancel', 'startOver'] as const) {
    if (t(`words.${command}`).split('|').includes(phrase))
      return { command, server: null, principal: undefined };
  }
  const wish = readLanguageWish(phrase);
  if (wish !== null) return { ...wish, server: null, principal: undefined };
  const word = t('words.check')
    .split('|')
    .find((known) => phrase === known || phrase.startsWith(`${known} `));
  return { command: word === undefined ? null : 'check', ...findNames(written, word, locale) };
}

/** Whether a person wants everything deleted that is stored of him. No dialog can do that: it is stored itself. */
export function isForgetMe(text: string, locale?: string): boolean {
  return textsFor(locale)('words.forget')
    .split('|')
    .includes(plain(text.slice(0, longest)));
}

/** In a chat "ok" is a word and "exch01" a server: a name without a dot needs a digit, a hyphen or a port. */
export function isMeantAsServer(text: string): boolean {
  return /\p{L}.*[.:\d-]|[.:\d-].*\p{L}|[.:]/u.test(text.trim().replace(/[.?!]+$/, ''));
}

/** Whether a text that names nothing is about what this bot is for. */
export function isAboutTrouble(text: string, locale?: string): boolean {
  const phrase = plain(text.slice(0, longest));
  return textsFor(locale)('words.trouble')
    .split('|')
    .some((word) => phrase.includes(word));
}

/** Whether an answer means one of the choices of its question. */
export function readChoice(question: Question, text: string, locale?: string) {
  const t = textsFor(locale);
  return choicesOf[question].find((choice) => t(`words.${choice}`).split('|').includes(plain(text))) ?? null;
}

/** The first host name in a text, as `host:port`, or null. */
export function findServer(text: string): string | null {
  const [first] = hostsInText(withGaps(text.slice(0, longest)));
  return first === undefined ? null : formatServerName(first.server);
}

/** The first principal name with its prefix, wherever it stands, or null. */
export function findPrincipal(text: string): string | null {
  const names = [...principalsInText(withGaps(text.slice(0, longest)))];
  return names.find(({ holders }) => holders.includes('principal'))?.text ?? null;
}

function findNames(text: string, checkWord: string | undefined, locale?: string): Omit<Utterance, 'command'> {
  const principal = findPrincipal(text) ?? undefined;
  const rest = principal === undefined ? text : text.replace(principal, ' ');
  if (checkWord === undefined) return { server: findServer(rest), principal };

  // After "check" the names are meant as such, so that a server without a dot and a bare principal name count too.
  const [first = '', ...others] = rest
    .trim()
    .split(/[\s,]+/)
    .slice(checkWord.split(' ').length);
  const answer = principal ?? answerOf(others.filter((word) => word !== '').join(' '), locale);
  const server = parseServerName(first);
  const isNames = others.join('') === '' || (principal === undefined && answer !== undefined);
  if (!isNames || !server.ok || !isMeantAsServer(first)) return { server: findServer(rest), principal };
  return { server: formatServerName(server.value), principal: answer };
}

/** What stands behind the server: a bare principal name or one of the answers to the question for it. */
function answerOf(text: string, locale?: string): string | null | undefined {
  const choice = readChoice('principal', text, locale);
  if (choice === 'unknown') return null;
  if (choice === 'notTicked') return 'none';
  return text !== '' && !text.includes(' ') && parsePrincipalName(text).ok ? text : undefined;
}

const kana = '[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー]';
const gap = new RegExp(
  `(?<=[a-z\\d])(?=${kana})|(?<=${kana})(?=[a-z\\d])|[\\u3000-\\u3002\\u300c\\u300d]`,
  'giu',
);

/** Languages without blanks between words write names and words in one: `mail.contoso.comです`. */
function withGaps(text: string): string {
  return text.replace(gap, ' ');
}

function plain(text: string): string {
  const straight = text
    .normalize('NFKC')
    .replace(/^[¿¡\s]+/, '')
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  return straight === '?' ? straight : straight.replace(/[.!?,。、\s]+$/, '');
}
