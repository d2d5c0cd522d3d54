import { readFileSync, writeFileSync } from 'node:fs';
import { type CommandBlock, explainFix } from '../cards/explainedFix.ts';
import english from '../cards/texts/en.json' with { type: 'json' };
import { textsFor } from '../cards/texts.ts';
import type { Cause } from '../diagnosis/causes/cause.ts';
import { causeGroups, causes } from '../diagnosis/causes/index.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { readFacts } from '../diagnosis/facts.ts';
import type { FindingCode, Fix } from '../diagnosis/types.ts';
import { type Given, mail, observation, wildcard } from '../tests/diagnosis/observation.ts';

const file = new URL('causes.md', import.meta.url);
const t = textsFor('en');

/** What causes.md has to be: every cause and every way out, from the texts, the causes and their docstrings. */
export function causesDocument(): string {
  const groups = Object.entries(causeGroups);
  const parts = [
    introduction,
    groups.map(([title, group]) => `**${title}**\n\n${group.map(contentsLine).join('\n')}`).join('\n\n'),
    ...groups.flatMap(([title, group]) => [`## ${title}`, ...group.map(causeSection)]),
    '## The ways out',
    'The commands are examples: `mail.contoso.com` stands for the server, `*.contoso.com` for the name in its ' +
      'certificate, `THUMBPRINT` for the thumbprint of a certificate. The check fills in what it found.',
    ...everyFix().map(fixSection),
  ];
  return `${parts.join('\n\n')}\n`;
}

const introduction = `<!-- Made by "npm run docs" from the texts and the causes; changes belong there. -->

# "Mutual Authentication could not be established": causes and fixes

Outlook asks for the password again and again, or Microsoft's Remote Connectivity Analyzer says *Mutual Authentication
could not be established* (KB2710606). Here is everything that this check can find, how it tells, and what to do.

**In short:** Outlook Anywhere compares a principal name, \`msstd:mail.contoso.com\`, with the name in the server's
certificate. See both with the check, then
[make Active Directory hand out the certificate's name](#fix-set-provider),
[go back to the default](#fix-reset-provider), or
[get a certificate for the server's name](#fix-reissue-certificate).

The usual suspects are [a name that is nowhere in the certificate](#principal-mismatch),
[a wildcard certificate](#principal-matches-wildcard), [a stale value in Active Directory](#provider-mismatch),
[a name that stands only among the alternative names](#principal-matches-san-only) and
[an expired certificate](#expired).

A *problem* stops people, a *warning* stops some of them, a *note* is good to know. Where several are found, the first
problem in this order is the answer, and all of them make one plan. Names in ‹angle brackets› are filled in by the check.`;

function contentsLine({ code }: Cause): string {
  return `- [${placeholders(english.findings[code].headline)}](#${code})`;
}

const severities = { error: 'problem', warning: 'warning', info: 'note', ok: 'good news' };

function causeSection(cause: Cause): string {
  const { code, severity, otherSeverity, who } = cause;
  const { headline, cause: why } = english.findings[code];
  const weight = [severity, otherSeverity].flatMap((one) => (one ? severities[one] : [])).join(' or ');
  const acts = who === 'nobody' ? 'Nobody has to act' : t(`who.${who}`);
  return [
    `### <a id="${code}"></a>${placeholders(headline)}`,
    `\`${code}\` · ${weight} · ${acts}`,
    placeholders(why),
    `*How it is found:* ${docstringOf(code)}`,
    waysOut(cause),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function waysOut(cause: Cause): string {
  const links = fixesOf(cause).map(({ id }) => `[${placeholders(english.fixes[id].title)}](#fix-${id})`);
  if (links.length === 0) return '';
  const [first, ...others] = links;
  return `*What to do:* ${first}${others.length > 0 ? `; or, as the case may be, ${others.join(', ')}` : ''}`;
}

/** What stands above a cause: how it is detected, and the source. */
export function docstringOf(code: FindingCode): string {
  const name = code.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const source = readFileSync(new URL(`../diagnosis/causes/${name}.ts`, import.meta.url), 'utf8');
  const [, docstring = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const/.exec(source) ?? [];
  return docstring.replaceAll(/\n \*/g, ' ').replaceAll(/\s+/g, ' ').trim();
}

const certificates: Given[] = [
  { cn: [wildcard] },
  {},
  { cn: ['webmail.contoso.com'], san: ['webmail.contoso.com', mail] },
  { cn: ['Contoso Mail'], san: [mail] },
  { cn: ['webmail.contoso.com', mail] },
  { cn: ['www.contoso.com'], also: [{}] },
];
const told: Given[] = [
  { expr: 'msstd:mail.contoso.com', ttl: 0, exprServer: mail },
  { expr: 'msstd:old.contoso.com' },
  { principal: 'msstd:old.contoso.com' },
  { principal: 'msstd:old.contoso.com', expr: null },
  { expr: mail },
  { expr: 'none' },
];
/** Enough for every way out to be offered, what is most telling first. */
const specimens: Given[] = [
  ...certificates.flatMap((shown) => told.map((given) => ({ ...shown, ...given }))),
  { also: [{ error: 'connection-timeout', noLeaf: true }] },
  { trust: 'untrusted-issuer' },
  { principal: 'msstd:outlook.com' },
  { principal: 'msstd:outlook.com', cn: [wildcard] },
  { principal: 'msstd:outlook.com', cn: ['webmail.contoso.com'], san: [mail] },
  { host: 'outlook.office365.com', san: ['*.office365.com'], trust: 'untrusted-issuer' },
  { host: '192.0.2.1' },
  { error: 'port-not-allowed', noLeaf: true, port: 444 },
];
const observations = specimens.map(observation);
const facts = observations.map((seen) => readFacts(seen));

/** Every fix that a cause may propose, the usual one first, each once. */
function fixesOf({ code, detect, fixes }: Cause): Fix[] {
  // The only one that needs the judgement of all addresses, and so is no single cause's.
  if (code === 'addresses-differ') return offered.filter(({ id }) => id === 'same-certificate');
  const detected = facts.filter((one) => detect(one) !== null);
  return unique((detected.length > 0 ? detected : facts).flatMap((one) => fixes?.(one) ?? []));
}

const offered = unique(observations.flatMap((seen) => diagnose(seen).fixes));

/** Every fix once, in the order in which the causes name them. */
function everyFix(): Fix[] {
  return unique(causes.flatMap(fixesOf));
}

function unique(fixes: Fix[]): Fix[] {
  return fixes.filter((fix, index) => fixes.findIndex(({ id }) => id === fix.id) === index);
}

function fixSection(fix: Fix): string {
  const { title, text, who, steps, undoText, undo, ifNot } = explainFix(fix, t);
  const numbered = steps.map((step, index) =>
    [
      `${index + 1}. ${escaped(step.text)}`,
      ...step.blocks.map((block) => indented(commandBlock(block))),
    ].join('\n\n'),
  );
  return [
    `### <a id="fix-${fix.id}"></a>${escaped(title)}`,
    `${escaped(text)} *${escaped(who)}.*`,
    ...numbered,
    undoText === '' ? '' : `*${t('diagnosis.undo')}* ${escaped(undoText)}`,
    ...undo.map(commandBlock),
    ifNot === '' ? '' : `*${t('diagnosis.ifNot')}* ${escaped(ifNot)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function commandBlock({ where, lines }: CommandBlock): string {
  const language = lines.some((line) => /^(certutil|w32tm)/.test(line)) ? 'bat' : 'powershell';
  return [escaped(where), '', `\`\`\`${language}`, ...lines.map(withoutThumbprint), '```'].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '   ');
}

function placeholders(text: string): string {
  return escaped(text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => `‹${nameOf(name)}›`));
}

/** `certificateNames` reads "certificate names". */
function nameOf(placeholder: string): string {
  return placeholder.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Text as Markdown shows it to the letter. */
function escaped(text: string): string {
  return withoutThumbprint(text).replaceAll(/[\\`*_<>[\]|#]/g, '\\$&');
}

function withoutThumbprint(text: string): string {
  return text.replaceAll(/[0-9A-F]{40}/g, 'THUMBPRINT');
}

if (import.meta.main) writeFileSync(file, causesDocument());
