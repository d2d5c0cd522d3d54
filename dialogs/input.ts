import { ActivityTypes, type TurnContext } from 'botbuilder-core';
import {
  type Asked,
  actionRules,
  type CardAction,
  type Choice,
  choicesOf,
  exchangeVersions,
  type Question,
  readers,
} from '../cards/index.ts';

/** What a person did in this turn: wrote something, sent a file, or pressed a button of one of our cards. */
export type Input =
  | { kind: 'text'; text: string }
  | { kind: 'file'; bytes: Uint8Array }
  | { kind: 'action'; action: CardAction; typed: string };

const file = Symbol('the file that came with the message');

/** Whoever has fetched a file that belongs to the turn hands it over here. */
export function attachFile({ turnState }: TurnContext, bytes: Uint8Array): void {
  turnState.set(file, bytes);
}

const names = Object.keys(actionRules) as CardAction['action'][];
const questions = Object.keys(choicesOf) as Question[];
const choices: Choice[] = Object.values(choicesOf).flat();
const longest = 2048;

/**
 * Reads the turn's activity. Buttons arrive as an invoke (Action.Execute) or as a message with a value
 * (Action.Submit); what a card's input held is in `typed`. Anything else counts as text, possibly empty.
 */
export function readInput({ activity, turnState }: TurnContext): Input {
  const bytes: Uint8Array | undefined = turnState.get(file);
  if (bytes !== undefined) return { kind: 'file', bytes };
  const value: unknown =
    activity.type === ActivityTypes.Invoke ? activity.value?.action?.data : activity.value;
  const action = readCardAction(value);
  if (action === null) return { kind: 'text', text: activity.text ?? '' };
  return { kind: 'action', action, typed: textOf(value, 'text') ?? '' };
}

/** The data of a card as our own shape, checked field by field, since it comes from the client; null for any other. */
export function readCardAction(value: unknown): CardAction | null {
  const action = readButton(value);
  const owner = field(value, 'owner');
  const id = textOf(owner, 'id');
  if (action === null || id === undefined) return action;
  return { ...action, owner: { id, name: textOf(owner, 'name') ?? '' } };
}

function readButton(value: unknown): CardAction | null {
  const name = names.find((known) => known === textOf(value, 'action'));
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
    case 'check':
    case 'askProvider':
    case 'summary':
    case 'handOver':
    case 'open':
    case 'post':
      return { action: name, ...askedOf(value) };
    case 'reader': {
      const reader = readers.find((known) => known === textOf(value, 'reader'));
      return reader === undefined ? null : { action: name, reader, ...askedOf(value) };
    }
    case 'steps': {
      const fix = textOf(value, 'fix');
      return { action: name, ...(fix !== undefined && { fix }), ...askedOf(value) };
    }
    case 'version': {
      const version = exchangeVersions.find((known) => known === textOf(value, 'version'));
      return { action: name, ...(version && { version }), ...askedOf(value) };
    }
    case 'correct':
      return {
        action: name,
        read: textOf(value, 'read') ?? '',
        isForm: field(value, 'isForm') === true,
        assumes: field(value, 'assumes') === true,
        ...textIn(value, 'server'),
        ...textIn(value, 'principal'),
        ...textIn(value, 'commonName'),
        ...textIn(value, 'exprPrincipal'),
      };
    case 'language':
      return { action: name, ...textIn(value, 'language') };
    case 'checkAll':
      return { action: name, read: textOf(value, 'read') ?? '' };
    case 'checkOne':
      return { action: name, read: textOf(value, 'read') ?? '', ...textIn(value, 'chosen') };
    default:
      return { action: name };
  }
}

function askedOf(value: unknown): Asked {
  const expr = field(value, 'expr') === null ? null : textOf(value, 'expr');
  return {
    server: textOf(value, 'server') ?? '',
    ...textIn(value, 'principal'),
    ...(expr !== undefined && { expr }),
    ...textIn(value, 'read'),
  };
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

function textIn<Key extends string>(value: unknown, key: Key): { [K in Key]?: string } {
  const text = textOf(value, key);
  return text === undefined ? {} : ({ [key]: text } as { [K in Key]?: string });
}
