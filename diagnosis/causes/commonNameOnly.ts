import type { Cause } from './cause.ts';

/** The host is covered by the common name alone; RFC 9525 section 2 no longer lets that identify a server. */
export const commonNameOnly: Cause = {
  code: 'common-name-only',
  severity: 'info',
  who: 'exchangeAdmin',
  detect({ leaf, server, coversServer }) {
    if (leaf === null || !coversServer || leaf.dnsNames.length + leaf.ipAddresses.length > 0) return null;
    return { data: { host: server.host } };
  },
};
