import dns from 'node:dns';
import net from 'node:net';
import { authorities } from './authorities.ts';
import type { LabName } from './labName.ts';
import { labNames } from './labNames.ts';
import type { LabServer } from './servers.ts';

/** Resolves a name or rejects with the resolver's code (`ENOTFOUND`, `EAI_AGAIN`). */
export type Lookup = (host: string) => Promise<{ address: string; family: 4 | 6 }[]>;

/** Dials an address and returns the socket at once; `connect` or `error` follows. */
export type Connect = (address: string, port: number) => net.Socket;

/**
 * Real servers on loopback that seem to be at port 443 or 80 of hosts below contoso.test, without root rights: every name
 * has an address of its own, which `lookup` answers and `connect` takes to the port its server really has.
 */
export interface Lab {
  names: { name: string; what: string }[];
  lookup: Lookup;
  connect: Connect;
  /** PEM. */
  trustAnchors: string[];
  /** The lab's addresses, in CIDR notation. */
  allowNetworks: string[];
  /** Where on 127.0.0.1 the server of a name really listens; null where there is none. */
  portOf(name: string): number | null;
  /** Connections the lab's servers hold open: those of one name, or all. */
  openSockets(name?: string): number;
  stop(): Promise<void>;
}

export async function startLab(): Promise<Lab> {
  const hosts = new Map(await Promise.all(labNames.map(startHost)));
  const servers = new Map<string, LabServer>();
  for (const { address, port, server } of hosts.values()) {
    if (server) servers.set(`${address} ${port}`, server);
  }

  return {
    names: labNames.map(({ name, what }) => ({ name, what })),
    lookup: async (host) => {
      const known = hosts.get(host.toLowerCase());
      if (known) return known.resolve();
      if (isReserved(host)) throw resolverError('ENOTFOUND', host);
      return await resolveForReal(host);
    },
    connect: (address, port) => {
      const server = servers.get(`${address} ${port}`);
      return server ? net.connect(server.port, '127.0.0.1') : net.connect(port, address);
    },
    trustAnchors: [authorities().root.pem],
    allowNetworks: ['127.0.10.0/24'],
    portOf: (name) => hosts.get(name)?.server?.port ?? null,
    openSockets: (name) => {
      const counted = name === undefined ? [...servers.values()] : [hosts.get(name)?.server];
      return counted.reduce((sum, server) => sum + (server?.openSockets() ?? 0), 0);
    },
    stop: async () => {
      await Promise.all(Array.from(servers.values(), (server) => server.stop()));
    },
  };
}

interface Host {
  address: string;
  resolve(): { address: string; family: 4 }[];
  /** Where the server seems to be. */
  port?: number;
  server?: LabServer;
}

async function startHost({ name, behaviour }: LabName, index: number): Promise<[string, Host]> {
  const address = behaviour.kind === 'address' ? behaviour.address : `127.0.10.${index + 1}`;
  const resolve = () => {
    if (behaviour.kind === 'resolver-error') throw resolverError(behaviour.code, name);
    return [{ address, family: 4 as const }];
  };
  if (behaviour.kind !== 'server') return [name, { address, resolve }];
  const server = await behaviour.start(authorities());
  return [name, { address, resolve, port: behaviour.port, server }];
}

/** Nothing below .test exists (RFC 6761, 6.2); asking a resolver would only cost time. */
function isReserved(host: string): boolean {
  return host.toLowerCase().endsWith('.test');
}

function resolverError(code: string, hostname: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), {
    code,
    syscall: 'getaddrinfo',
    hostname,
  });
}

async function resolveForReal(host: string): Promise<{ address: string; family: 4 | 6 }[]> {
  const found = await dns.promises.lookup(host, { all: true, order: 'verbatim' });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}
