import { commonNamesAt, readCertificateSteps, statementAt } from './analyzerCertificateSteps.ts';
import type { Place, SeenServer } from './analyzerServers.ts';
import { ownWords, type ReportStep } from './analyzerSteps.ts';
import { distinct } from './distinct.ts';
import type { Statement } from './statement.ts';

/** One certificate that the analyzer got, with the steps that judge it. */
interface SeenCertificate {
  host?: string;
  steps: ReportStep[];
}

/**
 * What a report says of the certificate of the server under test. A report has others, of the servers that were tried
 * for Autodiscover: their names must not become those of the RPC proxy.
 * @param servers The most certain first.
 */
export function certificateStatements(
  places: Place[],
  servers: SeenServer[],
  principal?: string,
): Statement[] {
  const lastMutual = places.findLastIndex(({ step }) => step.kind === 'mutual');
  const mutual = places.map(({ step }) => step).filter(({ kind }) => kind === 'mutual');
  const names = mutual.flatMap(mutualCommonName);
  const seen = certificatesOf(lastMutual < 0 ? places : places.slice(0, lastMutual));
  const certificate = choose(seen, servers, names.at(-1)?.value);
  const statements = certificate ? readCertificateSteps(certificate.steps) : [];
  const others = names.length > 0 ? statements.filter(({ field }) => field !== 'commonName') : statements;
  return withoutRepetitions([
    ...names,
    ...others,
    ...mutual.flatMap((step) => alternativeName(step, principal)),
  ]);
}

const judging = new Set(['name', 'trust', 'chains', 'intermediates', 'date', 'obtain']);

function certificatesOf(places: Place[]): SeenCertificate[] {
  const seen: SeenCertificate[] = [];
  for (const { step, host } of places) {
    const current = seen.at(-1);
    // The subject may come without the host that the validation of its name then tells.
    const isUntold = current !== undefined && current.host === undefined && step.kind === 'name';
    const isFirst =
      current === undefined || (!isUntold && current.host?.toLowerCase() !== host?.toLowerCase());
    const isNew =
      step.kind === 'certificate' || (step.kind === 'obtain' && current?.steps.some(isObtaining) !== false);
    if (step.kind !== 'certificate' && !judging.has(step.kind)) continue;
    if (isNew || isFirst) seen.push({ ...(host !== undefined && { host }), steps: [step] });
    else {
      current.steps.push(step);
      if (isUntold && host !== undefined) current.host = host;
    }
  }
  return seen;
}

function isObtaining({ kind }: ReportStep): boolean {
  return kind === 'obtain';
}

/** By the common name that the mutual authentication tells, then the last one of the most certain host. */
function choose(seen: SeenCertificate[], servers: SeenServer[], name?: string): SeenCertificate | undefined {
  const candidates = name === undefined ? seen : seen.filter((certificate) => isCalled(certificate, name));
  const [first] = servers;
  if (!first) return candidates.at(-1);
  const best = servers.filter(({ certainty }) => certainty === first.certainty);
  const names = new Set(best.map(({ host }) => host.toLowerCase()));
  const own = candidates.findLast(({ host }) => host !== undefined && names.has(host.toLowerCase()));
  return own ?? candidates.findLast(({ host }) => host === undefined);
}

function isCalled({ steps }: SeenCertificate, name: string): boolean {
  const names = steps.flatMap((step) => commonNamesAt(step).map(({ value }) => value.toLowerCase()));
  return names.length === 0 || names.includes(name.toLowerCase());
}

const certificateName =
  /common\sname,?\s["']?(?!does(?:n't|\snot)|did|matches\s)(?<name>[^\s,;"']{1,255}(?:\s[^\s,;"']{1,60}){0,5}?)["']?,?\s(?:does(?:n't|\snot)|did(?:n't|\snot)|could(?:n't|\snot)|matches|validates)/i;

/** `The certificate common name C doesn't validate ... msstd:P`; in a translation, the name before `msstd:`. */
function mutualCommonName(step: ReportStep): Statement[] {
  const match = certificateName.exec(step.body.slice(0, ownWords));
  const told = match?.groups?.name;
  if (match && told !== undefined) return [statementAt(step, 'commonName', told, match.index, 'certain')];
  if (step.isEnglish) return [];
  // A setting may stand before it: `msstd:P` alone.
  for (const line of step.body.split('\n')) {
    const before = line.slice(0, Math.max(0, line.search(/msstd:/i)));
    const [found] = /(?:\*\.)?[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10}/u.exec(before) ?? [];
    if (found !== undefined)
      return [statementAt(step, 'commonName', found, step.body.indexOf(line), 'likely')];
  }
  return [];
}

/** `however, a match was found in the subject alternative name extension`: the name that was looked for is one. */
function alternativeName(mutual: ReportStep, principal?: string): Statement[] {
  const index = mutual.body.search(
    /match was found in the\s+subject alternative name|Übereinstimmung in der Erweiterung/i,
  );
  const name = principal?.replace(/^msstd:\s?/i, '');
  if (index < 0 || !name) return [];
  return [statementAt(mutual, 'dnsName', name, index, 'likely')];
}

/** Each value of a field once. */
export function withoutRepetitions(statements: Statement[]): Statement[] {
  return distinct(statements, ({ field, value }) => `${field} ${value.toLowerCase()}`);
}
