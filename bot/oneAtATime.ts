import type { Middleware, TurnContext } from 'botbuilder';
import pLimit, { type LimitFunction } from 'p-limit';

/**
 * Runs the turns of one person in one conversation one after the other. The SDK keeps the last write of a state and
 * drops the others, so that of two turns side by side one would be forgotten.
 */
export class OneAtATime implements Middleware {
  readonly #queues = new Map<string, LimitFunction>();

  async onTurn({ activity }: TurnContext, next: () => Promise<void>): Promise<void> {
    const key = JSON.stringify([activity.channelId, activity.conversation?.id, activity.from?.id]);
    const queue = this.#queues.get(key) ?? pLimit(1);
    this.#queues.set(key, queue);
    try {
      await queue(next);
    } finally {
      if (queue.activeCount + queue.pendingCount === 0) this.#queues.delete(key);
    }
  }
}
