import type { StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import type { DialogState } from 'botbuilder-dialogs';
import { freshStartCard } from '../cards/index.ts';
import type { ConversationOptions } from './conversationOptions.ts';
import { runDialog } from './dialogSdk.ts';
import { MainDialog } from './mainDialog.ts';
import { show } from './show.ts';

/** All dialogs, as one thing that takes a turn. */
export class Conversation {
  readonly #dialog: MainDialog;
  readonly #state: StatePropertyAccessor<DialogState>;

  constructor(options: ConversationOptions, state: StatePropertyAccessor<DialogState>) {
    this.#dialog = new MainDialog(options);
    this.#state = state;
  }

  async takeTurn(context: TurnContext): Promise<void> {
    const { dialogStack = [] } = (await this.#state.get(context)) ?? {};
    // The SDK would go on with the steps of today where those of yesterday stopped, or not find its dialog at all.
    if (dialogStack.some(({ id }) => id !== this.#dialog.id)) {
      await this.#state.delete(context);
      await show(context, freshStartCard(context.activity.locale));
    }
    await runDialog(this.#dialog, context, this.#state);
  }
}
