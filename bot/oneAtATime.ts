import type { Middleware, TurnContext } from 'botbuilder';
import type { TurnLock } from './state/state.ts';

/**
 * Runs the turns of one person in one conversation one after the other. The SDK keeps the last write of a state and
 * drops the others, so that of two turns side by side one would be forgotten.
 */
export class OneAtATime implements Middleware {
  readonly #turns: TurnLock;
  #waiting = 0;
  #running = 0;

  constructor(turns: TurnLock) {
    this.#turns = turns;
  }

  async onTurn({ activity }: TurnContext, next: () => Promise<void>): Promise<void> {
    const key = JSON.stringify([activity.channelId, activity.conversation?.id, activity.from?.id]);
    let isWaiting = true;
    this.#waiting++;
    const leave = () => {
      if (isWaiting) this.#waiting--;
      isWaiting = false;
    };
    const turn = async () => {
      leave();
      this.#running++;
      await next().finally(() => this.#running--);
    };
    await this.#turns.run(key, turn).finally(leave);
  }

  get load() {
    return { turnsWaiting: this.#waiting, turnsRunning: this.#running };
  }
}
