import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The chain ends in no trust anchor of this check (Connectivity Analyzer, "SSL Certificate Trust Failure"). */
export const untrustedIssuer: Cause = {
  code: 'untrusted-issuer',
  severity: 'error',
  who: 'exchangeAdmin',
  detect: ({ trust, leaf }) =>
    trust === 'untrusted-issuer' ? { data: { issuer: leaf?.issuer ?? '' } } : null,
  fixes: (facts) =>
    facts.wrongHost ? fix.rightCertificate(facts) : [fix.trustIssuer(), fix.reissueCertificate(facts)],
};
