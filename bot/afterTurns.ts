import { type CloudAdapter, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { ConversationOptions } from '../dialogs/index.ts';

/** What goes on after the turn it began in, such as a check that takes longer than a client waits for a button. */
export class AfterTurns {
  readonly #adapter: CloudAdapter;
  readonly #appId: string;
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(adapter: CloudAdapter, appId: string, log: Logger) {
    this.#adapter = adapter;
    this.#appId = appId;
    this.#log = log;
  }

  readonly later: ConversationOptions['later'] = (context, making, logic) => {
    const reference = TurnContext.getConversationReference(context.activity);
    // What fails while it is made is told in the turn, as what fails in any other.
    const running = making
      .then(
        (value) =>
          this.#adapter.continueConversationAsync(this.#appId, reference, (turn) => logic(turn, value)),
        (error: unknown) =>
          this.#adapter.continueConversationAsync(this.#appId, reference, () => Promise.reject(error)),
      )
      .catch((error: unknown) => {
        this.#log.error(
          { error: error instanceof Error ? error.name : 'unknown' },
          'nothing came after a turn',
        );
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  };

  /** Resolves when nothing goes on any more. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
