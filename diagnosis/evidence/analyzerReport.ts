import { certificateStatements } from './analyzerCertificate.ts';
import type { AnalyzerReport, ReportSetting, ReportStep } from './analyzerSteps.ts';
import type { AnalyzerStep, Certainty, EvidenceFormat, Reading, Statement } from './statement.ts';

/** Whether there is more than a sentence that anybody may quote: something told, or a title with its result. */
export function isTelling({ statements, steps = [] }: Reading): boolean {
  return (
    statements.length > 0 ||
    steps.some(({ title, details: [first] }) => first !== undefined && first !== title)
  );
}

/** What one report says. Only the server under test, and the certificate that its mutual authentication is about. */
export function readReport(format: EvidenceFormat, report: AnalyzerReport): Reading {
  const { steps, settings } = report;
  const principal = principalOf(report);
  const places = placesOf(steps);
  const servers = serversOf(places, settings);
  const verdict = verdictOf(report);
  const certificate = certificateStatements(places, servers, principal?.value);
  return {
    format,
    statements: [
      ...servers.map(asStatement),
      ...(principal ? [principal] : []),
      ...certificate,
      ...headersOf(steps),
    ],
    ...(steps.length > 0 && { steps: steps.map(shown) }),
    ...(verdict && { verdict }),
  };
}

function shown({ title, result, details, line, depth }: ReportStep): AnalyzerStep {
  return { title, result, details, line, ...(depth !== undefined && { depth }) };
}

/** A step, and the server that it is about: the one that was named last. */
export interface Place {
  step: ReportStep;
  host?: string;
  port?: number;
  /** The server is only tried for Autodiscover. */
  isDiscovery: boolean;
}

function placesOf(steps: ReportStep[]): Place[] {
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
function serversOf(places: Place[], settings: ReportSetting[]): SeenServer[] {
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

function asStatement({ host, port, line, certainty }: SeenServer): Statement {
  const isPlain = port === undefined || port === 443;
  return { field: 'server', value: isPlain ? host : `${host}:${port}`, line, certainty };
}

const principalName = /(?<![\p{L}\p{N}])(?:msstd|fullsic):\s?[^\s"'<>,;)]{1,300}/iu;

/** How far the result and the detail of a step reach; behind the last one comes whatever a person wrote. */
export const ownWords = 600;

/** Of the mutual authentication; the name in other places of a report is Autodiscover's or a typed one. */
function principalOf({ steps, settings }: AnalyzerReport): Statement | undefined {
  for (const step of steps.filter(({ kind }) => kind === 'mutual')) {
    const match = principalName.exec(step.body.slice(0, ownWords)) ?? principalName.exec(step.title);
    const value = trimmed(match?.[0]);
    if (match && value !== '') {
      const isBody = match.input !== step.title;
      const isCut = isBody && match.index + match[0].length === step.cutAt;
      const certainty = isCut && !/[.)]$/.test(match[0]) ? 'likely' : 'certain';
      const line = isBody ? step.lineAt(match.index) : step.line;
      return { field: 'principal', value, line, certainty };
    }
  }
  const setting = settings.find(
    ({ name, value }) => /MutualAuthPrincipal|principal name/i.test(name) && isName(value),
  );
  if (setting)
    return { field: 'principal', value: trimmed(setting.value), line: setting.line, certainty: 'certain' };
  return undefined;
}

function isName(value: string): boolean {
  return /^(?:(?:msstd|fullsic):\s?)?[^\s<>]{3,300}$/i.test(value) && !/^(?:null|none|blank)$/i.test(value);
}

function trimmed(text = ''): string {
  let end = text.length;
  while (end > 0 && /[.)\]'"!?]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).trim();
}

/**
 * The analyzer lists the headers of the answers that it got: the version of Exchange and the time are among them.
 * Build numbers: Exchange Server build numbers and release dates, Microsoft Learn.
 */
function headersOf(steps: ReportStep[]): Statement[] {
  const statements: Statement[] = [];
  for (const step of steps) {
    const version = /\bX-OWA-Version: ?(?<major>\d{1,2})\.(?<minor>\d{1,2})\.(?<build>\d{1,5})/i.exec(
      step.body,
    );
    const value = exchangeVersion(version?.groups);
    if (version && value !== undefined)
      statements.push({
        field: 'exchangeVersion',
        value,
        line: step.lineAt(version.index),
        certainty: 'certain',
      });
    const date = /\bDate: ?(?<date>[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)/.exec(
      step.body,
    );
    const time = Date.parse(date?.groups?.date ?? '');
    if (date && Number.isFinite(time)) {
      const iso = new Date(time).toISOString().replace('.000Z', 'Z');
      statements.push({
        field: 'reportedAt',
        value: iso,
        line: step.lineAt(date.index),
        certainty: 'certain',
      });
    }
  }
  const last = (field: string) => statements.findLast((statement) => statement.field === field);
  return [last('exchangeVersion'), last('reportedAt')].filter((statement) => statement !== undefined);
}

function exchangeVersion(version: Record<string, string> | undefined): string | undefined {
  const { major, minor, build } = version ?? {};
  if (major === '14') return '2010';
  if (major !== '15') return undefined;
  if (minor === '2') return Number(build) < 2562 ? '2019' : 'se';
  return { '0': '2013', '1': '2016' }[minor ?? ''];
}

/** The mutual authentication decides, then the root; a fragment without both is judged by its last step. */
function verdictOf({ steps, settings }: AnalyzerReport): Reading['verdict'] {
  const mutual = steps.findLast(({ kind, result }) => kind === 'mutual' && result !== 'unknown')?.result;
  const root = steps.find(({ kind, result }) => kind === 'root' && result !== 'unknown')?.result;
  const token = settings.map(
    ({ name }) => /OutlookAnywhere\w*(?<end>Succeeded|Failed)$/i.exec(name)?.groups?.end,
  );
  const tool = token.some((end) => /failed/i.test(end ?? ''))
    ? 'fail'
    : token.some(Boolean)
      ? 'pass'
      : undefined;
  const last = steps.findLast(({ result }) => result !== 'unknown')?.result;
  const whole = [mutual, root, tool].find((result) => result === 'fail') ?? root ?? tool ?? mutual ?? last;
  if (whole === undefined || whole === 'unknown') return undefined;
  const isWarned = whole === 'pass' && steps.some(({ result }) => result === 'warn');
  return isWarned ? 'warn' : whole;
}
