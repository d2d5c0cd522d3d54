import type { Cause } from './cause.ts';

/** The principal name was not known, so the check took what Outlook gets where nobody set another (MS-OXDSCLI). */
export const principalAssumed: Cause = {
  code: 'principal-assumed',
  detect: ({ assumed, principal }) =>
    assumed ? { severity: 'info', data: { principal: principal.given } } : null,
};
