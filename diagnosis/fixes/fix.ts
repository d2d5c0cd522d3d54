import type { Command, FindingData, Fix, Step, StepId } from '../types.ts';

interface Parts {
  steps?: Step[];
  undo?: Command[];
  data?: FindingData;
}

/** A fix with what follows from its steps. */
export function fix(id: Fix['id'], who: Fix['who'], { steps = [], undo = [], data = {} }: Parts = {}): Fix {
  const commandsOf = (...kinds: Step['kind'][]) =>
    steps
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ commands }) => commands.filter(({ rehearsal }) => !rehearsal));
  return {
    id,
    who,
    alternative: false,
    steps,
    commands: commandsOf('look', 'change'),
    verify: commandsOf('verify'),
    undo,
    data,
  };
}

export function step(kind: Step['kind'], id: StepId, commands: Command[] = [], data: FindingData = {}): Step {
  return { kind, id, commands, data };
}
