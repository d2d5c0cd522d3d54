import type { Logger } from 'pino';
import { ItemStorage } from './itemStorage.ts';
import { keysOf } from './personKeys.ts';
import { RedisConnection } from './redisConnection.ts';
import { RedisItems } from './redisItems.ts';
import { redisLimiter } from './redisLimiter.ts';
import { RedisTurns } from './redisTurns.ts';
import type { State } from './state.ts';

const claimed = 'claim:';

/**
 * State that any number of processes share, in one database of a Redis server of version 6 or later, not a cluster.
 * Throws `StateError` where it cannot be reached.
 */
export async function openRedisState(
  url: string,
  options: { keepMs: number; log: Logger; onError?: () => void },
): Promise<State> {
  const redis = await RedisConnection.open(url, options);
  const items = new RedisItems(redis, options.keepMs);
  return {
    storage: new ItemStorage(items),
    claims: {
      async claim(key, forMs) {
        const terms = { condition: 'NX', expiration: { type: 'PX', value: forMs } } as const;
        return (await redis.run((client) => client.set(claimed + key, '1', terms))) !== null;
      },
      async release(key) {
        await redis.run((client) => client.del(claimed + key));
      },
    },
    turns: new RedisTurns(redis),
    limiter: redisLimiter(redis),
    forget: (person) => items.forget(keysOf(person)),
    async ping() {
      await redis.run((client) => client.ping());
    },
    close: () => redis.close(),
  };
}
