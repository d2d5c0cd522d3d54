import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder-core';
import type { Card } from '../cards/index.ts';
import { addressing } from './audience.ts';
import { canReplace, replaceCard, show } from './show.ts';

/**
 * Goes on with a value in a turn of its own, when it is there. Nobody's turn waits meanwhile: the person's next message
 * would wait as well.
 */
export type Later = <T>(
  context: TurnContext,
  making: Promise<T>,
  logic: (turn: TurnContext, value: T) => Promise<void>,
) => void;

/** Milliseconds. A client takes a pressed button for broken after five seconds. */
const patienceOfButtons = 2000;
/** Milliseconds. A shorter wait nobody notices, and a check of a server near by is done. */
const patienceWithoutTyping = 300;
/** Milliseconds more. Nobody need be told of a shorter wait than by the typing indicator. */
const patienceOfPeople = 700;

/**
 * Shows a card that takes a while. If that is longer than a person likes to wait, or a client, another one stands in its
 * place meanwhile, without buttons, and the turn ends.
 */
export async function showWhenReady(
  context: TurnContext,
  making: Promise<Card>,
  meanwhile: Card,
  later: Later,
): Promise<void> {
  const early = await inTime(context, making);
  if (early !== null) {
    await show(context, early, 'result');
    return;
  }
  // The context ends with the turn.
  const address = addressing(context);
  const showing = show(context, meanwhile, 'meanwhile');
  later(context, making, async (turn, card) => {
    const id = await showing;
    await replaceCard(turn, id, address(card), 'result');
  });
  await showing;
}

/** Sends a message of its own that takes a while. */
export async function sendWhenReady(
  context: TurnContext,
  making: Promise<Partial<Activity>>,
  later: Later,
): Promise<void> {
  const early = await inTime(context, making);
  if (early !== null) await context.sendActivity(early);
  else later(context, making, async (turn, message) => void (await turn.sendActivity(message)));
}

/** Null where it takes longer; then it goes on. Who takes answers with the request only, waits for all of it. */
async function inTime<T>(context: TurnContext, making: Promise<T>): Promise<T | null> {
  if (!canReplace(context)) return making;
  if (context.activity.type === ActivityTypes.Invoke) return within(making, patienceOfButtons);
  const early = await within(making, patienceWithoutTyping);
  if (early !== null) return early;
  // Channels show no typing indicator.
  if (context.activity.conversation?.conversationType !== 'channel')
    await context.sendActivity({ type: ActivityTypes.Typing });
  return within(making, patienceOfPeople);
}

/** Null where it takes longer; then it goes on. */
export async function within<T>(making: Promise<T>, milliseconds: number): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(late.resolve, milliseconds, null);
  try {
    return await Promise.race([making, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
