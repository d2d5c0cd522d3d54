import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { issuerAtEnd } from './names.ts';

/** The chain ends in no trust anchor of this check (Connectivity Analyzer, "SSL Certificate Trust Failure"). */
export const untrustedIssuer: Cause = {
  code: 'untrusted-issuer',
  severity: 'error',
  stops: 'strangers',
  who: 'exchangeAdmin',
  detect: (facts) => (facts.trust === 'untrusted-issuer' ? { data: { issuer: issuerAtEnd(facts) } } : null),
  fixes: (facts) =>
    facts.wrongHost
      ? fix.rightCertificate(facts)
      : [fix.trustIssuer(issuerAtEnd(facts)), fix.reissueCertificate(facts)],
};
