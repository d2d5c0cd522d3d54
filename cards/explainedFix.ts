import type { Command, Fix, FixId, Step } from '../diagnosis/index.ts';
import type { Translate } from './texts.ts';

/** One way out in words. Every string is safe to show as plain text. */
export interface ExplainedFix {
  /** Null where it is no fix, but whom to tell. */
  id: FixId | null;
  title: string;
  text: string;
  who: string;
  /** In the order in which they are done; empty where the text says it all. */
  steps: ExplainedStep[];
  undoText: string;
  undo: CommandBlock[];
  /** What to look at where it does not help; may be empty. */
  ifNot: string;
}

export interface ExplainedStep {
  text: string;
  blocks: CommandBlock[];
}

/** Commands that are run one after the other at the same place. */
export interface CommandBlock {
  /** Where to run them, as a sentence that ends in a colon. */
  where: string;
  lines: string[];
  /** They only tell what would happen. */
  rehearsal: boolean;
}

export function explainFix(fix: Fix, t: Translate): ExplainedFix {
  return {
    id: fix.id,
    title: t(`fixes.${fix.id}.title`, fix.data),
    text: t(`fixes.${fix.id}.text`, fix.data),
    who: t(`who.${fix.who}`),
    steps: fix.steps.map((step) => explainStep(step, t)),
    undoText: undoText(fix, t),
    undo: blocksOf(fix.undo, t),
    ifNot: t(`fixes.${fix.id}.ifNot`, fix.data),
  };
}

/** Everything is tried before anything is changed. */
function explainStep({ id, commands, data }: Step, t: Translate): ExplainedStep {
  const rehearsals = commands.filter(({ rehearsal }) => rehearsal);
  const others = commands.filter(({ rehearsal }) => !rehearsal);
  return { text: t(`steps.${id}`, data), blocks: blocksOf([...rehearsals, ...others], t) };
}

function undoText(fix: Fix, t: Translate): string {
  if (fix.data.formerKnown === undefined) return t(`fixes.${fix.id}.undo`, fix.data);
  if (fix.undo.length === 0) return t('diagnosis.undoNoted');
  return t(fix.data.formerKnown === true ? 'diagnosis.undoFormer' : 'diagnosis.undoLikely');
}

function blocksOf(commands: Command[], t: Translate): CommandBlock[] {
  const blocks: CommandBlock[] = [];
  for (const { shell, appliesTo, rehearsal = false, text } of commands) {
    const tried = appliesTo === undefined ? t('diagnosis.rehearsal') : t('diagnosis.rehearsal2013');
    const where = rehearsal ? tried : t(`shells.${appliesTo ?? shell}`);
    const last = blocks.at(-1);
    if (last?.where === where) last.lines.push(text);
    else blocks.push({ where, lines: [text], rehearsal });
  }
  return blocks;
}
