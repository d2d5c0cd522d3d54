import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const scripts = {
  ours: fileURLToPath(new URL('../../bot/main.ts', import.meta.url)),
  echo: fileURLToPath(new URL('echoBot.ts', import.meta.url)),
};
const memoryReport = new URL('memoryReport.ts', import.meta.url).href;

export interface BotProcess {
  url: string;
  /** In bytes, garbage collected. */
  memory(): Promise<NodeJS.MemoryUsage>;
  stop(): Promise<void>;
  /** Ends it without a warning, and does not wait until it has ended. */
  kill(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A bot in a process of its own, with nothing in its environment but `env`; resolves as soon as it listens. */
export async function startBot(which: keyof typeof scripts, env: NodeJS.ProcessEnv): Promise<BotProcess> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, ['--import', memoryReport, scripts[which]], {
    env: { PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await exit;
  };
  return {
    url: await listeningUrl(child, child.stdout as Readable),
    async memory() {
      child.send('memory');
      const [usage] = await once(child, 'message');
      return usage;
    },
    stop,
    kill: () => child.kill('SIGKILL'),
    [Symbol.asyncDispose]: stop,
  };
}

function listeningUrl(child: ChildProcess, output: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The bot ended with exit code ${code}.`)));
    createInterface(output).on('line', (line) => {
      const { msg, url } = JSON.parse(line);
      if (msg === 'listening') resolve(url);
    });
  });
}
