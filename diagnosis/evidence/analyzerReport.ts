import { certificateStatements, withoutRepetitions } from './analyzerCertificate.ts';
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
  const principals = principalsOf(report);
  const places = placesOf(steps);
  const servers = serversOf(places, settings);
  const verdict = verdictOf(report);
  const certificate = certificateStatements(places, servers, principals.at(-1)?.value);
  return {
    format,
    statements: [...servers.map(asStatement), ...principals, ...certificate, ...headersOf(steps)],
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
function principalsOf({ steps, settings }: AnalyzerReport): Statement[] {
  const told = steps.filter(({ kind }) => kind === 'mutual').flatMap(principalAt);
  if (told.length > 0) return withoutRepetitions(told);
  return settings
    .filter(({ name, value }) => /MutualAuthPrincipal|principal name/i.test(name) && isName(value))
    .slice(0, 1)
    .map(({ value, line }) => ({ field: 'principal', value: trimmed(value), line, certainty: 'certain' }));
}

function principalAt(step: ReportStep): Statement[] {
  const match = principalName.exec(step.body.slice(0, ownWords));
  const value = trimmed(match?.[0]);
  if (!match || value === '' || (isQuoted(step) && !isToldBy(step.body.slice(0, match.index)))) return [];
  const isCut = match.index + match[0].length === step.cutAt && !/[.)]$/.test(match[0]);
  return [
    { field: 'principal', value, line: step.lineAt(match.index), certainty: isCut ? 'likely' : 'certain' },
  ];
}

/** A sentence without its title may stand in any article, with an example of a name somewhere behind it. */
function isQuoted({ title, details: [first], isEnglish }: ReportStep): boolean {
  return isEnglish && first === title;
}

function isToldBy(before: string): boolean {
  return /(?:provided|matches|against|string)\W{0,4}$/i.test(before);
}

function isName(value: string): boolean {
  return /^(?:(?:msstd|fullsic):\s?)?[^\s<>]{3,300}$/i.test(value) && !/^(?:null|none|blank)$/i.test(value);
}

function trimmed(text = ''): string {
  let end = text.length;
  while (end > 0 && /[.)\]'"!?]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).replace(/\s/g, ' ').trim();
}

/** The mutual authentication decides, then the root; a fragment without its root is judged by its last step, too. */
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
  const last = steps.findLast(({ result }) => result === 'pass' || result === 'fail')?.result;
  const deciding = root === undefined ? [mutual, tool, last] : [mutual, root, tool];
  const whole =
    deciding.find((result) => result === 'fail') ??
    root ??
    tool ??
    mutual ??
    last ??
    (steps.some(({ result }) => result === 'warn') ? 'warn' : undefined);
  if (whole === undefined || whole === 'unknown') return undefined;
  const isWarned = whole === 'pass' && steps.some(({ result }) => result === 'warn');
  return isWarned ? 'warn' : whole;
}
