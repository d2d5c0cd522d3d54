import { RateLimiterRedis } from 'rate-limiter-flexible';
import { localLimiter } from './localLimiter.ts';
import type { RedisConnection } from './redisConnection.ts';
import type { MakeLimiter } from './state.ts';

/** Counts in Redis for all processes; each for itself while Redis is gone. */
export function redisLimiter(redis: RedisConnection): MakeLimiter {
  // The connection's client may be replaced by another one at any time.
  const storeClient = {
    eval: (script: string, options: { keys: string[]; arguments: string[] }) =>
      redis.run((client) => client.eval(script, options)),
  };
  return (name, points) =>
    new RateLimiterRedis({
      storeClient,
      useRedisPackage: true,
      keyPrefix: `limit:${name}`,
      points,
      duration: 60,
      // Who is above the limit is known here, and a flood does not reach Redis.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: localLimiter(name, points),
    });
}
