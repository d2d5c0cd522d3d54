import { namePlan } from '../namePlan.ts';
import type { Cause } from './cause.ts';
import { comparison } from './names.ts';

/** The certificate holds the principal name nowhere (KB2710606, cause 1). */
export const principalMismatch: Cause = {
  code: 'principal-mismatch',
  severity: 'error',
  who: 'exchangeAdmin',
  detect: (facts) => comparison(facts, ['none']),
  fixes: namePlan,
};
