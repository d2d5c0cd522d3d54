import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The leaf signed itself and is no trust anchor here; Exchange makes such certificates at setup (KB923575). */
export const selfSigned: Cause = {
  code: 'self-signed',
  severity: 'error',
  stops: 'strangers',
  who: 'exchangeAdmin',
  detect: ({ trust, leaf }) => (trust === 'self-signed' ? { data: { issuer: leaf?.issuer ?? '' } } : null),
  // Often the right certificate is on the server already, and this one was left in use.
  fixes: (facts) => [
    ...fix.rightCertificate(facts),
    fix.bindCertificate(facts),
    fix.trustIssuer(facts.leaf?.issuer ?? ''),
  ],
};
