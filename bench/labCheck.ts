import net from 'node:net';
import { type CheckOptions, check, type Diagnosis, parseNetworks } from '../diagnosis/index.ts';

const host = 'mail.contoso.test';
const networks = parseNetworks('127.0.0.0/8');
if (!networks.ok) throw new Error(networks.reason);
const world: CheckOptions = { allowNetworks: networks.value, allowPorts: [[1, 65535]] };
const principal = { given: `msstd:${host}`, form: 'msstd', name: host } as const;

/** One handshake: an address can be sent no server name. */
export function checkAddress(port: number): Promise<Diagnosis> {
  return check({ server: { host: '127.0.0.1', port }, principal }, world);
}

/** Two handshakes for each address of the name, with and without the server name. */
export function checkName(port: number, addresses = 1, options: CheckOptions = {}): Promise<Diagnosis> {
  const found = Array.from({ length: addresses }, (_, i) => ({ address: `127.0.0.${i + 1}`, family: 4 }));
  return check(
    { server: { host, port }, principal },
    {
      ...world,
      lookup: async () => found,
      connect: (_address, to) => net.connect(to, '127.0.0.1'),
      ...options,
    },
  );
}
