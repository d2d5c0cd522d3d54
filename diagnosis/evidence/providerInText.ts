export type ProviderPrincipal = 'exprPrincipal' | 'exchPrincipal';

/** Characters before a name in which what it belongs to is said. */
const longestClause = 160;
/** Characters of a command before its value, over all of its lines. */
const longestCommand = 600;

/**
 * Of which providers in Active Directory a sentence says that they hold the name that follows: `EXPR has msstd:…`,
 * `CertPrincipalName is set to msstd:…`, which is EXPR's where no other is named. None where it is what Outlook shows, an
 * intention, a question, or the command that sets it.
 * @param before the text up to the name
 */
export function providersHolding(before: string): ProviderPrincipal[] {
  if (command.test(before.slice(-longestCommand))) return [];
  const clause = before.slice(-longestClause).split(clauseEnd).at(-1) ?? '';
  const words = /\b(?:EXPR|EXCH|CertPrincipalName)\b.*$/i.exec(clause)?.[0] ?? '';
  if (words === '' || intention.test(clause) || elsewhere.test(words) || !having.test(words)) return [];
  const named = (['EXPR', 'EXCH'] as const).filter((name) => new RegExp(`\\b${name}\\b`, 'i').test(words));
  return named.length === 0 ? ['exprPrincipal'] : named.map((name) => fields[name]);
}

const fields = { EXPR: 'exprPrincipal', EXCH: 'exchPrincipal' } as const;

/** A line that ends with a backtick goes on in the next one. */
const command = /\b(?:Set|New)-OutlookProvider\b(?:[^\n]|`[ \t]*\n)*$/i;

/** Of a sentence, of a line, or where another name was told. */
const clauseEnd = /[.!?]\s|[\n;]|(?:msstd|fullsic):\S*/i;

const intention =
  /\b(?:should|shall|want|would|could|must|might|if|whether|soll|sollte|wenn|ob|möchte|devrait|si|debería|quiero|moet)\b/i;

const elsewhere =
  /\bOutlook\b(?! Anywhere)|\b(?:dialog|box|window|client|profile|principal name|prinzipalname)\b/i;

/** What stands right before the name: a word of having, a mark, or the provider itself. */
const having = new RegExp(
  '(?:[:=]|\\b(?:has|have|had|is|are|was|holds?|shows?|says|reads|contains|EXPR|EXCH|CertPrincipalName' +
    '|hat|ist|lautet|steht|enthält|est|contient|es|tiene|contiene|è|ha|heeft|staat)(?![\\p{L}\\d]))' +
    '(?:\\s{1,9}(?:also|both|now|still|currently|already|set|to|on|the|value|auf|jetzt|noch|gesetzt|définie?|à|op|ingesteld))*' +
    '\\s{0,9}["\'(\\u2018-\\u201f]?$',
  'iu',
);
