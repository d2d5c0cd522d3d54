import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { permissiveContext } from '../diagnosis/handshake/opensslHandshake.ts';

const none: readonly string[] = [];

/** The least that takes a chain from a server: connects, reads the chain as it was sent, closes. */
export function bareConnection(port: number, servername?: string): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      // The check's own, so that both make the same handshake.
      secureContext: permissiveContext(none),
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(servername !== undefined && { servername }),
    });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const chain: Buffer[] = [];
      let certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
      for (; certificate !== undefined; certificate = certificate.issuerCertificate)
        chain.push(certificate.raw);
      socket.destroy();
      resolve(chain);
    });
  });
}
