import { coversHost, type Match, matchPrincipal } from './match.ts';
import { bareForm, parsePrincipalName } from './principalName.ts';
import type {
  Certificate,
  CheckRequest,
  Endpoint,
  OutlookProviders,
  PrincipalName,
  Provider,
  ServerName,
  Trust,
} from './types.ts';

/** What one check saw; all that a diagnosis is made from. */
export interface Observation {
  request: CheckRequest;
  endpoints: Endpoint[];
  checkedAt: Date;
  durationMs: number;
}

/** A provider's value compared with the certificate. */
export interface ProviderFact {
  provider: 'EXPR' | 'EXCH';
  /** As Active Directory holds it; null is `$null`. */
  value: string | null;
  form: PrincipalName['form'];
  /** What clients will compare; null where nothing is compared. */
  name: string | null;
  match: Match | null;
}

/** The observation, read once for all causes. */
export interface Facts {
  server: ServerName;
  principal: PrincipalName;
  /** Nobody knew the principal name, so it is what Outlook gets by default. */
  assumed: boolean;
  now: Date;
  /** The endpoint that is judged: the first that showed a certificate, else the one that got furthest. */
  endpoint: Endpoint;
  leaf: Certificate | null;
  trust: Trust | null;
  coversServer: boolean;
  /** The principal name against the leaf; null where there is no leaf or no name to compare. */
  match: Match | null;
  providers: OutlookProviders;
  providerFacts: ProviderFact[];
}

export function readFacts({ request, endpoints, checkedAt }: Observation): Facts {
  const { server, providers = {} } = request;
  const endpoint = judgedEndpoint(endpoints);
  const leaf = endpoint.chain[0] ?? null;
  const principal = request.principal ?? assumedPrincipal(server);
  return {
    server,
    principal,
    assumed: request.principal === undefined,
    now: checkedAt,
    endpoint,
    leaf,
    trust: endpoint.trust ?? null,
    coversServer: leaf !== null && coversHost(server.host, leaf),
    match: matchOrNull(principal.name ?? null, leaf),
    providers,
    providerFacts: [
      ...(providers.expr ? [providerFact('EXPR', providers.expr, server, leaf)] : []),
      // What clients make of an empty EXCH value is not documented, so nothing is concluded from it.
      ...(providers.exch && providers.exch.certPrincipalName !== null
        ? [providerFact('EXCH', providers.exch, server, leaf)]
        : []),
    ],
  };
}

/** An empty provider value makes `msstd:` and the external host name (MS-OXDSCLI, CertPrincipalName). */
function assumedPrincipal({ host }: ServerName): PrincipalName {
  return { given: bareForm(host), form: 'msstd', name: host };
}

function providerFact(
  provider: 'EXPR' | 'EXCH',
  { certPrincipalName: value }: Provider,
  server: ServerName,
  leaf: Certificate | null,
): ProviderFact {
  const read =
    value === null ? { ok: true as const, value: assumedPrincipal(server) } : parsePrincipalName(value);
  const form = read.ok ? read.value.form : 'msstd';
  const name = read.ok ? (read.value.name ?? null) : (value ?? '').replace(/^\s*msstd\s*:\s*/i, '');
  return { provider, value, form, name, match: matchOrNull(name, leaf) };
}

function matchOrNull(name: string | null, leaf: Certificate | null): Match | null {
  return name === null || leaf === null ? null : matchPrincipal(name, leaf);
}

const stages = ['resolve', 'connect', 'handshake', 'certificate'];

function judgedEndpoint(endpoints: Endpoint[]): Endpoint {
  const reached = (endpoint: Endpoint) =>
    endpoint.chain.length > 0 ? stages.length : stages.indexOf(endpoint.error?.stage ?? '');
  const [first, ...others] = endpoints;
  if (first === undefined) throw new Error('a check gives at least one endpoint');
  return others.reduce((best, endpoint) => (reached(endpoint) > reached(best) ? endpoint : best), first);
}
