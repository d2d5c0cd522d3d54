import type { Command, FindingData, Fix, Step, StepId } from '../types.ts';

interface Parts {
  steps?: Step[];
  undo?: Command[];
  data?: FindingData;
}

export function fix(id: Fix['id'], who: Fix['who'], { steps = [], undo = [], data = {} }: Parts = {}): Fix {
  return withSteps({ id, who, alternative: false, steps, commands: [], verify: [], undo, data }, steps);
}

/** A fix with what follows from its steps. */
export function withSteps(fix: Fix, steps: Step[]): Fix {
  const commandsOf = (...kinds: Step['kind'][]) =>
    steps
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ commands }) => commands.filter(({ rehearsal }) => !rehearsal));
  return { ...fix, steps, commands: commandsOf('look', 'change'), verify: commandsOf('verify') };
}

export function step(kind: Step['kind'], id: StepId, commands: Command[] = [], data: FindingData = {}): Step {
  return { kind, id, commands, data };
}
