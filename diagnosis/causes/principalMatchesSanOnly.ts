import { namePlan } from '../namePlan.ts';
import type { Cause } from './cause.ts';
import { comparison, lacksCommonName } from './names.ts';

/**
 * The principal name is an alternative name and not the common name: enough from Windows Vista SP1 on, a warning of
 * the analyzer (Connectivity Analyzer, "Mutual Authentication Established by Subject Alternative Name").
 */
export const principalMatchesSanOnly: Cause = {
  code: 'principal-matches-san-only',
  severity: 'warning',
  who: 'exchangeAdmin',
  // That there is no common name at all says it better.
  detect: (facts) => (lacksCommonName(facts) ? null : comparison(facts, ['alternative-name'])),
  fixes: namePlan,
};
