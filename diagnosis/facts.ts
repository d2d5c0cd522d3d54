import { coversHost, type Match, matchPrincipal } from './match.ts';
import { bareForm, parsePrincipalName } from './principalName.ts';
import type {
  Certificate,
  CheckRequest,
  Endpoint,
  ExchangeVersion,
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
  /** The endpoint that is judged. */
  endpoint: Endpoint;
  /** Of those asked as modern clients ask: what showed a certificate, and what did not. */
  answering: Endpoint[];
  silent: Endpoint[];
  /** What a client gets that sends no server name. */
  withoutSni: Endpoint[];
  leaf: Certificate | null;
  trust: Trust | null;
  coversServer: boolean;
  /** The principal name against the leaf; null where there is no leaf or no name to compare. */
  match: Match | null;
  providers: OutlookProviders;
  /** Null where nobody said it. */
  exchangeVersion: ExchangeVersion | null;
  /** The mailbox is Microsoft's business: cmdlets of one's own servers do not reach it. */
  exchangeOnline: boolean;
  providerFacts: ProviderFact[];
}

/** @param endpoint The one to judge. */
export function readFacts(
  { request, endpoints, checkedAt }: Observation,
  endpoint: Endpoint = candidates(endpoints)[0],
): Facts {
  const { server, providers = {} } = request;
  const asked = asModernClients(endpoints);
  const leaf = endpoint.chain[0] ?? null;
  const principal = request.principal ?? assumedPrincipal(server);
  return {
    server,
    principal,
    assumed: request.principal === undefined,
    now: checkedAt,
    endpoint,
    answering: asked.filter(({ chain }) => chain.length > 0),
    silent: asked.filter(({ chain }) => chain.length === 0),
    withoutSni: endpoints.filter((other) => !asked.includes(other)),
    leaf,
    trust: endpoint.trust ?? null,
    coversServer: leaf !== null && coversHost(server.host, leaf),
    match: matchOrNull(principal.name ?? null, leaf),
    providers,
    exchangeVersion: request.exchangeVersion ?? null,
    exchangeOnline: isExchangeOnline(server.host) || isExchangeOnline(principal.name ?? ''),
    providerFacts: [
      ...(providers.expr ? [providerFact('EXPR', providers.expr, server, leaf)] : []),
      // What clients make of an empty EXCH value is not documented, so nothing is concluded from it.
      ...(providers.exch && providers.exch.certPrincipalName !== null
        ? [providerFact('EXCH', providers.exch, server, leaf)]
        : []),
    ],
  };
}

/** Exchange Online's own names; its Autodiscover answers `msstd:outlook.com`. */
function isExchangeOnline(host: string): boolean {
  return /(^|\.)(outlook\.com|office365\.com|office\.com|outlook\.cn|partner\.outlook\.cn|office365\.us)$/.test(
    host,
  );
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

/** The endpoints that were sent the server name, where it could be sent at all. */
function asModernClients(endpoints: Endpoint[]): Endpoint[] {
  const withName = endpoints.filter(({ sni }) => sni !== null);
  return withName.length > 0 ? withName : endpoints;
}

const stages = ['resolve', 'connect', 'handshake', 'certificate'];

/**
 * The endpoints worth judging: one for each different certificate behind the name. Where there is none, the one that
 * got furthest; a server that shows its certificate only without a server name counts, too.
 */
export function candidates(endpoints: Endpoint[]): [Endpoint, ...Endpoint[]] {
  const answering = asModernClients(endpoints).filter(({ chain }) => chain.length > 0);
  const distinct = answering.filter(
    ({ chain }, index) =>
      answering.findIndex((other) => other.chain[0]?.sha256 === chain[0]?.sha256) === index,
  );
  const [first, ...others] = distinct;
  if (first !== undefined) return [first, ...others];
  const reached = ({ chain, error }: Endpoint) =>
    chain.length > 0 ? stages.length : stages.indexOf(error?.stage ?? '');
  const [furthest] = endpoints.toSorted((one, other) => reached(other) - reached(one));
  if (furthest === undefined) throw new Error('a check gives at least one endpoint');
  return [furthest];
}
