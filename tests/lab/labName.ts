import type tls from 'node:tls';
import type { Authorities } from './authorities.ts';
import { type CertificateOptions, createCertificate, type TestCertificate } from './certificateFactory.ts';
import { type LabServer, tlsServer } from './servers.ts';

/** A host below contoso.test: a server of its own, an address that is not the lab's, or none at all. */
export interface LabName {
  name: string;
  what: string;
  behaviour:
    | { kind: 'server'; port: number; start: (authorities: Authorities) => Promise<LabServer> }
    | { kind: 'address'; address: string }
    | { kind: 'resolver-error'; code: string };
}

/** A TLS server that sends a leaf and the intermediate. The leaf has the host's name, unless told otherwise. */
export function secure(
  label: string,
  what: string,
  certificate: Partial<CertificateOptions> = {},
  options: tls.TlsOptions = {},
): LabName {
  const chain = ({ intermediate }: Authorities): Chain => [
    leaf(label, {
      issuer: intermediate,
      aiaIssuerUrl: 'http://pki.contoso.test/issuing.crt',
      ...certificate,
    }),
    intermediate,
  ];
  return chained(label, what, chain, options);
}

/** A TLS server with a chain of its own. */
export function chained(
  label: string,
  what: string,
  chain: (authorities: Authorities) => Chain,
  options: tls.TlsOptions = {},
): LabName {
  return served(label, what, (authorities) => tlsServer({ chain: chain(authorities), ...options }));
}

export function served(
  label: string,
  what: string,
  start: (authorities: Authorities) => Promise<LabServer>,
  port = 443,
): LabName {
  return { name: nameOf(label), what, behaviour: { kind: 'server', port, start } };
}

export function resolved(label: string, what: string, address: string): LabName {
  return { name: nameOf(label), what, behaviour: { kind: 'address', address } };
}

export function unresolved(label: string, what: string, code: string): LabName {
  return { name: nameOf(label), what, behaviour: { kind: 'resolver-error', code } };
}

/** Self-signed unless `certificate` names an issuer. */
export function leaf(label: string, certificate: Partial<CertificateOptions> = {}): TestCertificate {
  return createCertificate({ subject: [nameOf(label)], dnsNames: [nameOf(label)], ...certificate });
}

export function onlyVersion(version: tls.SecureVersion, ciphers?: string): tls.TlsOptions {
  return { minVersion: version, maxVersion: version, ...(ciphers === undefined ? {} : { ciphers }) };
}

type Chain = [TestCertificate, ...TestCertificate[]];

function nameOf(label: string): string {
  return `${label}.contoso.test`;
}
