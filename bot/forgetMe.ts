import { ActivityTypes, type Middleware, type TurnContext } from 'botbuilder';
import { forgottenCard } from '../cards/index.ts';
import { isForgetMe, isGroup, show } from '../dialogs/index.ts';
import type { Person, State } from './state/state.ts';

/**
 * Takes the wish of a person to be forgotten, in the language that was chosen. It stands before what saves the states at
 * the end of a turn: nothing of what was read in this one is written back.
 */
export class ForgetMe implements Middleware {
  readonly #forget: State['forget'];

  constructor(forget: State['forget']) {
    this.#forget = forget;
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { type, text = '', value, locale } = context.activity;
    const isWish = type === ActivityTypes.Message && value === undefined && isForgetMe(text, locale);
    if (!isWish) return next();
    await this.#forget(personOf(context));
    await show(context, forgottenCard(locale));
  }
}

function personOf(context: TurnContext): Person {
  const { channelId, from, conversation } = context.activity;
  return { channelId, userId: from.id, ...(!isGroup(context) && { chatId: conversation.id }) };
}
