import {
  type Certificate,
  type CheckRequest,
  type Diagnosis,
  diagnose,
  type Endpoint,
} from '../../diagnosis/index.ts';

export interface Given extends Pick<CheckRequest, 'providers' | 'exchangeVersion'> {
  /** Stands wherever a stranger can put a name, except for what else is given. */
  name: string;
  host?: string;
  principal?: string | null;
  commonNames?: string[];
  dnsNames?: string[];
  notAfter?: string;
  trust?: Endpoint['trust'];
  /** Nothing but names can be wrong. */
  sound?: boolean;
  error?: Endpoint['error'];
  /** How many there are; the last ones do not answer. */
  addresses?: number;
  silent?: number;
}

/** What would be said of a server that never was. */
export function diagnosed({
  name,
  host = 'mail.contoso.com',
  addresses = 1,
  silent = 0,
  ...given
}: Given): Diagnosis {
  const principal = given.principal === undefined ? name : given.principal;
  const leaf: Certificate = {
    commonNames: given.commonNames ?? [name, name],
    dnsNames: [...(given.dnsNames ?? []), name],
    subject: name,
    issuer: name,
    ipAddresses: [name],
    emailNames: [name],
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: given.notAfter ?? '2026-12-31T00:00:00.000Z',
    serialNumber: '01',
    sha1: 'AB'.repeat(20),
    sha256: 'AB'.repeat(32),
    keyType: 'rsa',
    keyBits: given.sound ? 2048 : 1024,
    signatureAlgorithm: given.sound ? 'sha256WithRSAEncryption' : 'sha1WithRSAEncryption',
    selfIssued: !given.sound,
  };
  const seen: Endpoint = {
    address: null,
    family: 6,
    port: 443,
    sni: host,
    protocol: given.sound ? 'TLSv1.3' : 'TLSv1',
    cipher: 'AES256-SHA',
    chain: [leaf],
    trust: given.sound ? 'trusted' : (given.trust ?? 'self-signed'),
    timings: {},
    ...(given.error && { error: given.error }),
  };
  const unanswered: EndpointPart = {
    chain: [],
    error: { code: 'connection-timeout', stage: 'connect' },
  };
  const endpoints = Array.from({ length: addresses }, (_, index) => ({
    ...seen,
    ...(index >= addresses - silent && unanswered),
    address: `2001:db8:1234:5678:9abc:def0:1234:${(index + 4096).toString(16)}`,
  }));
  const withoutSni = { ...seen, sni: null, chain: [{ ...leaf, sha256: 'CD'.repeat(32) }] };
  return diagnose({
    request: {
      server: { host, port: 443 },
      ...(principal !== null && { principal: { given: principal, form: 'msstd', name: principal } }),
      providers: given.providers ?? {
        expr: { certPrincipalName: name },
        exch: { certPrincipalName: name },
      },
      ...(given.exchangeVersion && { exchangeVersion: given.exchangeVersion }),
    },
    endpoints: given.sound ? endpoints : [...endpoints, withoutSni],
    checkedAt: new Date('2026-06-15T12:00:00Z'),
    durationMs: 1,
  });
}

type EndpointPart = Pick<Endpoint, 'chain' | 'error'>;
