import { setTimeout as delay } from 'node:timers/promises';
import { median, ms, report } from './figures.ts';
import { checkName } from './labCheck.ts';
import type { BenchServers } from './servers.ts';

const rounds = 150;
const turns = 3;

/** A healthy server's check while as many checks wait for silent servers, against the same in an idle process. */
export async function compareSlowServers({ rsa, p256, silent }: BenchServers): Promise<void> {
  console.log(`A check of a healthy name while ${silent.length} checks wait for silent servers`);
  for (const [what, port] of [
    ['RSA-2048', rsa],
    ['P-256', p256],
  ] as const) {
    const idle: number[] = [];
    const busy: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      idle.push(...(await times(port)));
      const stop = new AbortController();
      const waiting = silent.map((slow) => checkName(slow, 1, { signal: stop.signal, timeoutMs: 120_000 }));
      await delay(500);
      busy.push(...(await times(port)));
      stop.abort();
      await Promise.allSettled(waiting);
    }
    const [alone, beside] = [median(idle), median(busy)];
    report(what, `${ms(alone)} -> ${ms(beside)}`, beside / alone, { atMost: 1.2 });
  }
}

async function times(port: number): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await checkName(port);
    taken.push(performance.now() - started);
  }
  return taken;
}
