import { diagnose } from './diagnose.ts';
import { type Connect, systemConnect } from './handshake/handshake.ts';
import type { Network } from './network/addressPolicy.ts';
import { httpsOnly, type PortRange } from './network/portPolicy.ts';
import type { Lookup } from './network/resolve.ts';
import { createLookup } from './network/systemLookup.ts';
import { probe } from './probe.ts';
import { followProgress, type Stage } from './progress.ts';
import { type Probe, shareProbes } from './sharedProbe.ts';
import { openTrustStore, type TrustStore } from './trust/trustStore.ts';
import type { CheckRequest, Diagnosis } from './types.ts';

/** Everything checks touch of the world; each has the default that production uses. */
export interface CheckWorld {
  /** How the name is looked up. Default: at `nameServers`, or as the system does it. */
  lookup?: Lookup;
  /** Name servers in the form of `parseNameServers`. Default: the system's, after its hosts file. */
  nameServers?: readonly string[];
  connect?: Connect;
  /** Networks that may be dialled although the address policy refuses them. Default: none. */
  allowNetworks?: readonly Network[];
  /** Ports that may be dialled. Default: 443. */
  allowPorts?: readonly PortRange[];
  /** Trust anchors in PEM besides Node's own. Keep one array: the store made from it is remembered with it. */
  trustAnchors?: readonly string[];
  /** Milliseconds for everything. Default: 8000. */
  timeoutMs?: number;
  now?: () => Date;
}

/** What one who asks may want besides the diagnosis. */
export interface CheckCaller {
  signal?: AbortSignal;
  /** Told where a check stands that takes longer than a second. */
  onProgress?: (stage: Stage) => void;
  /** Milliseconds; a server that was looked at not longer ago is not looked at again. Default: 3000, of `createCheck`. */
  maxAgeMs?: number;
}

export type CheckOptions = CheckWorld & CheckCaller;

/** Settles as `check` does. */
export type Check = (request: CheckRequest, caller?: CheckCaller) => Promise<Diagnosis>;

/**
 * Looks at the server and judges it. What a server, a resolver or the network does is in the diagnosis.
 * Every socket is closed when this settles.
 * @throws the signal's reason where the caller aborts, TooBusyError where too many checks run at once.
 */
export function check(request: CheckRequest, options: CheckOptions = {}): Promise<Diagnosis> {
  return checkWith(createProbe(options), request, options);
}

/** A check for many callers: those who ask about the same server at about the same time share one probe. */
export function createCheck(world: CheckWorld = {}): Check {
  const shared = shareProbes(createProbe(world));
  return (request, caller = {}) => checkWith(shared, request, caller);
}

async function checkWith(
  probe: Probe,
  request: CheckRequest,
  { signal, onProgress, maxAgeMs }: CheckCaller,
): Promise<Diagnosis> {
  const progress = onProgress && followProgress(onProgress);
  try {
    const seen = await probe(request.server, { signal, onStage: progress?.reach, maxAgeMs });
    return diagnose({ request, ...seen });
  } finally {
    progress?.end();
  }
}

function createProbe(world: CheckWorld): Probe {
  const { now = () => new Date(), timeoutMs = 8000, trustAnchors = noExtraAnchors } = world;
  const lookup = world.lookup ?? createLookup(world.nameServers);
  return async (server, { signal, onStage }) => {
    signal?.throwIfAborted();
    const checkedAt = now();
    const started = performance.now();
    const end = new AbortController();
    const abort = () => end.abort();
    const timer = setTimeout(abort, timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const endpoints = await probe(server, {
        lookup,
        connect: world.connect ?? systemConnect,
        allowNetworks: world.allowNetworks ?? [],
        allowPorts: world.allowPorts ?? httpsOnly,
        trustAnchors,
        trustStore: () => trustStoreOf(trustAnchors),
        now: checkedAt,
        deadline: end.signal,
        onStage,
      }).finally(() => signal?.throwIfAborted());
      return { endpoints, checkedAt, durationMs: Math.round(performance.now() - started) };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  };
}

const noExtraAnchors: readonly string[] = [];
const trustStores = new WeakMap<readonly string[], TrustStore>();

function trustStoreOf(anchors: readonly string[]): TrustStore {
  const known = trustStores.get(anchors) ?? openTrustStore(anchors);
  trustStores.set(anchors, known);
  return known;
}
