import type { Cause } from './cause.ts';

/** The certificate can be read, but not by what would verify its signature, so nothing is said about its issuer. */
export const trustUnknown: Cause = {
  code: 'trust-unknown',
  detect: ({ trust, leaf }) =>
    trust === 'unknown' ? { severity: 'warning', data: { issuer: leaf?.issuer ?? '' } } : null,
};
