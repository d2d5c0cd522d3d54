import type { Authorities } from './authorities.ts';
import { type CertificateOptions, createCertificate, type TestCertificate } from './certificateFactory.ts';
import {
  drippingServer,
  endlessServer,
  flightServer,
  greetingServer,
  hangingUpServer,
} from './faultServers.ts';
import { chained, type LabName, leaf, onlyVersion, secure, served } from './labName.ts';
import { alert, contentType, message, record, serverFlight, serverHello } from './tlsFlight.ts';

const tls10 = 0x0301;
const tls12 = 0x0303;
const staticRsa = 0x002f;

/** Servers that are old, odd or broken in the handshake. */
export const faultNames: LabName[] = [
  secure(
    'clientcert13',
    'demands a client certificate (TLS 1.3)',
    {},
    { ...onlyVersion('TLSv1.3'), requestCert: true, rejectUnauthorized: true },
  ),
  secure(
    'clientcertoptional',
    'asks for a client certificate and does without',
    {},
    { requestCert: true, rejectUnauthorized: false },
  ),
  secure(
    'tls10weak',
    'speaks TLS 1.0 only, with a 1024-bit key and a SHA-1 signature',
    { key: 'rsa-1024', signatureHash: 'sha1' },
    onlyVersion('TLSv1', 'DEFAULT:@SECLEVEL=0'),
  ),
  byHand('rc4', 'encrypts with RC4 only', tls12, 0x0005),
  byHand('3des', 'encrypts with Triple-DES only', tls10, 0x000a),
  byHand('sslv3', 'speaks SSL 3.0 only', 0x0300, 0x0035),
  byHand('visiblestring', 'a common name in a string type that OpenSSL refuses', tls12, staticRsa, {
    subject: [{ value: 'visiblestring.contoso.test', as: 'visible' }],
  }),
  chained('longchain', 'a chain of fifty certificates', longChain),
  secure('largecert', 'a certificate of 100 KB', {
    extraExtensions: [{ oid: '1.3.6.1.4.1.99999.1', value: Buffer.alloc(100 * 1024) }],
  }),
  served('alert', 'refuses every handshake with an alert: internal_error', () => hangingUpServer(alert(80))),
  served('hangsup', 'hangs up in the middle of the handshake', () =>
    hangingUpServer(record(contentType.handshake, serverHello(tls12, staticRsa))),
  ),
  served('drip', 'sends one byte a second', ({ intermediate }) =>
    drippingServer(
      serverFlight({
        version: tls12,
        cipherSuite: staticRsa,
        chain: [leaf('drip', { issuer: intermediate }).der, intermediate.der],
      }),
    ),
  ),
  served('endless', 'sends handshake messages without end', () =>
    endlessServer(record(contentType.handshake, Buffer.alloc(4000, message(0, Buffer.alloc(0))))),
  ),
  served('smtp', 'greets like a mail server', () =>
    greetingServer(Buffer.from('220 smtp.contoso.test ESMTP ready\r\n')),
  ),
];

/** A server that OpenSSL could not be; it sends a leaf and the intermediate. */
function byHand(
  label: string,
  what: string,
  version: number,
  cipherSuite: number,
  certificate: Partial<CertificateOptions> = {},
): LabName {
  return served(label, what, ({ intermediate }) =>
    flightServer({
      version,
      cipherSuite,
      chain: [leaf(label, { issuer: intermediate, ...certificate }).der, intermediate.der],
    }),
  );
}

/** The leaf, forty-eight authorities, each certified by the next, and the lab's intermediate. */
function longChain({ intermediate }: Authorities): [TestCertificate, ...TestCertificate[]] {
  const issuers = [intermediate];
  for (let number = 1; number <= 48; number++) {
    const [issuer = intermediate] = issuers;
    const subject = [`Contoso Lab CA ${number}`];
    issuers.unshift(createCertificate({ subject, issuer, ca: true, key: 'p256' }));
  }
  return [leaf('longchain', { issuer: issuers[0] }), ...issuers];
}
