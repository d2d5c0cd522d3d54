import { ActivityTypes, CardFactory, type TurnContext } from 'botbuilder-core';
import type { Card, CardAction } from '../cards/index.ts';
import { readInput } from './input.ts';

const inPlace = Symbol('the card that takes the place of the one whose button was pressed');

/**
 * Shows a card: in the place of the question that was answered, of the result that was checked again or shown in
 * another way, or of the dialog that was cancelled; below the conversation otherwise.
 */
export async function show(context: TurnContext, card: Card): Promise<void> {
  if (replaces(context) && cardInPlace(context) === undefined) {
    context.turnState.set(inPlace, card);
    return;
  }
  await context.sendActivity({ type: ActivityTypes.Message, attachments: [CardFactory.adaptiveCard(card)] });
}

/** The card with which the bot answers the press of an Action.Execute button, if this turn shows one in place. */
export function cardInPlace(context: TurnContext): Card | undefined {
  return context.turnState.get(inPlace);
}

function replaces(context: TurnContext): boolean {
  const input = readInput(context);
  const replacing: CardAction['action'][] = [
    'answer',
    'check',
    'reader',
    'steps',
    'version',
    'cancel',
    'correct',
    'checkAll',
    'checkOne',
  ];
  return (
    context.activity.type === ActivityTypes.Invoke &&
    input.kind === 'action' &&
    replacing.includes(input.action.action)
  );
}
