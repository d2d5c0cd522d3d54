import type { Cause } from './cause.ts';

/**
 * A report names no server. Outlook Anywhere expects `msstd:` and the external host name where nobody set another value
 * (MS-OXDSCLI), so the principal name most likely tells the server; else a name of the certificate does.
 */
export const serverAssumed: Cause = {
  code: 'server-assumed',
  severity: 'info',
  who: 'nobody',
  detect: ({ endpoint, server }) =>
    endpoint.reported?.isServerAssumed === true ? { data: { host: server.host } } : null,
};
