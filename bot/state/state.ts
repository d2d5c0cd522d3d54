import type { Storage } from 'botbuilder';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/**
 * What outlives a turn, and what all processes that share a store must agree on. Where the store cannot be used,
 * everything here rejects with `StateError`, soon, and works again as soon as the store does.
 */
export interface State {
  /** For the SDK's states. An item expires some days after it was last written. */
  readonly storage: Storage;
  readonly claims: Claims;
  readonly turns: TurnLock;
  /** The one thing that works without the store, too: each process then counts for itself. */
  readonly limiter: MakeLimiter;
  /** Deletes all items about a person at once, whatever is being kept in them. */
  forget(person: Person): Promise<void>;
  /** Resolves where the store answers; for a readiness probe. */
  ping(): Promise<void>;
  /** What is used afterwards rejects. */
  close(): Promise<void>;
}

/**
 * Things that must be done once although several may be asked to, such as answering an activity that the channel
 * delivers twice. Claims outlive the process where the items do: a process that dies keeps its claims until they end.
 */
export interface Claims {
  /** True for the first to claim `key`, and for nobody else until it is released or `forMs` milliseconds have gone by. */
  claim(key: string, forMs: number): Promise<boolean>;
  /** For whoever claimed `key` and could not do the thing: the next one may. Releasing what nobody claims is fine. */
  release(key: string): Promise<void>;
}

/** Makes a limiter of so many points a minute; limiters of one name and one store count together. */
export type MakeLimiter = (name: string, points: number) => RateLimiterAbstract;

/** Keeps turns apart that would overwrite each other's state. */
export interface TurnLock {
  /** Runs `turn` when no other turn with this key runs, in any process that shares the store; passes on how it ends. */
  run<T>(key: string, turn: () => Promise<T>): Promise<T>;
}

/** Whose items are to be deleted. */
export interface Person {
  readonly channelId: string;
  /** `from.id` of the person's activities. */
  readonly userId: string;
  /** The chat the person has alone with the bot, where the wish comes from there: then its items go, too. */
  readonly chatId?: string;
}
