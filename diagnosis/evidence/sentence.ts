import { datesInText, dnsNamesInText } from './certificateDetailsInText.ts';
import { commonNamesInText } from './commonNameInText.ts';
import { distinct } from './distinct.ts';
import { emptyProvidersInText } from './emptyProviderInText.ts';
import {
  type HostInText,
  hostsInText,
  isDocumentation,
  type NameInText,
  principalsInText,
} from './hostInText.ts';
import { joinText } from './joinedText.ts';
import type { EvidenceField, EvidenceReader, Statement } from './statement.ts';

const mostPerField = 50;

/**
 * What the words of a person say: hosts that may be the server, principal names, the names and days of the certificate,
 * and the version of Exchange.
 */
export const readSentences: EvidenceReader = (pasted) => {
  const { text: whole, lineAt } = joinText(pasted);
  const text = withoutProperties(whole);
  const principals = [...principalsInText(text)];
  const empty = [...emptyProvidersInText(text)];
  const commonNames = [...commonNamesInText(text)];
  const dnsNames = [...dnsNamesInText(text)];
  const rest = without([...principals, ...commonNames, ...dnsNames], text);
  const say = (field: EvidenceField, certainty: Statement['certainty'], found: Iterable<NameInText>) =>
    distinctNames(found).map(
      ({ text: value, index }): Statement => ({
        field,
        value: value.replace(/\s+/g, ' '),
        line: lineAt(index),
        certainty,
      }),
    );
  const statements = [
    ...(['principal', 'exprPrincipal', 'exchPrincipal'] as const).flatMap((field) =>
      say(field, 'likely', [
        ...principals.filter(({ holders }) => holders.includes(field)),
        ...empty.filter((provider) => provider.field === field),
      ]),
    ),
    ...say('commonName', 'likely', saidNames(commonNames)),
    ...say('dnsName', 'likely', dnsNames),
    ...(['notBefore', 'notAfter'] as const).flatMap((field) =>
      say(
        field,
        'likely',
        datesInText(text).filter((date) => date.field === field),
      ),
    ),
    ...say('server', 'guessed', serversIn(rest)),
    ...say('exchangeVersion', 'likely', versionsIn(text)),
  ];
  return statements.length === 0 ? [] : [{ format: 'sentence', statements }];
};

/** A person tells of one certificate; of several names nobody knows which is in use. */
function saidNames(names: (NameInText & { isDoubtful: boolean })[]): NameInText[] {
  const sure = distinctNames(names.filter(({ isDoubtful }) => !isDoubtful));
  return sure.length === 1 ? sure : [];
}

/** In any case. */
function distinctNames(names: Iterable<NameInText>): NameInText[] {
  return distinct([...names], ({ text }) => text.toLowerCase()).slice(0, mostPerField);
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
  return [...parts, text.slice(end)].join('').replace(/https?:\/\/[^\s<>"]{1,2000}/gi, blanks);
}

/**
 * What PowerShell has printed has readers of its own, which also know what not to tell: `OriginatingServer : dc01.…`,
 * with the lines that go on with its value. Of certificates, every property and row.
 */
function withoutProperties(text: string): string {
  const bare = text.replace(property, blanks);
  return certificateOutput.test(text) ? bare.replace(certificateProperty, blanks) : bare;
}

const property = /^[ \t]*(?:[A-Z][a-z]+){2,}[ \t]+:.*(?:\n {8,}\S.*)*/gm;
const certificateOutput = /^[ \t]*(?:Thumbprint|CertificateDomains|Services)[ \t]+:|^[ \t]*[\dA-F]{40}[ \t]/m;
const certificateProperty = /^[ \t]*(?:[A-Z][A-Za-z]+[ \t]+:|[\dA-F]{40}[ \t]).*(?:\n {8,}\S.*)*/gm;

function blanks(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

function* serversIn(text: string): Generator<HostInText> {
  const domains = new Set(
    Array.from(text.matchAll(/@([\w.-]{1,253})/g), ([, domain = '']) => domain.toLowerCase()),
  );
  for (const host of hostsInText(text)) {
    // Beside e-mail addresses, their domain is the company: "Anna Berg, Contoso, contoso.com".
    if (isDocumentation(host.server.host) || domains.has(host.server.host)) continue;
    const before = text.slice(Math.max(0, host.index - 30), host.index);
    if (isAttribute.test(before)) continue;
    if (!host.isAddress || isLabelled.test(before)) yield host;
  }
}

/** `O="GoDaddy.com, Inc."`, or the name of an issuer. */
const isAttribute =
  /\b(?:OU?|CN) ?= ?"?$|(?:issued by|issuer|ausgestellt von|aussteller|délivré par|émetteur|emitido por|uitgegeven door|verleend door|発行者)\s{0,3}[:：]?\s{0,3}$/i;

/** An address: four numbers may as well be a version. */
const isLabelled =
  /(?:server|host|proxy|address|adresse|\bip)\P{L}{1,5}(?:(?:is|ist|address|adresse)\P{L}{1,3})?$/iu;

function* versionsIn(text: string): Generator<NameInText> {
  const version =
    /(?<![\w@./-])exch(?:ange)?[ -]?(?:server)?[ -]?(2010|2013|2016|2019|se|subscription edition)(?![\w-]|\.\w)/gi;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(version)) {
    // In Spanish and French "se" is a word: "Exchange se detiene".
    if (name !== 'SE' && /^se$/i.test(name) && !/server/i.test(whole)) continue;
    yield { text: /^s/i.test(name) ? 'se' : name, index };
  }
}
