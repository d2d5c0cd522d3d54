import type { ReportStep } from './analyzerSteps.ts';
import type { CertificateProblem, Statement } from './statement.ts';

/** Names of X509ChainStatusFlags, which no language translates. */
const chainStatus: [RegExp, CertificateProblem][] = [
  [/\bUntrustedRoot\b/, 'untrusted-issuer'],
  [/\bPartialChain\b/, 'chain-incomplete'],
  [/\bNotTimeValid\b/, 'date-invalid'],
  [/\bRevoked\b/, 'revoked'],
  [/\b(?:RevocationStatusUnknown|OfflineRevocation)\b/, 'revocation-unchecked'],
  [/\bNotValidForUsage\b/, 'unusable'],
];

/** Why the analyzer did not accept a certificate. A chain that is known to lack a link is not untrusted on top. */
export function problemsOf(steps: ReportStep[]): Statement[] {
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
