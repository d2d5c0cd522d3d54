import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The chain ends in no trust anchor of this check (Connectivity Analyzer, "SSL Certificate Trust Failure"). */
export const untrustedIssuer: Cause = {
  code: 'untrusted-issuer',
  severity: 'error',
  who: 'exchangeAdmin',
  detect({ trust, leaf, endpoint: { path } }) {
    if (trust !== 'untrusted-issuer') return null;
    const end = path?.at(-1) ?? leaf;
    return { data: { issuer: end?.issuer ?? '' } };
  },
  fixes: (facts) =>
    facts.wrongHost ? fix.rightCertificate(facts) : [fix.trustIssuer(), fix.reissueCertificate(facts)],
};
