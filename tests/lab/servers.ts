import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { TestCertificate } from './certificateFactory.ts';

/** A real server on loopback. */
export interface LabServer {
  port: number;
  /** Connections that are open now, seen from the server. */
  openSockets(): number;
  /** Destroys the connections, too. */
  stop(): Promise<void>;
}

export interface TlsServerOptions extends tls.TlsOptions {
  /** Sent in this order, the leaf first. */
  chain: [TestCertificate, ...TestCertificate[]];
  /** Where to listen; default: a free port of 127.0.0.1. */
  at?: { host: string; port: number };
}

/** Completes handshakes and then listens in silence. The private key is the leaf's unless `key` says otherwise. */
export function tlsServer({ chain, at, ...options }: TlsServerOptions): Promise<LabServer> {
  const cert = chain.map((certificate) => certificate.pem).join('');
  const server = tls.createServer({ cert, key: chain[0].keyPem, ...options });
  server.on('secureConnection', (socket) => readOnly(socket));
  return listen(server, at);
}

/** Accepts connections and never answers. */
export function silentServer(): Promise<LabServer> {
  return listen(net.createServer(readOnly));
}

/** HTTP without TLS. */
export function plainHttpServer(): Promise<LabServer> {
  return listen(http.createServer((_request, response) => response.end('This is not a secure place.\n')));
}

/** Accepts connections and resets them at the first data. */
export function resettingServer(): Promise<LabServer> {
  return listen(net.createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
}

/** Says something that is no protocol at all, as soon as it is connected. */
export function garbageServer(): Promise<LabServer> {
  return listen(
    net.createServer((socket) => {
      readOnly(socket);
      socket.write(Buffer.alloc(512, 0xa5));
    }),
  );
}

/** A port that refuses connections. */
export async function closedPort(): Promise<LabServer> {
  const listener = await silentServer();
  // The local port of an open connection: nobody listens on it, and the system hands it to nobody else meanwhile.
  const holder = net.connect(listener.port, '127.0.0.1');
  await once(holder, 'connect');
  const { port } = holder.address() as AddressInfo;
  const stop = async () => {
    holder.destroy();
    await listener.stop();
  };
  return { port, openSockets: () => 0, stop };
}

/** At a port of its own, counting its connections. */
export async function listen(server: net.Server, at = { host: '127.0.0.1', port: 0 }): Promise<LabServer> {
  const open = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    open.add(socket);
    socket.on('error', ignore);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(at);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  return { port, openSockets: () => open.size, stop };
}

/** Reading is what makes a socket notice that the other side has gone. */
export function readOnly(socket: net.Socket): void {
  socket.on('error', ignore);
  socket.resume();
}

/** Clients of a lab break off as they like. */
function ignore(): void {}
