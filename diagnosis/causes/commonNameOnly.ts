import { isIP } from 'node:net';
import type { Cause } from './cause.ts';

/**
 * The host is covered by a common name alone, there being no DNS alternative name. RFC 6125 section 6.4.4 let clients
 * take it as a last resort; RFC 9525 section 2 forbids it.
 */
export const commonNameOnly: Cause = {
  code: 'common-name-only',
  severity: 'info',
  who: 'exchangeAdmin',
  detect({ leaf, server, coversServer, isPartial }) {
    const isByCommonName =
      coversServer && !isPartial && isIP(server.host) === 0 && leaf?.dnsNames.length === 0;
    return isByCommonName ? { data: { host: server.host } } : null;
  },
};
