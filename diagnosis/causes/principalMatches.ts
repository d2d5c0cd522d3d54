import type { Cause } from './cause.ts';
import { principalFinding } from './names.ts';

/** The principal name is a common name of the certificate: what every client accepts. */
export const principalMatches: Cause = {
  code: 'principal-matches',
  detect: (facts) => principalFinding(facts, ['common-name', 'one-of-several'], 'ok'),
};
