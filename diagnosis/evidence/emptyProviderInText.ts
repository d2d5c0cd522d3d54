import type { NameInText } from './hostInText.ts';
import { isValueOfCommand } from './principalHolder.ts';

/** Providers of which a sentence says that they hold no name: `EXPR is empty`, `EXCH is none`. */
export function* emptyProvidersInText(
  text: string,
): Generator<NameInText & { field: 'exprPrincipal' | 'exchPrincipal' }> {
  for (const { 0: whole, 1: first = '', 2: last = '', index } of text.matchAll(empty)) {
    const before = text.slice(Math.max(0, index - longestCondition), index);
    if (condition.test(before) || isValueOfCommand(text, index)) continue;
    const field = /^EXCH$/i.test(first || last) ? 'exchPrincipal' : 'exprPrincipal';
    const isNone = /\bnone\b/i.test(whole);
    yield { text: isNone ? 'none' : '', index: index + whole.length, field };
  }
}

/** Characters of `condition`, with the one before it. */
const longestCondition = 20;
const condition = /\b(?:if|when|whether|wenn|ob|si)\s{1,9}$/i;

const empty =
  /\b(?:(EXPR|EXCH)(?:'s)?(?:\s{1,3}CertPrincipalName)?|CertPrincipalName)\s{0,3}(?:[:=]|\b(?:is|ist|est|está|es|è)\b)\s{0,3}\(?(?:currently |now |still )?(?:empty|none|(?:\$|"")?null|blank|not set|unset|leer|vide|vacío|vuoto|leeg)\b(?:\s{1,3}(?:for|of|on|für|von|bei)\s{1,3}(EXPR|EXCH)\b)?/gi;
