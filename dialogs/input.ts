import { ActivityTypes, type TurnContext } from 'botbuilder-core';
import { type CardAction, type Choice, choicesOf, type Question } from '../cards/index.ts';

/** What a person did in this turn: wrote something, or pressed a button of one of our cards. */
export type Input = { kind: 'text'; text: string } | { kind: 'action'; action: CardAction; typed: string };

const names: readonly CardAction['action'][] = ['answer', 'check', 'askProvider', 'new', 'help', 'cancel'];
const questions = Object.keys(choicesOf) as Question[];
const choices: Choice[] = Object.values(choicesOf).flat();
const longest = 2048;

/**
 * Reads the turn's activity. Buttons arrive as an invoke (Action.Execute) or as a message with a value
 * (Action.Submit); what a card's input held is in `typed`. Anything else counts as text, possibly empty.
 */
export function readInput({ activity }: TurnContext): Input {
  const value: unknown =
    activity.type === ActivityTypes.Invoke ? activity.value?.action?.data : activity.value;
  const action = readAction(value);
  if (action === null) return { kind: 'text', text: activity.text ?? '' };
  return { kind: 'action', action, typed: textOf(value, 'text') ?? '' };
}

/** Our own shape, checked field by field: the data of a card comes from the client. */
function readAction(value: unknown): CardAction | null {
  const name = names.find((known) => known === textOf(value, 'action'));
  const server = textOf(value, 'server') ?? '';
  const principal = textOf(value, 'principal');
  const expr = textOf(value, 'expr');
  switch (name) {
    case undefined:
      return null;
    case 'answer': {
      const question = questions.find((known) => known === textOf(value, 'question'));
      const choice = choices.find((known) => known === textOf(value, 'value'));
      const asked = textOf(value, 'asked') ?? '';
      return question === undefined
        ? null
        : { action: name, question, asked, ...(choice && { value: choice }) };
    }
    case 'check': {
      const provider = expr !== undefined ? { expr } : field(value, 'expr') === null ? { expr: null } : {};
      return { action: name, server, ...(principal !== undefined && { principal }), ...provider };
    }
    case 'askProvider':
      return { action: name, server, ...(principal !== undefined && { principal }) };
    default:
      return { action: name };
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function textOf(value: unknown, key: string): string | undefined {
  const text = field(value, key);
  return typeof text === 'string' ? text.slice(0, longest) : undefined;
}
