/** Who a sentence says to hold a principal name: Outlook, or a provider in Active Directory. */
export type PrincipalHolder = 'principal' | 'exprPrincipal' | 'exchPrincipal';

/** Characters before a name, and behind it, in which what it belongs to is said. */
const longestClause = 160;
/** Characters of a command before its value, over all of its lines. */
const longestCommand = 600;

/**
 * Who holds a principal name in free text: Outlook, unless the words before it say that a provider does, as in
 * `EXPR has msstd:…` or `CertPrincipalName is set to msstd:…`, which is EXPR's where no other is named. Nobody does
 * where it is the value of a command, an intention, or what it was before.
 * @param start where the name begins in the text
 * @param end where it ends
 */
export function holdersOf(text: string, start: number, end: number): PrincipalHolder[] {
  const before = text.slice(Math.max(0, start - longestClause), start);
  const behind = text.slice(end, end + longestClause);
  if (isValueOfCommand(text, start) || past.test(before)) return [];
  if (noMore.test(behind) || notShown.test(before)) return [];
  const clause = before.split(clauseEnd).at(-1) ?? '';
  const words = lastProviders.exec(clause)?.[0] ?? '';
  if (words === '' && changed.test(before)) return [];
  if (words === '' || outlooks.test(words)) return ['principal'];
  if (intention.test(clause) || question.test(behind) || !having.test(words)) return [];
  const named = (['EXPR', 'EXCH'] as const).filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(words));
  return named.length === 0 ? ['exprPrincipal'] : named.map((name) => fields[name]);
}

/** Whether a place in a text is within a command that sets a provider: what stands there is meant, and not how it is. */
export function isValueOfCommand(text: string, index: number): boolean {
  return command.test(text.slice(Math.max(0, index - longestCommand), index));
}

const fields = { EXPR: 'exprPrincipal', EXCH: 'exchPrincipal' } as const;

/** A line that ends with a backtick goes on in the next one. */
const command = /\b(?:Set|New)-OutlookProvider\b(?:[^\n]|`[ \t]*\n)*$/i;

const past =
  /(?:\b(?:was|were|had|used to be|no longer|formerly|previously|war|hatte|était|avait|era|tenía|had)|\b(?:change[ds]?|switch(?:ed)?|move[ds]?|rename[ds]?)\b[^.\n]{0,40}\bfrom)\s{1,9}["'(]?$/i;
/** `I changed EXPR from msstd:… to msstd:…`, where the other name stands between. */
const changed = /\b(?:EXPR|EXCH|CertPrincipalName)\b[^\n]*\bto\s{1,3}["'(]?$/i;
const noMore =
  /^["')]?\s{0,9}(?:(?:any ?more|mehr|plus)\b|ではなく|(?:from|in|en|dans|aus|von|uit)\s{1,3}(?:EXPR|EXCH)\b)/i;

/** `Outlook does not show msstd:…`, `instead of msstd:…`; a certificate that does not match it says no such thing. */
const notShown =
  /(?:(?:n't|\bnot)\s{1,3}(?:show|have|expect|use|display|contain)|\b(?:should|used to)\s{1,3}(?:show|be|have|expect)|\b(?:zeigt|hat|erwartet)\s{1,3}nicht|\bn'(?:affiche|a|attend)\s{1,3}pas|\b(?:toont|heeft)\s{1,3}niet|\bno\s{1,3}(?:muestra|tiene|espera)|\binstead of|\bstatt|\bau lieu de|\ben lugar de|\bin plaats van)\s{1,9}["'(]?$/i;

const question = /^[^.!\n]{0,40}\?/;

/** The provider that is named last, with one that is joined to it. */
const lastProviders =
  /\b(?:EXPR|EXCH|CertPrincipalName)\b(?:\s{0,3}(?:and|und|et|y|en|&|\/|,)\s{0,3}(?:EXPR|EXCH)\b)?(?:(?!\b(?:EXPR|EXCH)\b).)*$/i;

/** Of a sentence, of a line, or where another name was told. */
const clauseEnd = /[.!?]\s|[\n;]|(?:msstd|fullsic):\S*/i;

const intention =
  /\b(?:should|shall|want|plan(?:ned|ning)?|going to|tomorrow|yesterday|formerly|früher|bis gestern|avant|antes|vroeger|would|could|must|might|if|whether|soll|sollte|wenn|ob|möchte|devrait|si|debería|quiero|moet)\b/i;

const outlooks =
  /\bOutlook\b(?! Anywhere)|\b(?:dialog|box|window|client|profile|principal name|prinzipalname)\b/i;

/** What stands right before the name: a word of having, a mark, or the provider itself. */
const having = new RegExp(
  '(?:[:=]|\\b(?:has|have|is|are|holds?|shows?|says|reads|contains|EXPR|EXCH|CertPrincipalName' +
    '|hat|ist|lautet|steht|enthält|est|contient|es|tiene|contiene|è|ha|heeft|staat)(?![\\p{L}\\d]))' +
    '(?:\\s{1,9}(?:also|both|now|still|currently|already|set|to|on|the|value|auf|jetzt|noch|gesetzt|définie?|à|op|ingesteld))*' +
    '\\s{0,9}["\'(\\u2018-\\u201f]?$',
  'iu',
);
