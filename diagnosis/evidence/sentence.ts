import { isStrictDnsName, toALabels } from '../names/dnsName.ts';
import {
  type HostInText,
  hostsInText,
  isDocumentation,
  isHostName,
  type NameInText,
  principalsInText,
} from './hostInText.ts';
import { joinText } from './joinedText.ts';
import type { EvidenceField, EvidenceReader, Statement } from './statement.ts';

const mostPerField = 50;

/**
 * What the words of a person say: hosts that may be the server, principal names, what the certificate is said to be
 * for, and the version of Exchange.
 */
export const readSentences: EvidenceReader = (pasted) => {
  const { text, lineAt } = joinText(pasted);
  const principals = [...principalsInText(text)];
  const commonNames = [...commonNamesIn(text)];
  const rest = without([...principals, ...commonNames], text);
  const say = (field: EvidenceField, certainty: Statement['certainty'], found: Iterable<NameInText>) =>
    distinct(found).map(
      ({ text: value, index }): Statement => ({
        field,
        value: value.replace(/\s+/g, ' '),
        line: lineAt(index),
        certainty,
      }),
    );
  const statements = [
    ...say('principal', 'likely', principals),
    ...say('commonName', 'likely', commonNames),
    ...say('server', 'guessed', serversIn(rest)),
    ...say('exchangeVersion', 'likely', versionsIn(text)),
  ];
  return statements.length === 0 ? [] : [{ format: 'sentence', statements }];
};

/** In any case. */
function distinct(names: Iterable<NameInText>): NameInText[] {
  const found = new Map<string, NameInText>();
  for (const name of names) {
    const key = name.text.toLowerCase();
    if (!found.has(key)) found.set(key, name);
    if (found.size === mostPerField) break;
  }
  return [...found.values()];
}

const labels =
  'CN|common name|issued to|allgemeiner name|ausgestellt f(?:ü|ue)r|nom commun|délivré à|nombre común|emitido para';
const verbs = 'is|says|reads|shows|covers|ist|lautet|gilt';
const links = 'valid|issued|made|out|only|for|to|auf|für|nur|ausgestellt|CN';
const end = '(?![\\p{L}\\d])';
const said = new RegExp(
  `(?<![\\p{L}\\d/])(?:(?:${labels})${end}\\s{0,9}(?:[:=]|(?:is|ist|says)${end})?` +
    `|(?:(?:name (?:in|on|of) the )?cert(?:ificate)?|zertifikat)(?:'?s? name)?\\s{0,9}(?::|(?:${verbs})${end})` +
    `(?:\\s{1,9}(?:${links})${end}){0,4})\\s{0,20}["']?((?:\\*\\.)?[\\p{L}\\d_][\\p{L}\\d_.-]{0,252})`,
  'giu',
);

function* commonNamesIn(text: string): Generator<NameInText> {
  for (const { 0: whole, 1: found = '', index } of text.matchAll(said)) {
    const name = found.replace(/[.-]{1,9}$/, '');
    const start = index + whole.length - found.length;
    if (isHostName(name.replace('*.', '')) || isServersOwnName(name, whole, text.slice(start + name.length)))
      if (!isIssuer(text.slice(Math.max(0, index - 60), index))) yield { text: name, index: start };
  }
}

/** `CN=EXCH01`, as Exchange names its own certificate, but not the path of an object of Active Directory. */
function isServersOwnName(name: string, whole: string, behind: string): boolean {
  const aLabels = toALabels(name);
  const isName = aLabels !== null && isStrictDnsName(aLabels) && /\d/.test(name);
  return isName && /[:=]/.test(whole) && !/^[\w.-]{0,9}[,/] ?(?:cn|dc)=/i.test(behind);
}

function isIssuer(before: string): boolean {
  return /(?:issuer|issued by|aussteller|ausgestellt von)[^\n]*$/i.test(before);
}

/** The text with blanks in the place of names, and of URLs, which have a reader of their own. */
function without(names: NameInText[], text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const { text: name, index } of names.toSorted((one, other) => one.index - other.index)) {
    if (index < end) continue;
    parts.push(text.slice(end, index), ' '.repeat(name.length));
    end = index + name.length;
  }
  return [...parts, text.slice(end)]
    .join('')
    .replace(/https?:\/\/[^\s<>"]{1,2000}/gi, (url) => ' '.repeat(url.length));
}

function* serversIn(text: string): Generator<HostInText> {
  for (const host of hostsInText(text)) {
    if (isDocumentation(host.server.host)) continue;
    const before = text.slice(Math.max(0, host.index - 30), host.index);
    if (!host.isAddress || isLabelled.test(before)) yield host;
  }
}

/** An address: four numbers may as well be a version. */
const isLabelled =
  /(?:server|host|proxy|add?ress[e]?|\bip)\P{L}{1,5}(?:(?:is|ist|address|adresse)\P{L}{1,3})?$/iu;

function* versionsIn(text: string): Generator<NameInText> {
  const version =
    /(?<![\w@./-])exch(?:ange)?[ -]?(?:server)?[ -]?(2010|2013|2016|2019|se|subscription edition)(?![\w-]|\.\w)/gi;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(version)) {
    // In Spanish and French "se" is a word: "Exchange se detiene".
    if (name !== 'SE' && /^se$/i.test(name) && !/server/i.test(whole)) continue;
    yield { text: /^s/i.test(name) ? 'se' : name, index };
  }
}
