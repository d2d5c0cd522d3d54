import { certificateStatements } from './analyzerCertificate.ts';
import { headersOf } from './analyzerHeaders.ts';
import { placesOf, type SeenServer, serversOf } from './analyzerServers.ts';
import { type AnalyzerReport, ownWords, type ReportStep } from './analyzerSteps.ts';
import type { AnalyzerStep, EvidenceFormat, Reading, Statement } from './statement.ts';

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

function asStatement({ host, port, line, certainty }: SeenServer): Statement {
  const isPlain = port === undefined || port === 443;
  return { field: 'server', value: isPlain ? host : `${host}:${port}`, line, certainty };
}

/** A name without a prefix is one only behind the words for it. */
const principalName =
  /(?<![\p{L}\p{N}])(?:msstd|fullsic):\s?[^\s"'<>,;)]{1,300}|(?<=string\s(?:that\swas\s)?provided:\s)[\p{L}\p{N}*][^\s"'<>,;)]{1,300}/iu;

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
