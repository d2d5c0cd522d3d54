import { ActivityTypes, CardFactory, type TurnContext } from 'botbuilder';
import type { Card } from '../cards/index.ts';

/** A card outside of the conversation, such as a welcome or a refusal: nothing will be shown in its place. */
export async function sendCard(context: TurnContext, card: Card): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.Message, attachments: [CardFactory.adaptiveCard(card)] });
}
