import { parse as parseDomain } from 'tldts';
import { withoutPasteRemains } from '../names/dnsName.ts';
import { parsePrincipalName } from '../names/principalName.ts';
import { parseServerName } from '../names/serverName.ts';
import type { ServerName } from '../types.ts';
import { holdersOf, type PrincipalHolder } from './principalHolder.ts';

/** A name in free text: as it stands there, without what is around it, and where it begins. */
export interface NameInText {
  text: string;
  index: number;
}

export interface HostInText extends NameInText {
  server: ServerName;
  isAddress: boolean;
}

/** The hosts in free text: words that are a URL, an address, or a name whose ending is a public or a company's own. */
export function* hostsInText(text: string): Generator<HostInText> {
  // The same few hosts stand in a long report again and again.
  const known = new Map<string, ReturnType<typeof hostIn>>();
  for (const { 0: word, index } of text.matchAll(wordOf)) {
    const host = known.get(word) ?? hostIn(word);
    if (host === null) continue;
    known.set(word, host);
    yield { ...host, index: index + Math.max(0, word.indexOf(host.text)) };
  }
}

const kana = '\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー';
/** Languages without blanks between words write names and words in one: `サーバーはmail.contoso.comです`. */
const wordOf = new RegExp(
  `(?:(?<![a-z\\d])[${kana}]+(?=[a-z\\d])|(?:(?!(?<=[a-z\\d])[${kana}])[^\\s,;()"'<>=|、。「」：；，（）])+|[${kana}]+)`,
  'giu',
);

/** A name up to the words of such a language. */
export function beforeKana(name: string): string {
  return name.replace(kanaBehind, '');
}

const kanaBehind = new RegExp(`(?<=[a-z\\d])[${kana}].*$|[、。「」：；，（）].*$`, 'iu');

const says = '(?:is|ist|est|es|è|é|says|lautet)(?![\\p{L}\\d])';
const labelledPrincipal = new RegExp(
  `(?<![\\p{L}\\d])(?:msstd\\s{0,3}(?:=|${says})` +
    `|(?:principal[ -]?na(?:me|am)|prinzipalname|nom principal|nombre principal|nome principale?)\\s{0,3}(?:[:=]|${says}))` +
    `\\s{0,3}["'\\u2018-\\u201f]?((?:\\*\\.)?[\\p{L}\\d_][\\p{L}\\d_.-]{0,252})`,
  'giu',
);

/** The principal names that somebody holds: with a prefix wherever they stand, without one where they are called so. */
export function* principalsInText(text: string): Generator<NameInText & { holders: PrincipalHolder[] }> {
  for (const name of everyPrincipal(text)) {
    const holders = holdersOf(text, name.index, name.index + name.text.length);
    if (holders.length > 0) yield { ...name, holders };
  }
}

const around = '\\s,;"\'\\u2018-\\u201f<>()';
const prefixed = new RegExp(
  `\\b(?:msstd|fullsic)[^\\S\\n]{0,9}[:\\uff1a](\\s{0,9})["'\\u2018-\\u201f]?` +
    `((?:(?!(?<=[a-z\\d])[${kana}])[^${around}]){1,300})(?=$|[${around}${kana}])`,
  'giu',
);

function* everyPrincipal(text: string): Generator<NameInText> {
  for (const { 0: whole, 1: gap, 2: name = '', index } of text.matchAll(prefixed)) {
    // A column of a table may be too narrow for it.
    if (/(?:\.\.\.|\u2026)$/.test(whole)) continue;
    const principal = beforeKana(whole).replace(/[.!?]{1,9}$/, '');
    // "What do I write after msstd: or before it?"
    if (gap !== '' && !/\.[^.]|\d/.test(name)) continue;
    if (parsePrincipalName(principal).ok) yield { text: principal, index };
  }
  for (const { 0: whole, 1: found = '', index } of text.matchAll(labelledPrincipal)) {
    const name = found.replace(/[.-]{1,9}$/, '');
    if (isHostName(name.replace('*.', ''))) yield { text: name, index: index + whole.length - found.length };
  }
}

/** Endings that stand in no public list and are still host names in companies (RFC 2606, RFC 6762, RFC 8375). */
const privateEndings =
  /\.(?:test|local|localhost|lan|internal|intern|corp|home|example|invalid|priv|private)$/;
/** Of files and of products, and public endings all the same. */
const otherThings = /^(?:[^.]+\.(?:zip|mov|md|py|sh|pl|ps|rs|app|cab|bz)|(?:asp|ado|vb)\.net)$/i;

/** Whether a name is one of a host for its ending, `mail.contoso.com` or `exch01.contoso.local`, and no file's. */
export function isHostName(name: string): boolean {
  return hasKnownEnding(name) && !otherThings.test(name) && !isEndOfSentence(name);
}

function hasKnownEnding(name: string): boolean {
  if (!name.includes('.')) return false;
  return privateEndings.test(name.toLowerCase()) || parseDomain(name).isIcann === true;
}

/** A blank is missing: "my password.It keeps asking". */
function isEndOfSentence(name: string): boolean {
  return /^\p{Ll}.*\.\p{Lu}\p{Ll}*$/u.test(name);
}

function hostIn(word: string): Omit<HostInText, 'index'> | null {
  if (word.length > longestWord || !couldBeHost.test(word)) return null;
  const text = withoutPasteRemains(word)
    .replace(label, '')
    .replace(/(?<!:):$/, '');
  const isUrl = text.includes('://');
  if (text.includes('@') && !isUrl) return null;
  const isIPv4 = /^(https?:\/\/)?(\d{1,3}\.){3}\d{1,3}([:/]|$)/i.test(text);
  const isName = !isUrl && isHostName(text.replace(/[/?#:].*$/, ''));
  // Most words are none of these, and parsing takes longest.
  if (!isIPv4 && !isName && !text.includes(':')) return null;
  const parsed = parseServerName(text);
  if (!parsed.ok) return null;
  const { host } = parsed.value;
  const isAddress = isIPv4 || host.includes(':');
  return isAddress || isName || (isUrl && hasKnownEnding(host))
    ? { text, server: parsed.value, isAddress }
    : null;
}

/** Pages that explain errors or test servers, and the names of XML; nobody's mailbox is there. */
export function isDocumentation(host: string): boolean {
  return /(?:^|\.)(?:microsoft\.com|msdn\.com|aka\.ms|testexchangeconnectivity\.com|w3\.org|xmlsoap\.org)$/.test(
    host,
  );
}

const label = /^(?:server|host|hostname|proxy|url|address|adresse):/i;
const longestWord = 2048;
/** Labels, or an IPv6 address: parsing each word of a long text would take long. */
const couldBeHost = /[^.][.\u3002\uff0e\uff61][^.]|:[^:]*:/;
