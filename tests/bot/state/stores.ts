import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { openState } from '../../../bot/state/openState.ts';
import type { State } from '../../../bot/state/state.ts';
import { skipRedis, startRedis } from './redisServer.ts';

/** A place for state, empty at first, that can be opened as often as one likes. */
export interface Place {
  open(keepDays?: number): Promise<State>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Every kind of store there is. */
export const stores: { name: string; skip: string | false; isShared: boolean; make(): Promise<Place> }[] = [
  { name: 'memory', skip: false, isShared: false, make: async () => placeAt('memory:', async () => {}) },
  { name: 'SQLite', skip: false, isShared: false, make: sqlitePlace },
  { name: 'Redis', skip: skipRedis(), isShared: true, make: redisPlace },
];

export const silent = pino({ level: 'silent' });

async function sqlitePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'state-'));
  return placeAt(`sqlite:${join(folder, 'data', 'bot.db')}`, () => rm(folder, { recursive: true }));
}

async function redisPlace(): Promise<Place> {
  const redis = await startRedis();
  return placeAt(redis.url, () => redis[Symbol.asyncDispose]());
}

function placeAt(url: string, remove: () => Promise<void>): Place {
  const opened: State[] = [];
  return {
    async open(keepDays = 30) {
      const state = await openState(url, { keepDays, log: silent });
      opened.push(state);
      return state;
    },
    async [Symbol.asyncDispose]() {
      for (const state of opened) await state.close();
      await remove();
    },
  };
}
