import { LRUCache } from 'lru-cache';
import type { Observation } from './facts.ts';
import { formatServerName } from './names/serverName.ts';
import type { Stage } from './progress.ts';
import type { ServerName } from './types.ts';

/** What a probe saw, when it began and how long it took. */
export type ProbeResult = Omit<Observation, 'request'>;

export interface ProbeCaller {
  signal?: AbortSignal;
  /** Told where the probe stands, from its beginning and at each change. */
  onStage?: (stage: Stage) => void;
  /** Milliseconds; what was seen not longer ago is good enough. Default: as if asked for at the same time. */
  maxAgeMs?: number;
}

/** Rejects with the signal's reason where the caller aborts. */
export type Probe = (server: ServerName, caller: ProbeCaller) => Promise<ProbeResult>;

/**
 * Long enough for a second press of the button and for the others in a channel, too short for a repair: whoever
 * mends a server and presses "Check again" must not be told of what was there before, least of all an old failure.
 */
const freshMs = 3000;
const mostKept = 100;
/** Whoever looks at a result in another way still has it before him. */
const longestMs = 10 * 60 * 1000;

/**
 * Makes one probe serve all who ask for the same server while it is under way or has just ended. One who aborts
 * leaves it to the others; when the last has left, it is aborted itself.
 * @param keepMs for how long it serves those who do not say which age they accept
 */
export function shareProbes(probe: Probe, keepMs = freshMs): Probe {
  const running = new Map<string, SharedProbe>();
  const ended = new LRUCache<string, ProbeResult>({ max: mostKept, ttl: longestMs });

  function begin(key: string, server: ServerName): SharedProbe {
    const shared = new SharedProbe(server, probe);
    running.set(key, shared);
    const keep = (result: ProbeResult) => ended.set(key, result);
    const forget = () => running.get(key) === shared && running.delete(key);
    shared.result.then(keep, () => {}).finally(forget);
    return shared;
  }

  return async (server, caller) => {
    caller.signal?.throwIfAborted();
    const key = formatServerName(server);
    const present = running.get(key);
    if (present !== undefined && !present.abandoned) return present.join(caller);
    const last = ended.get(key);
    const age = longestMs - ended.getRemainingTTL(key);
    return last !== undefined && age < (caller.maxAgeMs ?? keepMs) ? last : begin(key, server).join(caller);
  };
}

class SharedProbe {
  readonly result: Promise<ProbeResult>;
  readonly #abandon = new AbortController();
  readonly #callers = new Set<ProbeCaller>();
  #stage?: Stage;

  constructor(server: ServerName, probe: Probe) {
    const onStage = (stage: Stage) => {
      this.#stage = stage;
      for (const caller of this.#callers) caller.onStage?.(stage);
    };
    this.result = probe(server, { signal: this.#abandon.signal, onStage });
  }

  get abandoned(): boolean {
    return this.#abandon.signal.aborted;
  }

  join({ signal, onStage }: ProbeCaller): Promise<ProbeResult> {
    const caller = { onStage };
    this.#callers.add(caller);
    if (this.#stage !== undefined) onStage?.(this.#stage);
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#callers.delete(caller);
        if (this.#callers.size === 0) this.#abandon.abort(signal?.reason);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      const stay = () => signal?.removeEventListener('abort', leave);
      this.result.then(resolve, reject).finally(stay);
    });
  }
}
