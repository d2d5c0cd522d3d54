import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LocalTurns } from './localTurns.ts';
import type { RedisConnection } from './redisConnection.ts';
import type { TurnLock } from './state.ts';
import { StateError } from './stateError.ts';

const prefix = 'turn:';
/** How long the turn of a process that died keeps others out; one that lives says so three times in this time. */
const leaseMs = 6000;
/** Teams gives up on a message after 15 s, and the turn itself needs some of them. */
const patienceMs = 10_000;

/**
 * Turns of all processes on one Redis. Within a process each key's in the order in which they came; between processes
 * in any order. Rejects with `StateError` where the others do not end within 10 s, or Redis is gone.
 *
 * Like every lock with a lease it has no defence against a process that stands still for longer than the lease and
 * then goes on, nor against a Redis that forgets (a restart, a failover).
 */
export class RedisTurns implements TurnLock {
  readonly #redis: RedisConnection;
  readonly #here = new LocalTurns();

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  run<T>(key: string, turn: () => Promise<T>): Promise<T> {
    return this.#here.run(key, () => this.#locked(prefix + key, turn));
  }

  async #locked<T>(key: string, turn: () => Promise<T>): Promise<T> {
    const token = randomUUID();
    await this.#take(key, token);
    // Redis may be gone for a moment, and the next renewal still in time.
    const renewal = setInterval(() => this.#ifMine(renew, key, token).catch(() => {}), leaseMs / 3);
    try {
      return await turn();
    } finally {
      clearInterval(renewal);
      // If that fails, the lease ends by itself; the turn has been made.
      await this.#ifMine(release, key, token).catch(() => {});
    }
  }

  async #take(key: string, token: string): Promise<void> {
    const begun = performance.now();
    for (let attempt = 1; performance.now() - begun < patienceMs; attempt++) {
      const options = { condition: 'NX', expiration: { type: 'PX', value: leaseMs } } as const;
      if (await this.#redis.run((client) => client.set(key, token, options))) return;
      // Not all at the same moments.
      await delay(Math.min(10 * attempt, 100) * (0.5 + Math.random()));
    }
    throw new StateError('Another turn of this conversation takes too long.');
  }

  #ifMine(script: string, key: string, token: string): Promise<unknown> {
    return this.#redis.run((client) =>
      client.eval(script, { keys: [key], arguments: [token, String(leaseMs)] }),
    );
  }
}

const renew = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

const release = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;
