import type { ReportSetting } from './analyzerSettings.ts';
import type { ReportStep } from './analyzerSteps.ts';
import type { Certainty } from './statement.ts';

/** A step, and the server that it is about: the one that was named last. */
export interface Place {
  step: ReportStep;
  host?: string;
  port?: number;
  /** The server is only tried for Autodiscover. */
  isDiscovery: boolean;
}

/** The steps in their order, each with its server. */
export function placesOf(steps: ReportStep[]): Place[] {
  const tried = new Set<string>();
  let isDiscovering = false;
  let host: string | undefined;
  let port: number | undefined;
  return steps.map((step) => {
    if (step.kind === 'autodiscover') isDiscovering = true;
    if (endsDiscovery.has(step.kind)) isDiscovering = false;
    if (step.host !== undefined && step.host.toLowerCase() !== host?.toLowerCase()) port = undefined;
    host = step.host ?? host;
    port = step.port ?? port;
    const name = host?.toLowerCase() ?? '';
    if (step.kind === 'autodiscover' && step.host !== undefined) tried.add(name);
    const isDiscovery =
      step.kind === 'autodiscover' || (isDiscovering && (tried.has(name) || name.startsWith('autodiscover')));
    return { step, ...(host !== undefined && { host }), ...(port !== undefined && { port }), isDiscovery };
  });
}

const endsDiscovery = new Set(['connectivity', 'authenticationMethods', 'mutual', 'ping']);

export interface SeenServer {
  host: string;
  port?: number;
  line: number;
  certainty: Certainty;
}

const rank: Record<Certainty, number> = { certain: 0, likely: 1, guessed: 2 };

/** Each server once, the most certain first. */
export function serversOf(places: Place[], settings: ReportSetting[]): SeenServer[] {
  const seen: SeenServer[] = settings
    .filter(({ name, value }) => /rpc ?proxy ?server$/i.test(name) && isHost(value))
    .map(({ value, line }) => ({ host: value, line, certainty: 'certain' }));
  const proxies = places.filter(({ step }) => step.kind === 'ping' || step.kind === 'authenticationMethods');
  const isProxyNamed = proxies.length > 0 || seen.length > 0;
  for (const place of places) {
    const server = serverAt(place, isProxyNamed);
    if (server) seen.push(server);
  }
  const best = new Map<string, SeenServer>();
  for (const server of seen.sort((a, b) => rank[a.certainty] - rank[b.certainty])) {
    const name = server.host.toLowerCase();
    const known = best.get(name);
    if (!known) best.set(name, server);
    else if (known.port === undefined && server.port !== undefined) known.port = server.port;
  }
  return [...best.values()];
}

/** Ports that only tell mail transport and redirects. */
const notTls = new Set([25, 80]);

function serverAt({ step, host, port, isDiscovery }: Place, isProxyNamed: boolean): SeenServer | null {
  const isMutual = step.kind === 'mutual' && !isProxyNamed && !isDiscovery;
  if (host === undefined || !isHost(host) || (step.host === undefined && !isMutual)) return null;
  if (step.kind === 'port' && notTls.has(step.port ?? 0)) return null;
  const isProxy = isMutual || step.kind === 'ping' || step.kind === 'authenticationMethods';
  const isCut = (step.cutAt ?? 1) <= 0 && step.title.endsWith(host);
  const certainty = isCut ? 'guessed' : isProxy ? 'certain' : isDiscovery ? 'guessed' : 'likely';
  const told = step.kind === 'resolve' ? undefined : port;
  return { host, ...(told !== undefined && !notTls.has(told) && { port: told }), line: step.line, certainty };
}

function isHost(text: string): boolean {
  return /^[\p{L}\p{N}[][^\s@<>*]{0,252}$/u.test(text) && !/^(?:null|none|blank)$/i.test(text);
}
