import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The leaf signed itself and is no trust anchor here; Exchange makes such certificates at setup (KB923575). */
export const selfSigned: Cause = {
  code: 'self-signed',
  detect: ({ trust, leaf }) =>
    trust === 'self-signed' ? { severity: 'error', data: { issuer: leaf?.issuer ?? '' } } : null,
  fixes: (facts) => [fix.reissueCertificate(facts), fix.trustIssuer()],
};
