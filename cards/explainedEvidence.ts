import {
  bareForm,
  type Evidence,
  type EvidenceField,
  formatServerName,
  type OutlookProviders,
} from '../diagnosis/index.ts';
import { day } from './day.ts';
import { displayName, displayNames } from './displayName.ts';
import { shortServer } from './shortServer.ts';
import type { Translate } from './texts.ts';

/** What was read of a pasted text, in words. Every string is safe to show as plain text. */
export interface ExplainedEvidence {
  /** What people look for comes first. */
  rows: { field: EvidenceField | 'formats'; label: string; value: string; place: string }[];
  /** What the text contradicts itself in, what is cut off in it, and how the analyzer's steps went. */
  notes: string[];
}

export function explainEvidence(evidence: Evidence, t: Translate): ExplainedEvidence {
  // What is said of several servers is told with each of them.
  const isOfAll = ({ field }: { field: string }) => evidence.parts.length === 0 || ofAll.includes(field);
  const rows = rowsOf(evidence, t).filter((row) => row.value !== '' && isOfAll(row));
  return {
    rows: rows.map(({ field, value }) => ({
      field,
      label: labelOf(field, t),
      value,
      place: placeOf(field, evidence, t),
    })),
    notes: [...conflicts(evidence, t), ...cut(evidence, t), ...steps(evidence, t)],
  };
}

const ofAll: readonly string[] = ['server', 'exchangeVersion', 'reportedAt', 'formats'];

function rowsOf(evidence: Evidence, t: Translate): { field: EvidenceField | 'formats'; value: string }[] {
  const { servers, principal, commonNames, dnsNames, issuer = '', thumbprint = '', formats } = evidence;
  const { notBefore = '', notAfter = '', exchangeVersion, reportedAt = '' } = evidence;
  const problems = evidence.certificateProblems.map((problem) => t(`certificateProblems.${problem}`));
  return [
    { field: 'server', value: displayNames(servers.map(formatServerName).map(shortServer)) },
    {
      field: 'principal',
      value: principal ? displayName(principal.name ? bareForm(principal.name) : principal.given) : '',
    },
    { field: 'commonName', value: displayNames(commonNames) },
    { field: 'dnsName', value: displayNames(dnsNames) },
    ...providerRows(evidence.providers, t),
    { field: 'issuer', value: displayName(issuer) },
    { field: 'thumbprint', value: thumbprint },
    { field: 'notBefore', value: day(notBefore, t) },
    { field: 'notAfter', value: day(notAfter, t) },
    { field: 'certificateProblem', value: problems.join(t('separator')) },
    {
      field: 'exchangeVersion',
      value: exchangeVersion === undefined ? '' : t(`versions.${exchangeVersion}`),
    },
    { field: 'reportedAt', value: day(reportedAt, t) },
    { field: 'formats', value: formats.map((format) => t(`evidence.formats.${format}`)).join(', ') },
  ];
}

function providerRows(
  { expr, exch }: OutlookProviders,
  t: Translate,
): { field: EvidenceField; value: string }[] {
  const shown = (value: string | null | undefined) =>
    value === null ? t('evidence.empty') : displayName(value ?? '');
  // An empty Server is as it should be.
  return [
    { field: 'exprPrincipal', value: shown(expr?.certPrincipalName) },
    { field: 'exprServer', value: shown(expr?.server ?? undefined) },
    { field: 'exprTtl', value: expr?.ttlHours === undefined ? '' : String(expr.ttlHours) },
    { field: 'exchPrincipal', value: shown(exch?.certPrincipalName) },
  ];
}

/** The surest place; sources stand in the order of the text. */
function placeOf(field: EvidenceField | 'formats', { sources }: Evidence, t: Translate): string {
  const own = sources.filter((source) => source.field === field);
  const best = (['certain', 'likely', 'guessed'] as const)
    .flatMap((certainty) => own.find((source) => source.certainty === certainty) ?? [])
    .at(0);
  if (best === undefined) return '';
  return t(`evidence.${best.certainty === 'certain' ? 'place' : best.certainty}`, { line: best.line });
}

function conflicts({ conflicts: all }: Evidence, t: Translate): string[] {
  return all.map(({ field, values }) =>
    t('evidence.conflict', {
      field: { whole: labelOf(field, t) },
      values: values.map((value) => inWords(field, value, t)),
    }),
  );
}

function inWords(field: EvidenceField, value: string, t: Translate): string {
  if (value === '') return t('evidence.empty');
  return (field === 'notAfter' && day(value, t)) || value;
}

/** What is cut is a CertPrincipalName, too. */
function labelOf(field: EvidenceField | 'formats', t: Translate): string {
  if (field === 'exprCut') return t('evidence.fields.exprPrincipal');
  if (field === 'exchCut') return t('evidence.fields.exchPrincipal');
  return t(`evidence.fields.${field}`);
}

/** Who is not told of it would take the provider for looked at. */
function cut({ sources, providers }: Evidence, t: Translate): string[] {
  return (['expr', 'exch'] as const).flatMap((name) => {
    const found = sources.find(({ field }) => field === `${name}Cut`);
    if (found === undefined || providers[name] !== undefined) return [];
    return [t('evidence.cut', { provider: name.toUpperCase(), value: found.value })];
  });
}

function steps({ steps: all }: Evidence, t: Translate): string[] {
  const failed = all.filter(({ result }) => result === 'fail').length;
  return failed === 0 ? [] : [t('evidence.steps', { failed, count: all.length })];
}
