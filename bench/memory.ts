import { fork } from 'node:child_process';
import { once } from 'node:events';
import { bareConnection } from './bareConnection.ts';
import { collected } from './collected.ts';
import { mib, report } from './figures.ts';
import { checkName } from './labCheck.ts';
import { repeat } from './rate.ts';
import type { BenchServers } from './servers.ts';

/** What is left in memory after 10,000 checks, against after 1,000, in a process of its own. */
export async function compareMemory({ rsa }: BenchServers): Promise<void> {
  console.log('Memory after 10,000 checks of a name against after 1,000, garbage collected');
  await once(fork(import.meta.filename, [String(rsa), 'check']), 'exit');
  await once(fork(import.meta.filename, [String(rsa), 'bare']), 'exit');
}

async function measure(port: number, what: 'check' | 'bare'): Promise<void> {
  const task = { check: () => checkName(port), bare: () => bothSides(port) }[what];
  await repeat(task, 1000, 20);
  const before = await collected();
  await repeat(task, 9000, 20);
  const after = await collected();
  for (const kind of ['heapUsed', 'rss'] as const) {
    const figures = [`${mib(before[kind])} -> ${mib(after[kind])}`, after[kind] / before[kind]] as const;
    if (what === 'check') report(kind, ...figures, { atMost: 1.1 });
    else report(`  ${kind} of as many bare connections`, ...figures);
  }
}

/** As many connections as the check of a name makes. */
function bothSides(port: number): Promise<unknown> {
  return Promise.all([bareConnection(port), bareConnection(port)]);
}

if (process.argv[1] === import.meta.filename) {
  const [, , port, what] = process.argv;
  await measure(Number(port), what === 'bare' ? 'bare' : 'check');
}
