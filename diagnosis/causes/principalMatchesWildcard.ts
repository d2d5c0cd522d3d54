import { namePlan } from '../namePlan.ts';
import type { Cause } from './cause.ts';
import { principalFinding } from './names.ts';

/**
 * A wildcard covers the principal name, but the strings differ: the analyzer and Windows XP fail (KB2710606, cause 1),
 * later Windows is reported to connect.
 */
export const principalMatchesWildcard: Cause = {
  code: 'principal-matches-wildcard',
  detect: (facts) => principalFinding(facts, ['wildcard'], 'error'),
  fixes: namePlan,
};
