import { lookup as resolve } from 'node:dns/promises';
import { isIP } from 'node:net';
import pLimit from 'p-limit';
import { isAllowedAddress, type Network } from './addressPolicy.ts';
import { type Connect, handshake, type Seen } from './handshake.ts';
import { isAllowedPort, type PortRange } from './portPolicy.ts';
import type { TrustStore } from './trust.ts';
import type { Endpoint, EndpointError, ServerName } from './types.ts';

export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

export interface ProbeOptions {
  lookup: Lookup;
  connect: Connect;
  allowNetworks: readonly Network[];
  allowPorts: readonly PortRange[];
  trustStore: () => TrustStore;
  /** The time at which issuers must be valid. */
  now: Date;
  /** Ends everything: every socket is closed, every endpoint says where it stood. */
  deadline: AbortSignal;
}

const mostAddresses = 16;
/** Of the whole process, first come, first served: sockets are finite, and a slow server keeps one until the deadline. */
const openHandshakes = pLimit(512);

/**
 * Looks at a server from outside: resolves the name once, applies the address policy, and takes the certificate from
 * each address it may dial, side by side. Never throws for what a server or a resolver does: that is in the endpoints.
 */
export async function probe(server: ServerName, options: ProbeOptions): Promise<Endpoint[]> {
  const started = performance.now();
  const sinceStart = () => Math.round(performance.now() - started);
  const unreached = { address: null, family: null, port: server.port, sni: null, chain: [], timings: {} };

  if (!isAllowedPort(server.port, options.allowPorts)) {
    return [{ ...unreached, error: { code: 'port-not-allowed', stage: 'connect' } }];
  }
  const resolution = await resolveName(server.host, options);
  if ('error' in resolution) return [{ ...unreached, error: resolution.error }];

  const resolved = sinceStart();
  // Windows XP and some appliances send no server name and may be shown another certificate, so both are tried.
  const variants = isIP(server.host) === 0 ? [server.host, null] : [null];
  const targets = resolution.addresses.slice(0, mostAddresses).flatMap(({ address, family }): Target[] =>
    // The address of a refused network stays untold: the asker must not learn about the network from the answer.
    isAllowedAddress(address, options.allowNetworks)
      ? variants.map((sni) => ({ address, family, sni }))
      : [{ address: null, sni: variants[0] ?? null }],
  );
  return Promise.all(
    targets.map(async ({ address, family, sni }): Promise<Endpoint> => {
      if (address === null) {
        const error: EndpointError = { code: 'address-not-allowed', stage: 'connect' };
        return { ...unreached, sni, error, timings: { resolved } };
      }
      const seen = await openHandshakes(() => handshake({ address, port: server.port, sni }, options));
      return {
        address,
        family: family === 6 ? 6 : 4,
        port: server.port,
        sni,
        ...withTimings(seen, resolved),
      };
    }),
  );
}

/** Whom to dial, or null where the policy refuses the address. */
interface Target {
  address: string | null;
  family?: number;
  sni: string | null;
}

function withTimings({ connectedAfter, securedAfter, ...seen }: Seen, resolved: number) {
  const timings = {
    resolved,
    ...(connectedAfter !== undefined && { connected: resolved + connectedAfter }),
    ...(securedAfter !== undefined && { secured: resolved + securedAfter }),
  };
  return { ...seen, timings };
}

type Resolution = { addresses: { address: string; family: number }[] } | { error: EndpointError };

async function resolveName(host: string, { lookup, deadline }: ProbeOptions): Promise<Resolution> {
  const family = isIP(host);
  if (family !== 0) return { addresses: [{ address: host, family }] };
  try {
    const addresses = await Promise.race([lookup(host), rejectOn(deadline)]);
    return addresses.length > 0 ? { addresses } : { error: { code: 'name-not-found', stage: 'resolve' } };
  } catch (error) {
    const cause = errorCode(error);
    const unknown = cause === 'ENOTFOUND' || cause === 'ENODATA';
    return { error: { code: unknown ? 'name-not-found' : 'dns-failed', stage: 'resolve', cause } };
  }
}

/** The system's own resolver, hosts file included: what a program on this machine would get. */
export const systemLookup: Lookup = (host) => resolve(host, { all: true, order: 'verbatim' });

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(Object.assign(new Error('deadline'), { code: 'ETIMEDOUT' }));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
