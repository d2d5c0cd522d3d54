import { constants, type X509Certificate } from 'node:crypto';
import { connect, createSecureContext, type SecureContext } from 'node:tls';

/** The least that takes a chain from a server: connects, reads the chain as it was sent, closes. */
export function bareConnection(port: number, servername?: string): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      secureContext: permissiveContext(),
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

let sharedContext: SecureContext | undefined;

/** Set as the check's own, and made once as that is. */
function permissiveContext(): SecureContext {
  sharedContext ??= createSecureContext({
    minVersion: 'TLSv1',
    ciphers: 'ALL:COMPLEMENTOFALL:!aNULL:@SECLEVEL=0',
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  });
  return sharedContext;
}
