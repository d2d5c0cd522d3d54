import { setTimeout as delay } from 'node:timers/promises';
import { createClient, ReconnectStrategyError } from '@redis/client';
import type { Logger } from 'pino';
import { StateError } from './stateError.ts';

type Client = ReturnType<typeof newClient>;

interface Reporting {
  log: Logger;
  /** Told of each command that failed. */
  onError?: () => void;
}

/** For one command; then the store counts as gone. */
const patienceMs = 2000;

/**
 * A connection that never lets anybody wait: while Redis is gone, everything rejects with `StateError`, at once or
 * within two seconds, and goes on by itself when Redis is back. Throws `StateError` where Redis cannot be reached now.
 */
export class RedisConnection {
  readonly #log: Logger;
  readonly #onError: (() => void) | undefined;
  #client: Client;
  #isGone = false;

  static async open(url: string, reporting: Reporting): Promise<RedisConnection> {
    let isOpening = true;
    const client = newClient(url, (attempts, cause) => (isOpening ? cause : Math.min(attempts * 50, 500)));
    try {
      // What is wrong with the first attempt is told by its rejection.
      client.once('error', () => {});
      await bounded(client.connect(), 2 * patienceMs);
      isOpening = false;
      return new RedisConnection(client, reporting);
    } catch (error) {
      client.destroy();
      throw new StateError(
        `STATE_URL: Redis at ${placeOf(url)} cannot be used (${reasonOf(error)}). See that it runs and can be reached from here, and that name and password are right.`,
      );
    }
  }

  private constructor(client: Client, { log, onError }: Reporting) {
    this.#log = log;
    this.#onError = onError;
    this.#client = client;
    this.#watch(client);
  }

  /** Rejects with `StateError` if the command does; it may be carried out all the same, later. */
  async run<T>(work: (client: Client) => Promise<T>, withinMs = patienceMs): Promise<T> {
    const client = this.#client;
    try {
      return await bounded(work(client), withinMs);
    } catch (error) {
      if (error instanceof TooSlow) this.#replace(client);
      const code = reasonOf(error);
      this.#log.error({ code }, 'the state cannot be used');
      this.#onError?.();
      throw new StateError(`The state cannot be used: ${code}.`, { cause: error });
    }
  }

  async close(): Promise<void> {
    if (this.#client.isReady) await bounded(this.#client.close(), patienceMs).catch(() => {});
    if (this.#client.isOpen) this.#client.destroy();
  }

  /** A peer that vanished without a word would be waited for by the system for a quarter of an hour. */
  #replace(silent: Client): void {
    if (silent !== this.#client || !silent.isOpen) return;
    this.#client = silent.duplicate();
    this.#watch(this.#client);
    silent.destroy();
    // Where it fails, it is tried again and again, and #watch hears of it.
    this.#client.connect().catch(() => {});
  }

  /** Said once for each time that Redis is gone, not for each attempt to reach it. */
  #watch(client: Client): void {
    client.on('error', (error) => {
      if (!this.#isGone) this.#log.error({ code: reasonOf(error) }, 'Redis is gone');
      this.#isGone = true;
    });
    client.on('ready', () => {
      if (this.#isGone) this.#log.info('Redis is back');
      this.#isGone = false;
    });
  }
}

function newClient(url: string, reconnectStrategy: (attempts: number, cause: Error) => number | Error) {
  return createClient({
    url,
    // What is said while Redis is gone must fail now, not be sent in a minute.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    socket: { connectTimeout: patienceMs, reconnectStrategy },
  });
}

class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

async function bounded<T>(work: Promise<T>, ms: number): Promise<T> {
  const end = new AbortController();
  const tooSlow = delay(ms, null, { signal: end.signal }).then(() => {
    throw new TooSlow();
  });
  try {
    return await Promise.race([work, tooSlow]);
  } finally {
    end.abort();
    tooSlow.catch(() => {});
    work.catch(() => {});
  }
}

/** Without the message, in which Redis may quote what it was sent: a system's code, Redis's first word, or a name. */
function reasonOf(error: unknown): string {
  if (error instanceof ReconnectStrategyError) return reasonOf(error.originalError);
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error) return String(error.code);
  return /^[A-Z]{3,}(?= )/.exec(error.message)?.[0] ?? error.constructor.name;
}

/** What may be shown of a URL with a password. */
function placeOf(url: string): string {
  return new URL(url).host;
}
