import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { medians, ms, report } from './figures.ts';
import type { BenchServers } from './servers.ts';

const commandLine = fileURLToPath(new URL('../bot/commandLine.ts', import.meta.url));

/** Whole processes, from the start to the end. */
export async function compareProcesses({ rsa, p256 }: BenchServers): Promise<void> {
  console.log('The command line against openssl s_client, whole processes');
  for (const [what, port] of [
    ['RSA-2048', rsa],
    ['P-256', p256],
  ] as const) {
    const times = await medians(
      {
        openssl: () => run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-showcerts']),
        node: () => run(process.execPath, ['-e', '0']),
        check: () => run(process.execPath, [commandLine, `127.0.0.1:${port}`]),
      },
      20,
    );
    report(
      `${what}: openssl s_client`,
      `${ms(times.openssl)} -> ${ms(times.check)}`,
      times.check / times.openssl,
    );
    report(`${what}: node -e 0`, `${ms(times.node)} -> ${ms(times.check)}`, times.check / times.node);
  }
}

/** Whatever the exit code: ours is a verdict. */
function run(command: string, args: string[]): Promise<void> {
  const env = { ...process.env, CHECK_ALLOW_NETWORKS: '127.0.0.0/8', CHECK_PORTS: '*' };
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { env }, () => resolve());
    child.once('error', reject);
    child.stdin?.end();
  });
}
