import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { MakeLimiter } from './state.ts';

/** Counts in this process. */
export const localLimiter: MakeLimiter = (keyPrefix, points) =>
  new RateLimiterMemory({ keyPrefix, points, duration: 60 });
