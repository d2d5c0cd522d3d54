import { brief, type FixView, type ResultView } from './resultView.ts';

/**
 * What a card gives up, one after the other, until Teams takes it: first what a press of a button brings back, then
 * what matters least. What to do first is kept longest, and never halfway: all its commands are there, or none.
 */
export const shortenings: ((view: ResultView) => ResultView)[] = [
  (view) => ({ ...view, plan: view.plan.map((fix, index) => (index === 0 ? fix : brief(fix))) }),
  (view) => ({ ...view, details: view.details.slice(0, 5) }),
  (view) => ({ ...view, scope: [] }),
  (view) => ({ ...view, details: [] }),
  (view) => ({ ...view, alsoFound: view.alsoFound.map(({ headline }) => ({ headline, cause: '' })) }),
  (view) => (view.clients.length > 0 ? { ...view, clients: [], clientsCaveat: '' } : view),
  (view) => ({ ...view, alternatives: [], isShortened: view.isShortened || view.alternatives.length > 0 }),
  (view) => ({ ...view, alsoFound: [] }),
  (view) => ({ ...view, plan: view.plan.slice(0, 1), isShortened: view.isShortened || view.plan.length > 1 }),
  (view) => ({ ...view, caution: '', omittedButtons: ['askProvider', 'reader'], showVersions: false }),
  (view) => ({ ...view, plan: view.plan.map(withoutStepTexts) }),
  (view) => ({ ...view, plan: view.plan.map(withoutSteps), isShortened: true }),
];

function withoutSteps(fix: FixView): FixView {
  return { ...fix, steps: [], undoText: '', undo: [] };
}

/** What a command does, it says itself; what is done by hand has nothing but its text. */
function withoutStepTexts(fix: FixView): FixView {
  const steps = fix.steps.map(({ text, blocks }, index) => ({
    text: blocks.length > 0 ? `${index + 1}.` : text,
    blocks,
  }));
  return { ...fix, steps };
}
