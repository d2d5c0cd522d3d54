import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mib, report } from './figures.ts';
import { checkName } from './labCheck.ts';
import { repeat } from './rate.ts';
import type { BenchServers } from './servers.ts';

/** What is left in memory after 10,000 checks, against after 1,000, in a process of its own. */
export async function compareMemory({ rsa }: BenchServers): Promise<void> {
  console.log('Memory after 10,000 checks of a name against after 1,000, garbage collected');
  await once(fork(import.meta.filename, [String(rsa)]), 'exit');
}

async function measure(port: number): Promise<void> {
  await repeat(() => checkName(port), 1000, 20);
  const before = await collected();
  await repeat(() => checkName(port), 9000, 20);
  const after = await collected();
  for (const kind of ['heapUsed', 'rss'] as const)
    report(kind, `${mib(before[kind])} -> ${mib(after[kind])}`, after[kind] / before[kind], { atMost: 1.1 });
}

async function collected(): Promise<NodeJS.MemoryUsage> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // What native handles hold is freed in the turns after.
  for (let turn = 0; turn < 5; turn++) {
    collect();
    await delay(50);
  }
  return process.memoryUsage();
}

if (process.argv[1] === import.meta.filename) await measure(Number(process.argv[2]));
