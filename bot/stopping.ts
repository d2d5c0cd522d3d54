import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from 'restify';

/** Milliseconds after the wish to stop. A running check ends within its own deadline; this is for one that has just begun. */
const patienceMs = 5000;
const cutOffMs = 6000;
/** Service managers and clouds kill after ten seconds, and the store may take two to be closed. */
const longestMs = 7500;

/** The end of a process: no new turns, what runs may finish for a while and is then told to, and the rest is cut off. */
export class Stopping {
  readonly #hurry = new AbortController();
  #hasBegun = false;

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Aborted when running checks must end now. */
  get signal(): AbortSignal {
    return this.#hurry.signal;
  }

  /** Resolves after 7.5 seconds at the latest. @param settled When nothing goes on any more behind the requests. */
  async stop(server: Server, settled: () => Promise<void>): Promise<void> {
    this.#hasBegun = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const hurry = setTimeout(() => this.#hurry.abort(new Error('the bot is stopping')), patienceMs);
    // A connection that never sends a request is not idle to Node, and would keep the process for ever.
    const cutOff = setTimeout(() => server.server.closeAllConnections(), cutOffMs);
    // What is kept alive after its last answer would hold up the end for seconds.
    server.server.keepAliveTimeout = 1;
    server.server.closeIdleConnections();
    await Promise.race([closed.then(settled), delay(longestMs, undefined, { ref: false })]);
    clearTimeout(hurry);
    clearTimeout(cutOff);
  }
}
