import { problemsOf } from './analyzerProblems.ts';
import type { ReportStep } from './analyzerSteps.ts';
import { commonNamesOf, readValidity } from './certificateText.ts';
import type { Certainty, EvidenceField, Statement } from './statement.ts';

/** What the steps that judge one certificate say of it. */
export function readCertificateSteps(steps: ReportStep[]): Statement[] {
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

export function commonNamesAt(step: ReportStep): Statement[] {
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

export function statementAt(
  step: ReportStep,
  field: EvidenceField,
  value: string,
  index: number,
  certainty: Certainty,
): Statement {
  return { field, value, line: step.lineAt(index), certainty };
}
