import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Observation } from '../../diagnosis/facts.ts';
import { parsePrincipalName } from '../../diagnosis/names/principalName.ts';
import type {
  Certificate,
  Endpoint,
  EndpointError,
  ExchangeVersion,
  ReportedCertificate,
  ReportedEndpoint,
  Trust,
} from '../../diagnosis/types.ts';

/** What one address shows; all that is not told is in order. */
export interface Shown {
  address?: string;
  /** Common names, alternative names; without alternative names these are the common names. */
  cn?: string[];
  san?: string[];
  ip?: string[];
  email?: string[];
  subject?: string;
  issuer?: string;
  sha1?: string;
  trust?: Trust;
  /** What stands above the leaf on the way that was judged: name, and until when it is valid. */
  above?: [name: string, notAfter?: string][];
  /** Names of the issuers that were fetched. */
  fetched?: string[];
  brokenRule?: string;
  validity?: keyof typeof validities;
  key?: [type: string, bits: number | null];
  signature?: string;
  protocol?: string;
  clientCertificate?: Endpoint['clientCertificate'];
  error?: EndpointError['code'];
  /** The server showed no certificate. */
  noLeaf?: true;
  /** A report tells it, and nothing was seen live; what is not told is in order. */
  reported?: Partial<ReportedEndpoint>;
  /** The certificates behind the leaf. */
  issuers?: Certificate[];
}

/** What is told of an observation; all the rest is in order. */
export interface Given extends Shown {
  host?: string;
  port?: number;
  /** As somebody types it; null where nobody knows it. */
  principal?: string | null;
  /** `null` is `$null`. */
  expr?: string | null;
  exch?: string | null;
  exprServer?: string;
  ttl?: number;
  version?: ExchangeVersion;
  /** What an earlier report said of the certificate. */
  earlier?: ReportedCertificate;
  /** Further addresses of the same name. */
  also?: Shown[];
  /** What a client gets that sends no server name. */
  withoutName?: Shown;
}

export const mail = 'mail.contoso.com';
export const wildcard = '*.contoso.com';
export const issuerUrl = 'http://pki.contoso.com/issuer.crt';
export const now = new Date('2026-06-15T12:00:00Z');

const validities = {
  present: ['2026-01-01', '2026-12-31'],
  long: ['2026-01-01', '2027-12-31'],
  past: ['2025-01-01', '2026-06-05'],
  future: ['2026-07-01', '2027-07-01'],
  soon: ['2025-07-01', '2026-07-01'],
} as const;

export function observation(given: Given): Observation {
  const {
    host = mail,
    port = 443,
    principal = `msstd:${host}`,
    version,
    earlier,
    also = [],
    withoutName,
  } = given;
  const parsed = principal === null ? undefined : parsePrincipalName(principal);
  assert.ok(parsed?.ok !== false, `no principal name: ${principal}`);
  const providers = providersOf(given);
  return {
    request: {
      server: { host, port },
      ...(parsed && { principal: parsed.value }),
      ...(providers && { providers }),
      ...(version && { exchangeVersion: version }),
      ...(earlier && { reported: earlier }),
    },
    endpoints: [
      ...[given, ...also].map((shown, index) =>
        endpoint({ address: `192.0.2.${index + 1}`, ...shown }, host),
      ),
      ...(withoutName ? [endpoint(withoutName, null)] : []),
    ],
    checkedAt: now,
    durationMs: 100,
  };
}

function providersOf({ expr, exch, exprServer, ttl }: Given): Observation['request']['providers'] {
  const about = {
    ...(exprServer !== undefined && { server: exprServer }),
    ...(ttl !== undefined && { ttlHours: ttl }),
  };
  const hasExpr = expr !== undefined || Object.keys(about).length > 0;
  if (!hasExpr && exch === undefined) return undefined;
  return {
    ...(hasExpr && { expr: { certPrincipalName: expr ?? null, ...about } }),
    ...(exch !== undefined && { exch: { certPrincipalName: exch } }),
  };
}

export function endpoint(shown: Shown = {}, sni: string | null = mail): Endpoint {
  const { error, clientCertificate, noLeaf, address = '192.0.2.1' } = shown;
  return {
    address,
    family: 4,
    port: 443,
    sni,
    chain: noLeaf ? [] : [certificate(shown), ...(shown.issuers ?? [])],
    ...(!noLeaf && { trust: shown.trust ?? 'trusted', protocol: shown.protocol ?? 'TLSv1.3' }),
    ...judgedChain(shown),
    timings: {},
    ...(clientCertificate && { clientCertificate }),
    ...(shown.reported && {
      reported: { isWhole: false, problems: [], isServerAssumed: false, ...shown.reported },
    }),
    ...(error && { error: { code: error, stage: stageOf(error) } }),
  };
}

function judgedChain({ noLeaf, fetched = [], brokenRule, ...shown }: Shown): Partial<Endpoint> {
  const { trust = 'trusted', issuers = [] } = shown;
  const isOutdated = trust === 'issuer-expired' && issuers.length === 0;
  const { above = isOutdated ? [['Old CA', '2026-06-01']] : [] } = shown;
  const upwards = above.map(([name, notAfter]) => authority(name, notAfter));
  return {
    ...(!noLeaf && trust !== 'trusted' && { path: [certificate(shown), ...issuers, ...upwards] }),
    ...(fetched.length > 0 && {
      fetchedIssuers: fetched.map((name) => ({ url: issuerUrl, certificate: authority(name) })),
    }),
    ...(brokenRule !== undefined && { brokenRule }),
  };
}

/** A name that ends in Root issued itself. */
function authority(name: string, notAfter = '2030-01-01'): Certificate {
  return {
    ...certificate(),
    subject: `CN=${name}`,
    issuer: name.endsWith('Root') ? `CN=${name}` : `CN=Above ${name}`,
    notAfter: new Date(notAfter).toISOString(),
    selfIssued: name.endsWith('Root'),
  };
}

function stageOf(code: EndpointError['code']): EndpointError['stage'] {
  if (code === 'certificate-unreadable') return 'certificate';
  if (/^(name|dns)-/.test(code)) return 'resolve';
  return /tls|handshake/.test(code) ? 'handshake' : 'connect';
}

export function certificate(shown: Shown = {}): Certificate {
  const { cn = [mail], san = cn, ip = [], email = [], validity = 'present', key = ['rsa', 2048] } = shown;
  const [notBefore, notAfter] = validities[validity];
  const told = JSON.stringify([cn, san, ip, email, validity, key, shown.trust === 'self-signed']);
  const fingerprint = createHash('sha256').update(told).digest('hex').toUpperCase();
  return {
    commonNames: cn,
    dnsNames: san,
    ipAddresses: ip,
    subject: shown.subject ?? ['O=Contoso', ...cn.map((name) => `CN=${name}`)].reverse().join(', '),
    issuer: shown.issuer ?? 'CN=Contoso Lab Issuing CA, O=Contoso',
    emailNames: email,
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    serialNumber: '01',
    sha1: shown.sha1 ?? fingerprint.slice(0, 40),
    sha256: fingerprint,
    keyType: key[0],
    keyBits: key[1],
    signatureAlgorithm: shown.signature ?? 'sha256WithRSAEncryption',
    selfIssued: shown.trust === 'self-signed',
  };
}
