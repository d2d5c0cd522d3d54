import type { CertificateProblem } from '../evidence/statement.ts';
import type { Facts } from '../facts.ts';
import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/**
 * A report says that something is wrong with the certificate, and does not show it: the error code of Outlook's warning
 * (KB923575), the status of Get-ExchangeCertificate, or a step of the Connectivity Analyzer.
 */
export const certificateProblemReported: Cause = {
  code: 'certificate-problem-reported',
  severity: 'error',
  otherSeverity: 'warning',
  who: 'exchangeAdmin',
  detect(facts) {
    const problems = problemsOf(facts);
    if (problems.length === 0) return null;
    return {
      ...(problems.every(isHarmless) && { severity: 'warning' }),
      data: { host: facts.server.host, problems },
    };
  },
  fixes(facts) {
    const problems = problemsOf(facts);
    if (problems.includes('host-name-mismatch')) return fix.rightCertificate(facts);
    // No trust mends what is out of date.
    if (problems.some((problem) => beyondRepair.includes(problem)))
      return [fix.bindCertificate(facts), fix.reissueCertificate(facts)];
    if (problems.includes('untrusted-issuer'))
      return [fix.trustIssuer(facts.leaf?.issuer ?? ''), fix.reissueCertificate(facts)];
    if (problems.includes('chain-incomplete')) return [fix.completeChain()];
    return [];
  },
};

const _beyondRepair: readonly CertificateProblem[] = [
  'expired',
  'not-yet-valid',
  'date-invalid',
  'revoked',
  'unusable',
];

/** Without the one that has a cause of its own. */
function problemsOf({ endpoint: { reported }, wrongHost }: Facts): CertificateProblem[] {
  return (reported?.problems ?? []).filter((problem) => problem !== 'host-name-mismatch' || !wrongHost);
}

/** That a list of revoked certificates could not be fetched is most often the network's doing. */
function isHarmless(problem: CertificateProblem): boolean {
  return problem === 'revocation-unchecked';
}

const beyondRepair: readonly CertificateProblem[] = [
  'expired',
  'not-yet-valid',
  'date-invalid',
  'revoked',
  'unusable',
];
