import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The certificate can be read, but not by what would verify its signature (RFC 5280 section 6.1.3). */
export const trustUnknown: Cause = {
  code: 'trust-unknown',
  severity: 'warning',
  who: 'helpdesk',
  detect: ({ trust, leaf }) => (trust === 'unknown' ? { data: { issuer: leaf?.issuer ?? '' } } : null),
  fixes: (facts) => [fix.checkTrust(facts)],
};
