import type { Network } from './addressPolicy.ts';
import { diagnose } from './diagnose.ts';
import { type Connect, systemConnect } from './handshake.ts';
import { httpsOnly, type PortRange } from './portPolicy.ts';
import { probe } from './probe.ts';
import { type Lookup, systemLookup } from './resolve.ts';
import { openTrustStore, type TrustStore } from './trust.ts';
import type { CheckRequest, Diagnosis } from './types.ts';

/** Everything a check touches of the world; each has the default that production uses. */
export interface CheckOptions {
  lookup?: Lookup;
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
  signal?: AbortSignal;
}

/**
 * Looks at the server and judges it. What a server, a resolver or the network does is in the diagnosis.
 * Every socket is closed when this settles.
 * @throws the signal's reason where the caller aborts.
 */
export async function check(request: CheckRequest, options: CheckOptions = {}): Promise<Diagnosis> {
  const { now = () => new Date(), signal, timeoutMs = 8000 } = options;
  signal?.throwIfAborted();
  const checkedAt = now();
  const started = performance.now();
  const end = new AbortController();
  const abort = () => end.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const endpoints = await probe(request.server, {
      lookup: options.lookup ?? systemLookup,
      connect: options.connect ?? systemConnect,
      allowNetworks: options.allowNetworks ?? [],
      allowPorts: options.allowPorts ?? httpsOnly,
      trustStore: () => trustStoreOf(options.trustAnchors ?? noExtraAnchors),
      now: checkedAt,
      deadline: end.signal,
    });
    signal?.throwIfAborted();
    return diagnose({ request, endpoints, checkedAt, durationMs: Math.round(performance.now() - started) });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

const noExtraAnchors: readonly string[] = [];
const trustStores = new WeakMap<readonly string[], TrustStore>();

function trustStoreOf(anchors: readonly string[]): TrustStore {
  const known = trustStores.get(anchors) ?? openTrustStore(anchors);
  trustStores.set(anchors, known);
  return known;
}
