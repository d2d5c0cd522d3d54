import type { Cause } from './cause.ts';

/** Outlook compares no principal name ("Principal name for proxy server", Outlook); TLS still checks the host name. */
export const principalNotSet: Cause = {
  code: 'principal-not-set',
  severity: 'ok',
  who: 'nobody',
  detect: ({ principal }) => (principal.form === 'none' ? { data: {} } : null),
};
