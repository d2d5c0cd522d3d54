import type { Explanation } from './explanation.ts';
import { plainText } from './plainText.ts';
import type { Translate } from './texts.ts';

/**
 * A result for a help desk's ticket, as plain text in lines of 80 characters: what is the case, who must act, and the
 * commands that do it. What is only tried, and the steps of other ways, are for whoever does it and has the card.
 */
export function ticketSummary(explanation: Explanation, t: Translate): string {
  const plan = explanation.plan.map((fix) => ({
    ...fix,
    steps: fix.steps.map(({ text, blocks }) => ({
      text,
      blocks: blocks.filter(({ rehearsal }) => !rehearsal),
    })),
  }));
  const alternatives = explanation.alternatives.map((fix) => ({
    ...fix,
    steps: [],
    undoText: '',
    undo: [],
    ifNot: '',
  }));
  const blocks = explanation.plan.flatMap(({ steps }) => steps.flatMap((step) => step.blocks));
  const hasMore = alternatives.length > 0 || blocks.some(({ rehearsal }) => rehearsal);
  const more = hasMore ? [t('summary.more')] : [];
  const { support, scope } = explanation;
  const reduced = { ...explanation, plan, alternatives, scope: [...scope, ...more], support: '' };
  return `${t('summary.title')}\n${support}\n\n${plainText(reduced, t)}`;
}
