import type { Verdict } from '../diagnosis/index.ts';

/** The background of a card's container; the words say it, too. */
export const verdictStyles: Record<Verdict, string> = {
  pass: 'good',
  warn: 'warning',
  fail: 'attention',
  unreachable: 'emphasis',
};
