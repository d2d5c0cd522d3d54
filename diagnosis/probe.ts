import { isIP } from 'node:net';
import pLimit from 'p-limit';
import { isAllowedAddress, type Network } from './addressPolicy.ts';
import { readChain } from './chain.ts';
import { type Connect, type Handshake, handshake } from './handshake.ts';
import { isAllowedPort, type PortRange } from './portPolicy.ts';
import { type Lookup, resolve } from './resolve.ts';
import type { TrustStore } from './trust.ts';
import type { Endpoint, EndpointError, ServerName } from './types.ts';

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
  const resolution = await resolve(server.host, options.lookup, options.deadline);
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
      const shown = await openHandshakes(() => handshake({ address, port: server.port, sni }, options));
      return {
        address,
        family: family === 6 ? 6 : 4,
        port: server.port,
        sni,
        ...read(shown, resolved, options),
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

function read(
  { sent, objection, connectedAfter, securedAfter, ...shown }: Handshake,
  resolved: number,
  { trustStore, now }: ProbeOptions,
): Pick<Endpoint, 'chain' | 'timings'> {
  const timings = {
    resolved,
    ...(connectedAfter !== undefined && { connected: resolved + connectedAfter }),
    ...(securedAfter !== undefined && { secured: resolved + securedAfter }),
  };
  return { ...shown, ...readChain({ sent, objection }, trustStore(), now), timings };
}
