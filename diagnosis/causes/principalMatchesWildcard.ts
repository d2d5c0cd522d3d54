import { namePlan } from '../namePlan.ts';
import type { Cause } from './cause.ts';
import { comparison } from './names.ts';

/**
 * A wildcard covers the principal name, but the strings differ: the analyzer and Windows XP fail (KB2710606, cause 1),
 * later Windows is reported to connect.
 */
export const principalMatchesWildcard: Cause = {
  code: 'principal-matches-wildcard',
  severity: 'error',
  who: 'exchangeAdmin',
  detect: (facts) => comparison(facts, ['wildcard']),
  fixes: namePlan,
};
