import { ownWords, type Place, type SeenServer } from './analyzerReport.ts';
import type { ReportStep } from './analyzerSteps.ts';
import { commonNamesOf, readValidity } from './certificateText.ts';
import type { Certainty, CertificateProblem, EvidenceField, Statement } from './statement.ts';

/** One certificate that the analyzer got, with the steps that judge it. */
interface SeenCertificate {
  host?: string;
  isDiscovery: boolean;
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
  const mutualPlace = places.findLastIndex(({ step }) => step.kind === 'mutual');
  const mutual = places[mutualPlace]?.step;
  const name = mutual && mutualCommonName(mutual);
  const seen = certificatesOf(mutual ? places.slice(0, mutualPlace + 1) : places);
  const certificate = choose(seen, servers, name?.value);
  const statements = certificate ? readCertificate(certificate) : [];
  const named = name ? statements.filter(({ field }) => field !== 'commonName') : statements;
  return distinct([...(name ? [name] : []), ...named, ...alternativeName(mutual, principal)]);
}

const judging = new Set(['name', 'trust', 'chains', 'intermediates', 'date', 'obtain']);

function certificatesOf(places: Place[]): SeenCertificate[] {
  const seen: SeenCertificate[] = [];
  for (const { step, host, isDiscovery } of places) {
    const current = seen.at(-1);
    const isFirst = current === undefined || current.host?.toLowerCase() !== host?.toLowerCase();
    const isNew =
      step.kind === 'certificate' || (step.kind === 'obtain' && current?.steps.some(isObtaining) !== false);
    if (step.kind !== 'certificate' && !judging.has(step.kind)) continue;
    if (isNew || isFirst) seen.push({ ...(host !== undefined && { host }), isDiscovery, steps: [step] });
    else current.steps.push(step);
  }
  return seen;
}

function isObtaining({ kind }: ReportStep): boolean {
  return kind === 'obtain';
}

/** By the common name that the mutual authentication tells, then by the host; where nothing tells the host, the last. */
function choose(seen: SeenCertificate[], servers: SeenServer[], name?: string): SeenCertificate | undefined {
  const candidates = name === undefined ? seen : seen.filter((certificate) => isCalled(certificate, name));
  const [first] = servers;
  const ofHost = (server: SeenServer) =>
    candidates.findLast(({ host }) => host?.toLowerCase() === server.host.toLowerCase());
  if (first?.certainty === 'certain') {
    const certain = servers.filter(({ certainty }) => certainty === 'certain');
    const own = certain.map(ofHost).find((certificate) => certificate !== undefined);
    return own ?? candidates.findLast(({ host }) => host === undefined);
  }
  return candidates.findLast(({ isDiscovery }) => !isDiscovery) ?? candidates.at(-1);
}

function isCalled({ steps }: SeenCertificate, name: string): boolean {
  const names = steps.flatMap((step) => commonNamesAt(step).map(({ value }) => value.toLowerCase()));
  return names.length === 0 || names.includes(name.toLowerCase());
}

const certificateName =
  /common name (?!does(?:n't| not)|did|matches )(?<name>[^\s,;"']{1,255}(?:\s[^\s,;"']{1,60}){0,5}?),?\s(?:does(?:n't| not)|did(?:n't| not)|could(?:n't| not)|matches|validates)/i;

/** `The certificate common name C doesn't validate ... msstd:P`; in a translation, the name before `msstd:`. */
function mutualCommonName(step: ReportStep): Statement | undefined {
  const match = certificateName.exec(step.body.slice(0, ownWords));
  const told = match?.groups?.name;
  if (match && told !== undefined) return statementAt(step, 'commonName', told, match.index, 'certain');
  if (step.isEnglish) return undefined;
  const [line = ''] = step.body.split('\n').filter((candidate) => /msstd:/i.test(candidate));
  const before = line.slice(0, line.search(/msstd:/i));
  const [found] = /(?:\*\.)?[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,10}/u.exec(before) ?? [];
  const index = Math.max(0, step.body.indexOf(line));
  return found === undefined ? undefined : statementAt(step, 'commonName', found, index, 'likely');
}

/** `however, a match was found in the subject alternative name extension`: the name that was looked for is one. */
function alternativeName(mutual?: ReportStep, principal?: string): Statement[] {
  const index = mutual?.body.search(
    /match was found in the\s+subject alternative name|Übereinstimmung in der Erweiterung/i,
  );
  const name = principal?.replace(/^msstd:\s?/i, '');
  if (!mutual || index === undefined || index < 0 || !name) return [];
  return [statementAt(mutual, 'dnsName', name, index, 'likely')];
}

function readCertificate({ steps }: SeenCertificate): Statement[] {
  return [
    ...steps.flatMap(commonNamesAt),
    ...steps.flatMap(issuerAt),
    ...steps.flatMap(dnsNamesAt),
    ...steps.flatMap(validityAt),
    ...problemsOf(steps),
  ];
}

const attribute = '(?:CN|OU|O|C|E|L|ST?|DC|STREET|SERIALNUMBER|OID)[\\w.]{0,40} ?=';
/** `Remote Certificate Subject: CN=..., Issuer: CN=...` in any language: what stands before a name and a colon. */
const labelled = new RegExp(`(?<![\\p{L}\\p{N}])\\p{L}[\\p{L} ]{2,60}:\\s{0,2}(?=${attribute})`, 'gu');
const longestName = 4000;

interface NamePart {
  text: string;
  index: number;
}

/** Subject and issuer as they stand there. */
function namesAt({ body }: ReportStep): NamePart[] {
  const labels = [...body.matchAll(labelled)].slice(0, 2);
  return labels.map((label, place) => {
    const index = label.index + label[0].length;
    const end = labels[place + 1]?.index ?? body.length;
    const text = body.slice(index, Math.min(end, index + longestName));
    return { text: withoutEnd(text), index };
  });
}

/** A name ends with its sentence, or with a line that nothing of a name follows. */
function withoutEnd(text: string): string {
  const end = text.search(/\.\s*(?:\n|$)|\n\s*\n|(?<![,\s])\n(?![^\n]{0,200}=)/);
  return text
    .slice(0, end < 0 ? text.length : end)
    .replace(/\s+/g, ' ')
    .replace(/[,;. ]{1,4}$/, '');
}

function commonNamesAt(step: ReportStep): Statement[] {
  if (step.kind === 'obtain') {
    const [subject] = namesAt(step);
    return subject ? namesOf(step, subject, 'certain') : [];
  }
  if (step.kind === 'chains') {
    const subject = /certificate\s(?<name>[A-Z]{1,12} ?=[\s\S]{1,2000})$/.exec(step.title)?.groups?.name;
    return subject === undefined ? [] : namesOf(step, { text: withoutEnd(subject), index: 0 }, 'certain');
  }
  if (step.kind !== 'name') return [];
  const found =
    /host ?name\s(?<host>\S{1,253})\s(?:was\sfound\s)?in\s(?:the\s)?certificate\ssubject\scommon\sname/i.exec(
      step.body,
    );
  const host = found?.groups?.host;
  const other = /server\scertificate\s(?=[A-Z]{1,12} ?=)/i.exec(step.body);
  const text = other
    ? withoutEnd(step.body.slice(other.index + other[0].length, other.index + longestName))
    : '';
  return [
    ...(found && host !== undefined ? [statementAt(step, 'commonName', host, found.index, 'certain')] : []),
    ...(other ? namesOf(step, { text, index: other.index }, 'certain') : []),
  ];
}

function namesOf(step: ReportStep, { text, index }: NamePart, certainty: Certainty): Statement[] {
  // Cut inside its first attribute, it may be any name.
  if (step.cutAt !== undefined && !text.includes(',') && step.cutAt <= index + text.length) return [];
  return commonNamesOf(text).map((name) => statementAt(step, 'commonName', name, index, certainty));
}

function issuerAt(step: ReportStep): Statement[] {
  const [, issuer] = step.kind === 'obtain' ? namesAt(step) : [];
  return issuer && issuer.text !== ''
    ? [statementAt(step, 'issuer', issuer.text, issuer.index, 'certain')]
    : [];
}

function dnsNamesAt(step: ReportStep): Statement[] {
  const found =
    /host ?name\s(?<host>\S{1,253})\s(?:was\sfound\s)?in\s(?:the\s)?certificate\ssubject\salternat\w{1,8}\sname/i.exec(
      step.body,
    );
  const host = found?.groups?.host;
  return found && host !== undefined ? [statementAt(step, 'dnsName', host, found.index, 'certain')] : [];
}

function validityAt(step: ReportStep): Statement[] {
  const before = /\bNotBefore\s?[=:]\s?/i.exec(step.body);
  const after = /\bNotAfter\s?[=:]\s?/i.exec(step.body);
  const behind = (match: RegExpExecArray | null) =>
    match
      ? step.body
          .slice(match.index + match[0].length, match.index + match[0].length + 40)
          .replace(/\s+/g, ' ')
      : '';
  const { notBefore, notAfter } = readValidity(behind(before), behind(after), step.isEnglish);
  return [
    ...(before && notBefore ? [statementAt(step, 'notBefore', notBefore, before.index, 'certain')] : []),
    ...(after && notAfter ? [statementAt(step, 'notAfter', notAfter, after.index, 'certain')] : []),
  ];
}

/** Names of X509ChainStatusFlags, which no language translates. */
const chainStatus: [RegExp, CertificateProblem][] = [
  [/\bUntrustedRoot\b/, 'untrusted-issuer'],
  [/\bPartialChain\b/, 'chain-incomplete'],
  [/\bNotTimeValid\b/, 'date-invalid'],
  [/\bRevoked\b/, 'revoked'],
  [/\b(?:RevocationStatusUnknown|OfflineRevocation)\b/, 'revocation-unchecked'],
  [/\bNotValidForUsage\b/, 'unusable'],
];

function problemsOf(steps: ReportStep[]): Statement[] {
  const failed = steps.filter(({ result }) => result === 'fail');
  const causes = failed.flatMap((step) =>
    chainStatus.filter(([status]) => status.test(step.body)).map(([, problem]) => problemAt(step, problem)),
  );
  const plain = failed.flatMap((step) => plainProblem(step));
  const isExplained = [...causes, ...plain].length > 0;
  const trust = failed.filter(({ kind }) => kind === 'trust' || kind === 'chains');
  const isUntrusted =
    trust.some(({ kind }) => kind === 'chains') || !failed.some(({ kind }) => kind === 'intermediates');
  const [first] = trust;
  const untrusted = first && causes.length === 0 && isUntrusted ? [problemAt(first, 'untrusted-issuer')] : [];
  return isExplained || untrusted.length > 0 ? [...plain, ...causes, ...untrusted] : [];
}

function plainProblem(step: ReportStep): Statement[] {
  if (step.kind === 'name') return [problemAt(step, 'host-name-mismatch')];
  if (step.kind === 'intermediates') return [problemAt(step, 'chain-incomplete')];
  if (step.kind !== 'date') return [];
  if (/not\syet\svalid|isn't\syet\svalid|noch nicht gültig|aún no|pas encore/i.test(step.body))
    return [problemAt(step, 'not-yet-valid')];
  const isExpired =
    /(?:has|is|have|was|already)\sexpired|abgelaufen|caducado|ha expirado|expiré|scaduto|verlopen/i;
  return [problemAt(step, isExpired.test(step.body) ? 'expired' : 'date-invalid')];
}

function problemAt(step: ReportStep, problem: CertificateProblem): Statement {
  return { field: 'certificateProblem', value: problem, line: step.line, certainty: 'certain' };
}

function statementAt(
  step: ReportStep,
  field: EvidenceField,
  value: string,
  index: number,
  certainty: Certainty,
): Statement {
  return { field, value, line: step.lineAt(index), certainty };
}

function distinct(statements: Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ field, value }) => {
    const key = `${field} ${value.toLowerCase()}`;
    return !seen.has(key) && seen.add(key);
  });
}
