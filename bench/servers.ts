import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { authorities } from '../tests/lab/authorities.ts';
import { createCertificate, type TestCertificate } from '../tests/lab/certificateFactory.ts';
import type { KeyType } from '../tests/lab/keys.ts';
import { listen, silentServer, tlsServer } from '../tests/lab/servers.ts';

/** Ports on 127.0.0.1. */
export interface BenchServers {
  /** A leaf with this key below an intermediate below the lab's root. */
  rsa: number;
  p256: number;
  /** The same as `rsa`, below a root that nobody knows. */
  unknownAuthority: number;
  /** The same as `rsa`, 10 ms further away in both directions. */
  distant: number;
  /** The same as `rsa`, so many that no check finds its server among those that were just checked. */
  healthy: number[];
  /** Accept connections and never answer. */
  silent: number[];
  /** The lab's root in PEM. */
  root: string;
}

/** Starts the servers in a process of their own, so that the time of this one is the client's alone. */
export async function startServers({ healthy = 0, silent = 200 } = {}): Promise<BenchServers & Disposable> {
  const child: ChildProcess = fork(import.meta.filename, [String(healthy), String(silent)]);
  const [servers] = (await once(child, 'message')) as [BenchServers];
  return { ...servers, [Symbol.dispose]: () => child.kill() };
}

async function serve(healthyServers: number, silentServers: number): Promise<BenchServers> {
  const { root, intermediate, privateRoot } = authorities();
  const [rsa = 0, ...healthy] = await secure('rsa-2048', [intermediate], healthyServers + 1);
  const [p256 = 0] = await secure('p256', [intermediate]);
  const [unknownAuthority = 0] = await secure('rsa-2048', [privateRoot]);
  const silent = await Promise.all(Array.from({ length: silentServers }, silentServer));
  return {
    rsa,
    p256,
    unknownAuthority,
    distant: await distant(rsa),
    healthy,
    silent: silent.map(({ port }) => port),
    root: root.pem,
  };
}

/** So many servers with one certificate. */
async function secure(key: KeyType, [issuer]: [TestCertificate], count = 1): Promise<number[]> {
  const names = {
    subject: ['mail.contoso.test'],
    dnsNames: ['mail.contoso.test'],
    ipAddresses: ['127.0.0.1'],
  };
  const leaf = createCertificate({ ...names, issuer, key });
  const servers = Array.from({ length: count }, () => tlsServer({ chain: [leaf, issuer] }));
  return (await Promise.all(servers)).map(({ port }) => port);
}

const oneWayMs = 10;

async function distant(port: number): Promise<number> {
  const proxy = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.on('data', async (bytes) => {
        await delay(oneWayMs);
        if (to.writable) to.write(bytes);
      });
    }
  });
  return (await listen(proxy)).port;
}

if (process.send !== undefined && process.argv[1] === import.meta.filename)
  process.send(await serve(Number(process.argv[2]), Number(process.argv[3])));
