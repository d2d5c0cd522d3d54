import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface BotProcess {
  url: string;
  /** What it wrote so far. */
  printed(): string;
  /** Null while it runs. */
  exitCode(): number | null;
  signal(name: NodeJS.Signals): void;
  /** Kills it without a warning. */
  kill(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The bot in a process of its own, at a free port, with nothing in its environment but `env`. */
export async function startBotProcess(env: Record<string, string>): Promise<BotProcess> {
  const script = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));
  const { PATH = '', SystemRoot = '' } = process.env;
  const child = spawn(process.execPath, [script], {
    env: { PATH, SystemRoot, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const printed: string[] = [];
  child.stderr.on('data', (chunk) => printed.push(String(chunk)));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', () => reject(new Error(`Exit code ${child.exitCode}: ${printed.join('\n')}`)));
    createInterface(child.stdout).on('line', (line) => {
      printed.push(line);
      const { msg, url } = JSON.parse(line);
      if (msg === 'listening') resolve(url);
    });
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  return {
    url,
    printed: () => printed.join('\n'),
    exitCode: () => child.exitCode,
    signal: (name) => child.kill(name),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
