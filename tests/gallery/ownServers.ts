import { createSecureContext, type TlsOptions } from 'node:tls';
import { authorities } from '../lab/authorities.ts';
import { type CertificateOptions, createCertificate, daysFromNow } from '../lab/certificateFactory.ts';
import { flightServer } from '../lab/faultServers.ts';
import { type LabServer, tlsServer } from '../lab/servers.ts';

export interface ServerOfItsOwn {
  what: string;
  start(): Promise<LabServer>;
}

export const mail = 'mail.contoso.test';

/** Servers with faults that no name of the lab has alone. */
export function ownServers(): ServerOfItsOwn[] {
  return [
    serving('the certificate ends in ten days', { notAfter: daysFromNow(10) }),
    serving('the certificate has no alternative names', { dnsNames: [] }),
    serving('an e-mail address among the names', { emailNames: ['postmaster@contoso.test'] }),
    serving('a key of 1024 bits', { key: 'rsa-1024' }, old),
    serving('a SHA-1 signature', { signatureHash: 'sha1' }, old),
    {
      what: 'bytes in the place of the certificate',
      start: () => flightServer({ version: 0x0303, cipherSuite: 0x002f, chain: [Buffer.alloc(40, 0x5a)] }),
    },
    { what: 'another certificate for clients that send no server name', start: twoFacedServer },
    serving('expired, for another host, with a weak key, from a private authority', {
      subject: ['www.fabrikam.test'],
      dnsNames: ['www.fabrikam.test'],
      notAfter: daysFromNow(-1),
      notBefore: daysFromNow(-400),
      issuer: authorities().privateIntermediate,
    }),
  ];
}

const old: TlsOptions = { ciphers: 'DEFAULT:@SECLEVEL=0' };

function serving(
  what: string,
  certificate: Partial<CertificateOptions>,
  options: TlsOptions = {},
): ServerOfItsOwn {
  const start = () => tlsServer({ chain: [certified(certificate), authorities().intermediate], ...options });
  return { what, start };
}

function certified(certificate: Partial<CertificateOptions> = {}) {
  const { intermediate } = authorities();
  return createCertificate({ subject: [mail], dnsNames: [mail], issuer: intermediate, ...certificate });
}

function twoFacedServer(): Promise<LabServer> {
  const { intermediate } = authorities();
  const named = certified();
  const context = createSecureContext({ cert: [named.pem, intermediate.pem].join('\n'), key: named.keyPem });
  const unnamed = { subject: ['default.fabrikam.test'], dnsNames: ['default.fabrikam.test'] };
  return tlsServer({
    chain: [certified(unnamed), intermediate],
    SNICallback: (_name, answer) => answer(null, context),
  });
}
