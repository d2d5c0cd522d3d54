import type { Cause } from './cause.ts';

/** Outlook compares no principal name; TLS still checks the host name. */
export const principalNotSet: Cause = {
  code: 'principal-not-set',
  detect: ({ principal }) => (principal.form === 'none' ? { severity: 'info', data: {} } : null),
};
