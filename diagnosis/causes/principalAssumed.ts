import type { Cause } from './cause.ts';

/** The principal name was not known, so the check took what Outlook gets where nobody set another (MS-OXDSCLI). */
export const principalAssumed: Cause = {
  code: 'principal-assumed',
  severity: 'info',
  who: 'user',
  detect: ({ assumed, principal }) => (assumed ? { data: { principal: principal.given } } : null),
};
