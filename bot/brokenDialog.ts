import { ActivityTypes, type BotState, type Middleware, type TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { DialogContextError } from '../dialogs/index.ts';
import { placeOf } from './errorPlace.ts';
import { StateError } from './state/stateError.ts';
import { currentTurn } from './turn.ts';

/**
 * Forgets the dialog in which a turn failed, so that it does not break the next turn, too. It does so before the person's
 * next turn can begin. What goes on after a turn has no dialog, and where only the store cannot be reached, nothing is
 * wrong with what is stored.
 */
export class BrokenDialog implements Middleware {
  readonly #state: BotState;
  readonly #property: string;
  readonly #log: Logger;

  /** @param property Under which `state` keeps the dialog. */
  constructor(state: BotState, property: string, log: Logger) {
    this.#state = state;
    this.#property = property;
    this.#log = log;
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    try {
      await next();
    } catch (error) {
      const cause = error instanceof DialogContextError ? error.error : error;
      const isBroken = !(cause instanceof StateError) && context.activity.type !== ActivityTypes.Event;
      if (isBroken) await this.#forget(context);
      throw error;
    }
  }

  async #forget(context: TurnContext): Promise<void> {
    try {
      await this.#state.createProperty(this.#property).delete(context);
      await this.#state.saveChanges(context);
    } catch (cause) {
      const { reference = '' } = currentTurn() ?? {};
      this.#log.error({ reference, error: placeOf(cause).error }, 'the state could not be cleared');
    }
  }
}
