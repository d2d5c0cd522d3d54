import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The chain ends in no trust anchor of this check (Connectivity Analyzer, "SSL Certificate Trust Failure"). */
export const untrustedIssuer: Cause = {
  code: 'untrusted-issuer',
  detect: ({ trust, leaf }) =>
    trust === 'untrusted-issuer' ? { severity: 'error', data: { issuer: leaf?.issuer ?? '' } } : null,
  fixes: (facts) => [fix.trustIssuer(), fix.reissueCertificate(facts)],
};
