import net from 'node:net';
import { type LabServer, listen, readOnly } from './servers.ts';
import { alert, type Flight, offersCipherSuite, serverFlight } from './tlsFlight.ts';

/**
 * A TLS server as far as its certificate, by hand: for versions, cipher suites and certificates that OpenSSL does not
 * serve.
 * @param refusal Its last words to clients that do not offer its cipher suite.
 */
export function flightServer(
  flight: Flight,
  refusal: Uint8Array = alert(40, 2, flight.version),
): Promise<LabServer> {
  return scripted((socket, hello) =>
    offersCipherSuite(hello, flight.cipherSuite) ? socket.write(serverFlight(flight)) : socket.end(refusal),
  );
}

/** Answers the client's first words with these bytes, and then listens in silence. */
export function answeringServer(bytes: Uint8Array): Promise<LabServer> {
  return scripted((socket) => socket.write(bytes));
}

/** Answers the client's first words with these bytes, and hangs up in due form. */
export function hangingUpServer(bytes: Uint8Array = Buffer.alloc(0)): Promise<LabServer> {
  return scripted((socket) => socket.end(bytes));
}

/** Answers the client's first words with these bytes, and its second ones with a reset. */
export function resettingAfter(bytes: Uint8Array): Promise<LabServer> {
  return scripted((socket) => {
    socket.write(bytes);
    socket.once('data', () => socket.resetAndDestroy());
  });
}

/** Answers the greetings that it takes with these bytes, and says nothing to all others. */
export function pickyServer(takes: (hello: Buffer) => boolean, bytes: Uint8Array): Promise<LabServer> {
  return scripted((socket, hello) => takes(hello) && socket.write(bytes));
}

/** Says these bytes as soon as it is connected. */
export function greetingServer(greeting: Uint8Array): Promise<LabServer> {
  return listen(
    net.createServer((socket) => {
      readOnly(socket);
      socket.write(greeting);
    }),
  );
}

/** Answers with one byte a second. */
export function drippingServer(bytes: Uint8Array): Promise<LabServer> {
  return scripted((socket) => {
    const drops = bytes.values();
    const drip = () => {
      const { value } = drops.next();
      if (value !== undefined) socket.write(Buffer.of(value));
    };
    const timer = setInterval(drip, 1000);
    socket.once('close', () => clearInterval(timer));
    drip();
  });
}

/** Answers with `first` and then with `again` for as long as anybody reads. */
export function endlessServer(again: Uint8Array, first: Uint8Array = Buffer.alloc(0)): Promise<LabServer> {
  return scripted((socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(again));
    };
    socket.write(first);
    socket.on('drain', pour);
    pour();
  });
}

/** @param answer Called once for each connection, with the client's first words. */
function scripted(answer: (socket: net.Socket, hello: Buffer) => void): Promise<LabServer> {
  return listen(
    net.createServer((socket) => {
      readOnly(socket);
      socket.once('data', (hello) => answer(socket, hello));
    }),
  );
}
