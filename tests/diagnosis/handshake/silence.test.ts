import assert from 'node:assert/strict';
import { createServer as createTcpServer } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer } from 'node:tls';
import { type Handshake, handshake, systemConnect } from '../../../diagnosis/handshake/handshake.ts';
import { authorities } from '../../lab/authorities.ts';
import { createCertificate } from '../../lab/certificateFactory.ts';
import { pickyServer } from '../../lab/faultServers.ts';
import { type LabServer, listen, silentServer } from '../../lab/servers.ts';
import {
  certificateMessage,
  contentType,
  extensionsOf,
  record,
  serverFlight,
  serverHello,
} from '../../lab/tlsFlight.ts';

const sni = 'mail.contoso.test';
const { intermediate } = authorities();
const leaf = createCertificate({ subject: [sni], dnsNames: [sni], issuer: intermediate });
const chain = [leaf.der, intermediate.der];
const tls12 = 0x0303;
const staticRsa = 0x002f;

/** One handshake with a server of its own, which has no connection left at the end. */
async function shake(
  start: Promise<LabServer>,
  deadline = AbortSignal.timeout(10_000),
): Promise<Handshake & { dialled: number }> {
  const { port, openSockets, stop } = await start;
  let dialled = 0;
  const connect = (address: string) => {
    dialled++;
    return systemConnect(address, port);
  };
  const seen = await handshake({ address: '127.0.0.1', port: 443, sni }, { connect, deadline });
  // Sockets close one turn of the event loop later on the other side.
  while (openSockets() > 0) await delay(2);
  await stop();
  return { ...seen, dialled };
}

/** Answers no greeting of a client that knows TLS 1.3. */
const oldServer = (bytes: Uint8Array) => pickyServer((hello) => !extensionsOf(hello).has(43), bytes);

/** Waits before it listens to a client. */
function slowServer(ms: number): Promise<LabServer> {
  const tls = createServer({ cert: leaf.pem, key: leaf.keyPem });
  const server = createTcpServer((socket) => {
    const timer = setTimeout(() => tls.emit('connection', socket), ms);
    socket.once('close', () => clearTimeout(timer));
  });
  return listen(server);
}

describe('a server that keeps silent', { timeout: 20_000, concurrency: true }, () => {
  test('on the first greeting is greeted in another way, and that is no error', async () => {
    const flight = serverFlight({ version: tls12, cipherSuite: staticRsa, chain });
    const { sent, error, dialled, protocol } = await shake(oldServer(flight));
    assert.deepEqual([sent.length, error, dialled, protocol], [2, undefined, 2, 'TLSv1.2']);
  });

  test('on the first greeting and knows only what clients have given up is a mismatch', async () => {
    const { sent, error } = await shake(
      oldServer(serverFlight({ version: tls12, cipherSuite: 0x0005, chain })),
    );
    assert.deepEqual([sent.length, error], [2, { code: 'tls-mismatch', stage: 'handshake' }]);
  });

  test('on the first greeting and stops after its certificate has stalled', async () => {
    const messages = Buffer.concat([serverHello(tls12, staticRsa), certificateMessage(chain)]);
    const start = oldServer(record(contentType.handshake, messages));
    const { sent, error } = await shake(start, AbortSignal.timeout(3000));
    assert.deepEqual([sent.length, error?.code], [2, 'handshake-stalled']);
  });

  test('on both greetings has stalled', async () => {
    const { error, dialled } = await shake(silentServer(), AbortSignal.timeout(3000));
    assert.deepEqual([error, dialled], [{ code: 'handshake-stalled', stage: 'handshake' }, 2]);
  });

  test('for a while and then answers is seen by the first greeting', async () => {
    const { sent, error, protocol, objection } = await shake(slowServer(2500));
    assert.deepEqual([sent.length, error, protocol], [1, undefined, 'TLSv1.3']);
    assert.notEqual(objection, undefined);
  });
});
