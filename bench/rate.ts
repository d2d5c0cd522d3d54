import { bareConnection } from './bareConnection.ts';
import { median, report } from './figures.ts';
import { checkAddress } from './labCheck.ts';
import type { BenchServers } from './servers.ts';

const count = 1000;
const concurrency = 50;
const turns = 5;

/** 1,000 checks, 50 at a time, against as many bare connections. */
export async function compareRates({ rsa, p256 }: BenchServers): Promise<void> {
  console.log(`${count} checks, ${concurrency} at a time, against a bare loop (median of ${turns})`);
  for (const [what, port] of [
    ['RSA-2048', rsa],
    ['P-256', p256],
  ] as const) {
    const bare: number[] = [];
    const check: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      bare.push(await rate(() => bareConnection(port)));
      check.push(await rate(() => checkAddress(port)));
    }
    const [theirs, ours] = [median(bare), median(check)];
    report(what, `${theirs.toFixed(0)}/s -> ${ours.toFixed(0)}/s`, ours / theirs, { atLeast: 0.85 });
  }
}

/** Runs in a second. */
async function rate(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await repeat(run, count, concurrency);
  return (count * 1000) / (performance.now() - started);
}

export async function repeat(run: () => Promise<unknown>, times: number, atOnce: number): Promise<void> {
  let left = times;
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
