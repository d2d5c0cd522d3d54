import {
  ActivityImportance,
  ActivityTypes,
  CardFactory,
  DeliveryModes,
  TextFormatTypes,
  type TurnContext,
} from 'botbuilder-core';
import { actionRules, type Card } from '../cards/index.ts';
import { addressing } from './audience.ts';
import { readInput } from './input.ts';

const inPlace = Symbol('the card that takes the place of the one whose button was pressed');
const below = Symbol('the pressed card stays');
const saying = Symbol('what is said to one person beside the card');

/**
 * Shows a card: in the place of the question that was answered, of the result that was checked again or shown in
 * another way, or of the dialog that was cancelled; below the conversation otherwise.
 * @returns under what it can be replaced, if the channel says so
 */
export async function show(
  context: TurnContext,
  card: Card,
  kind: Kind = 'answer',
): Promise<string | undefined> {
  const shown = addressing(context)(card);
  if (replaces(context) && cardInPlace(context) === undefined) {
    context.turnState.set(inPlace, shown);
    return context.activity.replyToId;
  }
  const response = await context.sendActivity(messageWith(shown, kind));
  return response?.id || undefined;
}

/** Puts a card in the place of an earlier one, or below where it cannot be told which. */
export async function replaceCard(
  context: TurnContext,
  id: string | undefined,
  card: Card,
  kind: Kind = 'answer',
): Promise<void> {
  const message = messageWith(card, kind);
  if (id === undefined) await context.sendActivity(message);
  else await context.updateActivity({ ...message, id });
}

/** Whether the channel takes cards later than with the answer to this very request. */
export function canReplace({ activity }: TurnContext): boolean {
  return activity.deliveryMode !== DeliveryModes.ExpectReplies;
}

/** The card whose button was pressed stays as it is, and the answer comes below. */
export function answerBelow(context: TurnContext): void {
  context.turnState.set(below, true);
}

/** Whether a button was pressed whose card this turn replaces. */
export function replaces(context: TurnContext): boolean {
  const input = readInput(context);
  return (
    context.turnState.get(below) !== true &&
    context.activity.type === ActivityTypes.Invoke &&
    input.kind === 'action' &&
    actionRules[input.action.action].replaces
  );
}

/** The card with which the bot answers the press of an Action.Execute button, if this turn shows one in place. */
export function cardInPlace(context: TurnContext): Card | undefined {
  return context.turnState.get(inPlace);
}

/** Says something to the person alone, where the client can: beside the button that was pressed. */
export async function tell(context: TurnContext, text: string): Promise<void> {
  if (context.activity.type === ActivityTypes.Invoke) context.turnState.set(saying, text);
  else await context.sendActivity({ type: ActivityTypes.Message, text, textFormat: TextFormatTypes.Plain });
}

/** What this turn tells beside the button. */
export function told(context: TurnContext): string | undefined {
  return context.turnState.get(saying);
}

/** People may say of a result whether it helped; what only stands in its place meanwhile need not arrive at any price. */
type Kind = 'answer' | 'result' | 'meanwhile';

/** Teams shows thumbs below what is marked so (Microsoft Teams platform, "feedback loop"); other channels ignore it. */
function messageWith(card: Card, kind: Kind) {
  return {
    type: ActivityTypes.Message,
    attachments: [CardFactory.adaptiveCard(card)],
    ...(kind === 'result' && { channelData: { feedbackLoop: { type: 'default' } } }),
    ...(kind === 'meanwhile' && { importance: ActivityImportance.Low }),
  };
}
