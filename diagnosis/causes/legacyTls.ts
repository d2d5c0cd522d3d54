import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The best the server offers is TLS 1.1 or older; the handshake takes the highest version both know (RFC 8996). */
export const legacyTls: Cause = {
  code: 'legacy-tls',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect({ leaf, endpoint: { protocol = '' } }) {
    if (leaf === null || !['SSLv3', 'TLSv1', 'TLSv1.1'].includes(protocol)) return null;
    return { data: { protocol } };
  },
  fixes: (facts) => [fix.checkTls(facts)],
};
