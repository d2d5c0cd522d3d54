import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '@redis/client';

/** A real redis-server on loopback that writes down every change at once. */
export interface RedisServer {
  url: string;
  /** Ends it, or has it stand still; what it knows stays. */
  kill(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** At the same port, with what it knew. */
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The first redis-server there is: `REDIS_SERVER_PATH`, then the usual places; undefined if there is none. */
function redisPath(): string | undefined {
  const usual = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'];
  return [process.env.REDIS_SERVER_PATH, ...usual].find((path) => path && existsSync(path));
}

const missing =
  'No redis-server found. Install it (Debian: apt-get install redis-server) or set REDIS_SERVER_PATH.';

/** Why tests with Redis are skipped on a newcomer's machine, said loudly; false where they run. With CI set they run and fail. */
export function skipRedis(): string | false {
  if (redisPath() !== undefined || process.env.CI) return false;
  console.error(`\nREDIS TESTS SKIPPED. ${missing}\n`);
  return missing;
}

export async function startRedis({ password }: { password?: string } = {}): Promise<RedisServer> {
  const path = redisPath();
  if (path === undefined) throw new Error(missing);
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const args = [
    ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
    ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
    password === undefined ? [] : ['--requirepass', password],
  ].flat();
  const launch = async () => {
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(said.join('\n'))));
      createInterface(child.stdout).on('line', (line) => {
        said.push(line);
        if (line.includes('Ready to accept connections')) resolve();
      });
    });
    return child;
  };
  let child = await launch();
  const kill: RedisServer['kill'] = async (signal) => {
    const exited = signal === 'SIGKILL' && child.exitCode === null && child.signalCode === null;
    const exit = exited ? once(child, 'exit') : null;
    child.kill(signal);
    await exit;
  };
  return {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    kill,
    async start() {
      child = await launch();
    },
    async [Symbol.asyncDispose]() {
      await kill('SIGKILL');
      await rm(folder, { recursive: true });
    },
  };
}

/** A connection that knows nothing of the bot. */
export async function connectTo(url: string) {
  const client = await createClient({ url }).connect();
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}

async function freePort(): Promise<number> {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}
