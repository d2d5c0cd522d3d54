import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The only way to a trust anchor leads through a certificate whose own dates are not met (RFC 5280 section 6.1.3). */
export const issuerExpired: Cause = {
  code: 'issuer-expired',
  severity: 'error',
  who: 'exchangeAdmin',
  detect({ trust, endpoint: { chain }, now }) {
    if (trust !== 'issuer-expired') return null;
    const issuer = chain
      .slice(1)
      .find(({ notBefore, notAfter }) => now < new Date(notBefore) || new Date(notAfter) < now);
    // Where the server did not send it, only its name is known.
    return { data: { subject: issuer?.subject ?? chain.at(-1)?.issuer ?? '' } };
  },
  fixes: (facts) => (facts.wrongHost ? fix.rightCertificate(facts) : [fix.completeChain()]),
};
