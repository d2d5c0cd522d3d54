import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process holds in memory, in bytes, once the garbage is collected. */
export async function collected(): Promise<NodeJS.MemoryUsage> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // What native handles hold is freed in the turns after.
  for (let turn = 0; turn < 5; turn++) {
    collect();
    await delay(50);
  }
  return process.memoryUsage();
}
