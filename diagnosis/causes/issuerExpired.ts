import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The only way to a trust anchor leads through a certificate whose own dates are not met (RFC 5280 section 6.1.3). */
export const issuerExpired: Cause = {
  code: 'issuer-expired',
  detect({ trust, endpoint: { chain }, now }) {
    if (trust !== 'issuer-expired') return null;
    const issuer = chain
      .slice(1)
      .find(({ notBefore, notAfter }) => now < new Date(notBefore) || new Date(notAfter) < now);
    return {
      severity: 'error',
      data: {
        subject: issuer?.subject ?? '',
        notBefore: issuer?.notBefore ?? '',
        notAfter: issuer?.notAfter ?? '',
      },
    };
  },
  fixes: () => [fix.completeChain()],
};
