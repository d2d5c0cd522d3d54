import { isIP } from 'node:net';
import { type Connect, type Handshake, handshake } from './handshake/handshake.ts';
import { isAllowedAddress, type Network } from './network/addressPolicy.ts';
import { isAllowedPort, type PortRange } from './network/portPolicy.ts';
import { type Address, type Lookup, resolve } from './network/resolve.ts';
import { inTurn, TooBusyError } from './openHandshakes.ts';
import { followConnections, type Stage } from './progress.ts';
import { chainReader } from './trust/chain.ts';
import type { TrustStore } from './trust/trustStore.ts';
import type { Endpoint, EndpointError, ServerName } from './types.ts';

export interface ProbeOptions {
  lookup: Lookup;
  connect: Connect;
  allowNetworks: readonly Network[];
  allowPorts: readonly PortRange[];
  /** Trust anchors in PEM besides Node's own, as OpenSSL gets them, and the store with all of them. */
  trustAnchors?: readonly string[];
  trustStore: () => TrustStore;
  /** The time at which issuers must be valid. */
  now: Date;
  /** Ends everything: every socket is closed, every endpoint says where it stood. */
  deadline: AbortSignal;
  onStage?: (stage: Stage) => void;
}

const mostAddresses = 16;

/**
 * Looks at a server from outside: resolves the name once, applies the address policy, and takes the certificate from
 * each address it may dial, side by side. Never throws for what a server or a resolver does: that is in the endpoints.
 * @throws TooBusyError where nothing could be dialled before the deadline, because too many other checks were running.
 */
export async function probe(server: ServerName, options: ProbeOptions): Promise<Endpoint[]> {
  const { connect, deadline, trustAnchors, onStage } = options;
  const started = performance.now();
  const sinceStart = () => Math.round(performance.now() - started);
  const unreached = { address: null, family: null, port: server.port, sni: null, chain: [], timings: {} };

  if (!isAllowedPort(server.port, options.allowPorts)) {
    return [{ ...unreached, error: { code: 'port-not-allowed', stage: 'connect' } }];
  }
  onStage?.('resolving');
  const resolution = await resolve(server.host, options.lookup, deadline);
  if ('error' in resolution) return [{ ...unreached, error: resolution.error }];

  const resolved = sinceStart();
  const targets = targetsOf(server, resolution.addresses.slice(0, mostAddresses), options);
  const progress = followConnections(targets, onStage);
  const read = createReader(resolved, options);
  const dial = async (target: Target): Promise<() => Promise<Endpoint>> => {
    const { address, family, sni } = target;
    if (address === null) {
      const error: EndpointError = { code: 'address-not-allowed', stage: 'connect' };
      return async () => ({ ...unreached, sni, error, timings: { resolved } });
    }
    const shown = await handshake(
      { address, port: server.port, sni },
      {
        deadline,
        trustAnchors,
        connect: (...to) => connect(...to).once('connect', () => progress.connected(target)),
      },
    );
    progress.ended(target);
    // Reading may wait for an issuer that the server has not sent, and keeps nobody's turn meanwhile.
    const reading = read(shown);
    return async () => ({ address, family, port: server.port, sni, ...(await reading) });
  };
  const endpoints = await inTurn(
    targets.map((target) => ({ place: `${target.address} ${server.port}`, begin: () => dial(target) })),
    deadline,
  );
  // What was not dialled is no news of the server.
  const known = endpoints.filter((endpoint) => endpoint !== null);
  if (known.length === 0) throw new TooBusyError();
  return Promise.all(known.map((readEndpoint) => readEndpoint()));
}

/** Whom to dial, or null where the policy refuses the address. */
interface Target {
  address: string | null;
  family: 4 | 6;
  sni: string | null;
}

/** First all that modern clients meet, then the rest. */
function targetsOf({ host }: ServerName, addresses: Address[], { allowNetworks }: ProbeOptions): Target[] {
  // Windows XP and some appliances send no server name and may be shown another certificate, so both are tried.
  const [first, ...others] = isIP(host) === 0 ? [host, null] : [null];
  const all = addresses.map(({ address, family }) => ({
    // The address of a refused network stays untold: the asker must not learn about the network from the answer.
    address: isAllowedAddress(address, allowNetworks) ? address : null,
    family: family === 6 ? (6 as const) : (4 as const),
    sni: first ?? null,
  }));
  const allowed = all.filter(({ address }) => address !== null);
  return [...all, ...others.flatMap((sni) => allowed.map((target) => ({ ...target, sni })))];
}

/** Reads and judges what handshakes show; most addresses and variants show the same, and that is done once. */
function createReader(resolved: number, options: ProbeOptions) {
  const readChain = chainReader(options);
  const known: { shown: Shown; read: ReturnType<typeof readChain> }[] = [];
  return async ({ sent, objection, connectedAfter, securedAfter, ...rest }: Handshake) => {
    const shown = { sent, objection };
    const same = known.find((other) => isSame(shown, other.shown));
    const read = same?.read ?? readChain(shown);
    if (same === undefined) known.push({ shown, read });
    const timings = {
      resolved,
      ...(connectedAfter !== undefined && { connected: resolved + connectedAfter }),
      ...(securedAfter !== undefined && { secured: resolved + securedAfter }),
    };
    return { ...rest, ...(await read), timings };
  };
}

type Shown = Pick<Handshake, 'sent' | 'objection'>;

function isSame(one: Shown, other: Shown): boolean {
  const sameBytes = (der: Uint8Array, index: number) => {
    const counterpart = other.sent[index];
    return counterpart !== undefined && Buffer.compare(der, counterpart) === 0;
  };
  return (
    one.objection === other.objection && one.sent.length === other.sent.length && one.sent.every(sameBytes)
  );
}
