import pLimit, { type LimitFunction } from 'p-limit';
import type { TurnLock } from './state.ts';

/** Turns of one process, each key's in the order in which they came. */
export class LocalTurns implements TurnLock {
  readonly #queues = new Map<string, LimitFunction>();

  async run<T>(key: string, turn: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(key) ?? pLimit(1);
    this.#queues.set(key, queue);
    try {
      return await queue(turn);
    } finally {
      if (queue.activeCount + queue.pendingCount === 0) this.#queues.delete(key);
    }
  }
}
