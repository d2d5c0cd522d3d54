import type { TurnContext } from 'botbuilder-core';
import { actionRules, type Card, type CardAction, cardFor, type Owner } from '../cards/index.ts';
import { readInput } from './input.ts';

/** Whether others read along, as in a group chat or a channel. */
export function isGroup({ activity: { conversation } }: TurnContext): boolean {
  const { conversationType, isGroup } = conversation ?? {};
  return conversationType === 'groupChat' || conversationType === 'channel' || isGroup === true;
}

/** Whether somebody presses a button that was meant for another person. */
export function isForeign(context: TurnContext, { action, owner }: CardAction): boolean {
  return isGroup(context) && !actionRules[action].forAll && !isOwn(context, owner);
}

/** Whether a card was given to whoever presses it. In a group, every card of ours has an owner. */
export function isOwn(context: TurnContext, owner: Owner | undefined): boolean {
  return owner === undefined ? !isGroup(context) : owner.id === askerOf(context).id;
}

/** In a group, makes a card one for whoever asked: it says so, and so do its buttons. Outlives the turn. */
export function addressing(context: TurnContext): (card: Card) => Card {
  if (!isGroup(context)) return (card) => card;
  const input = readInput(context);
  const owner = input.kind === 'action' && input.action.action !== 'new' ? input.action.owner : undefined;
  const asker = owner ?? askerOf(context);
  const { locale } = context.activity;
  return (card) => cardFor(asker, card, locale);
}

function askerOf({ activity: { from } }: TurnContext): Owner {
  return { id: from?.aadObjectId ?? from?.id ?? '', name: from?.name ?? '' };
}
