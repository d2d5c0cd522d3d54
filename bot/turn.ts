import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { type Activity, ActivityTypes } from 'botbuilder';

/** How a turn ended: as it should, with an error card, above a limit, or not at all since it was done before. */
export type Outcome = 'done' | 'failed' | 'limited' | 'repeated';

export interface Turn {
  /** In every line of the log about this turn, and on the error card. */
  readonly reference: string;
  outcome: Outcome;
}

const turns = new AsyncLocalStorage<Turn>();

/** The turn in which this runs, or which began what runs here. */
export function currentTurn(): Turn | undefined {
  return turns.getStore();
}

/** What goes on after a turn keeps its reference. */
export function runTurn<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
  const { reference = randomUUID().slice(0, 8) } = currentTurn() ?? {};
  const turn: Turn = { reference, outcome: 'done' };
  return turns.run(turn, () => work(turn));
}

const invokes: Record<string, string> = {
  'adaptiveCard/action': 'button',
  'composeExtension/fetchTask': 'messageCommand',
  'composeExtension/submitAction': 'messageCommand',
  'message/submitAction': 'feedback',
};

const types: readonly string[] = Object.values(ActivityTypes);

/** One of a few words, whatever the channel sends. */
export function kindOf({ type, name = '' }: Activity): string {
  if (type === ActivityTypes.Invoke) return Object.hasOwn(invokes, name) ? (invokes[name] ?? '') : 'invoke';
  if (type === ActivityTypes.Event && name === 'continueConversation') return 'later';
  return types.includes(type) ? type : 'other';
}
