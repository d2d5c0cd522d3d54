import type { Cause } from './cause.ts';
import { comparison } from './names.ts';

/** The principal name is a common name of the certificate, which every client accepts (RPC Principal Names). */
export const principalMatches: Cause = {
  code: 'principal-matches',
  severity: 'ok',
  who: 'nobody',
  detect: (facts) => comparison(facts, ['common-name', 'one-of-several']),
};
