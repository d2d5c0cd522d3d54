import { isIP } from 'node:net';
import {
  assumedPrincipal,
  isOnlineServer,
  type Online,
  partOfExchangeOnline,
} from './names/exchangeOnline.ts';
import { coversHost, isCommonName, type Match, matchPrincipal } from './names/match.ts';
import { bareForm, parsePrincipalName } from './names/principalName.ts';
import type {
  Certificate,
  CheckRequest,
  Endpoint,
  ExchangeVersion,
  OutlookProviders,
  PrincipalName,
  Provider,
  ReportedCertificate,
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
  /** The value is empty or in the bare form, so that it need not be guessed what clients make of it. */
  wellFormed: boolean;
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
  /** Of those asked as modern clients ask: what showed a certificate, and what was dialled and did not. */
  answering: Endpoint[];
  silent: Endpoint[];
  /** What a client gets that sends no server name. */
  withoutSni: Endpoint[];
  leaf: Certificate | null;
  trust: Trust | null;
  /** Only a report tells of the leaf, and not all: what is empty is not known. */
  isPartial: boolean;
  coversServer: boolean;
  /** The certificate is for another host. Of an address this is not said: certificates are made for names. */
  wrongHost: boolean;
  /** The principal name against the leaf; null where there is no leaf, or no name that can be judged. */
  match: Match | null;
  /** Those that concern this server: what Active Directory holds does not reach Exchange Online. */
  providers: OutlookProviders;
  /** Null where nobody said it. */
  exchangeVersion: ExchangeVersion | null;
  online: Online | null;
  providerFacts: ProviderFact[];
  /** What an earlier report says of the certificate. */
  reported: ReportedCertificate | null;
}

/** @param endpoint The one to judge. */
export function readFacts(
  { request, endpoints, checkedAt }: Observation,
  endpoint: Endpoint = candidates(endpoints)[0],
): Facts {
  const { server } = request;
  const asked = asModernClients(endpoints);
  const answering = asked.filter(({ chain }) => chain.length > 0);
  const leaf = endpoint.chain[0] ?? null;
  const isPartial = endpoint.reported?.isWhole === false;
  const compared = isPartial && isNameless(leaf) ? null : leaf;
  const principal = request.principal ?? assumedPrincipal(server);
  // Which further names a certificate has that was not seen, nobody knows.
  const coversServer =
    leaf !== null &&
    (isPartial ? compared === null || !isReportedWrong(endpoint) : coversHost(server.host, leaf));
  const online = partOfExchangeOnline(request, endpoint, coversServer);
  const providers = isOnlineServer(online) ? {} : (request.providers ?? {});
  const exchangeVersion = request.exchangeVersion ?? null;
  const match = matchOrNull(principal.name ?? null, compared);
  // Which name each cloud of Microsoft's hands out is not known well enough to find fault with it.
  const isGuess = request.principal === undefined && online === 'server-name';
  return {
    server,
    principal,
    assumed: request.principal === undefined,
    now: checkedAt,
    endpoint,
    answering,
    silent: asked.filter((other) => isSilent(other, answering)),
    withoutSni: endpoints.filter((other) => !asked.includes(other)),
    leaf,
    trust: endpoint.trust ?? null,
    isPartial,
    coversServer,
    wrongHost: leaf !== null && !coversServer && isIP(server.host) === 0,
    match: isGuess && !isCommonName(match) ? null : match,
    providers,
    exchangeVersion,
    online,
    providerFacts: [
      ...(providers.expr ? providerFact('EXPR', providers.expr, server, compared) : []),
      // Outlook reads EXCH for connections with TLS from Exchange 2013 on. What clients make of an empty value there is
      // not documented, so nothing is concluded from it.
      ...(providers.exch?.certPrincipalName?.trim() && exchangeVersion !== '2010'
        ? providerFact('EXCH', providers.exch, server, compared)
        : []),
    ],
    reported: request.reported ?? null,
  };
}

/** None for an empty value where the server was given as an address, which is not its external host name. */
function providerFact(
  provider: 'EXPR' | 'EXCH',
  { certPrincipalName }: Provider,
  server: ServerName,
  leaf: Certificate | null,
): ProviderFact[] {
  const value = certPrincipalName?.trim() === '' ? null : certPrincipalName;
  if (value === null && isIP(server.host) !== 0) return [];
  const read =
    value === null ? { ok: true as const, value: assumedPrincipal(server) } : parsePrincipalName(value);
  const form = read.ok ? read.value.form : 'msstd';
  const name = read.ok ? (read.value.name ?? null) : (value ?? '').replace(/^\s*msstd\s*:\s*/i, '');
  const bare = name === null ? null : bareForm(name);
  const wellFormed = value === null || bare === null || value.toLowerCase() === bare;
  return [{ provider, value, form, name, match: matchOrNull(name, leaf), wellFormed }];
}

function isNameless(leaf: Certificate | null): boolean {
  return leaf !== null && leaf.commonNames.length + leaf.dnsNames.length === 0;
}

function isReportedWrong({ reported }: Endpoint): boolean {
  return reported?.problems.includes('host-name-mismatch') === true;
}

/** Not judged where the certificate holds the name as an e-mail name, which Windows may compare (`email-principal`). */
function matchOrNull(name: string | null, leaf: Certificate | null): Match | null {
  if (name === null || leaf === null) return null;
  const emails = name.includes('@') ? leaf.emailNames.map((email) => email.toLowerCase()) : [];
  return emails.includes(name.toLowerCase()) ? null : matchPrincipal(name, leaf);
}

/** Where no address of a family can be reached, it is this check that lacks a way there. */
function isSilent({ address, chain, error, family }: Endpoint, answering: Endpoint[]): boolean {
  const isOurs = error?.code === 'host-unreachable' && !answering.some((other) => other.family === family);
  return chain.length === 0 && address !== null && !isOurs;
}

/** The endpoints that were sent the server name, where it could be sent at all. */
function asModernClients(endpoints: Endpoint[]): Endpoint[] {
  const withName = endpoints.filter(({ sni }) => sni !== null);
  return withName.length > 0 ? withName : endpoints;
}

const stages = ['resolve', 'connect', 'handshake', 'certificate'];

/**
 * The endpoints worth judging: one for each different thing that is shown behind the name. Where no certificate is,
 * the one that got furthest. What a server shows only without a server name helps no client of today.
 */
export function candidates(endpoints: Endpoint[]): [Endpoint, ...Endpoint[]] {
  const answering = asModernClients(endpoints).filter(({ chain }) => chain.length > 0);
  const [first, ...others] = Object.values(Object.groupBy(answering, shown)).flatMap(
    (same) => same?.[0] ?? [],
  );
  if (first !== undefined) return [first, ...others];
  const reached = ({ chain, error }: Endpoint) =>
    chain.length > 0 ? stages.length : stages.indexOf(error?.stage ?? '');
  const [furthest] = asModernClients(endpoints).toSorted((one, other) => reached(other) - reached(one));
  if (furthest === undefined) throw new Error('a check gives at least one endpoint');
  return [furthest];
}

/** The same certificate is judged twice where one machine leaves out its issuer or speaks old TLS. */
function shown({ chain, trust, protocol, clientCertificate, error }: Endpoint): string {
  const fingerprints = chain.map(({ sha256 }) => sha256);
  return JSON.stringify([fingerprints, trust, protocol, clientCertificate, error?.code]);
}
