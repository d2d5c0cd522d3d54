import { setTimeout as delay } from 'node:timers/promises';
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder-core';
import type { Card } from '../cards/index.ts';
import { addressing } from './audience.ts';
import { canReplace, replaceCard, show } from './show.ts';

/** Goes on in a turn of its own, after the present one has ended. */
export type Later = (context: TurnContext, logic: (later: TurnContext) => Promise<void>) => void;

/** Milliseconds. A client takes a pressed button for broken after five seconds. */
const patienceOfButtons = 3500;
/** Milliseconds. Nobody need be told of a shorter wait than by the typing indicator. */
const patienceOfPeople = 1000;

/**
 * Shows a card that takes a while. Meanwhile another one stands in its place, without buttons: after a second below a
 * message; where a button was pressed, before the client loses patience, and then the card comes after the turn.
 */
export async function showWhenReady(
  context: TurnContext,
  making: Promise<Card>,
  meanwhile: Card,
  later: Later,
): Promise<void> {
  if (!canReplace(context)) {
    await show(context, await making, true);
    return;
  }
  const isPressed = context.activity.type === ActivityTypes.Invoke;
  const early = await within(making, isPressed ? patienceOfButtons : patienceOfPeople);
  if (early !== null) {
    await show(context, early, true);
    return;
  }
  const cards = making.then(addressing(context));
  const id = await show(context, meanwhile);
  if (!isPressed) return replaceCard(context, id, await cards, true);
  // Whoever carries on may fail before it listens.
  cards.catch(() => {});
  later(context, async (turn) => replaceCard(turn, id, await cards, true));
}

/** Sends a message of its own that takes a while. */
export async function sendWhenReady(
  context: TurnContext,
  making: Promise<Partial<Activity>>,
  later: Later,
): Promise<void> {
  const isPressed = context.activity.type === ActivityTypes.Invoke && canReplace(context);
  const ready = isPressed ? await within(making, patienceOfButtons) : await making;
  if (ready !== null) {
    await context.sendActivity(ready);
    return;
  }
  making.catch(() => {});
  later(context, async (turn) => void (await turn.sendActivity(await making)));
}

/** Null where it takes longer; then it goes on. */
export async function within<T>(making: Promise<T>, milliseconds: number): Promise<T | null> {
  const end = new AbortController();
  const late = delay(milliseconds, null, { signal: end.signal }).catch(() => null);
  try {
    return await Promise.race([making, late]);
  } finally {
    end.abort();
  }
}
