import { namePlan } from '../namePlan.ts';
import type { Cause } from './cause.ts';
import { principalFinding } from './names.ts';

/**
 * The principal name is an alternative name and not the common name: enough from Windows Vista SP1 on, a warning of
 * the analyzer (Connectivity Analyzer, "Mutual Authentication Established by Subject Alternative Name").
 */
export const principalMatchesSanOnly: Cause = {
  code: 'principal-matches-san-only',
  detect: (facts) => principalFinding(facts, ['alternative-name'], 'warning'),
  fixes: namePlan,
};
