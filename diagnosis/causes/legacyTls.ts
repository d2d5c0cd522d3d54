import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The best the server offers is TLS 1.1 or older; the handshake takes the highest version both know (RFC 8996). */
export const legacyTls: Cause = {
  code: 'legacy-tls',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect({ leaf, endpoint: { protocol = '' } }) {
    const outdated = spoken[protocol];
    return leaf === null || outdated === undefined ? null : { data: { protocol: outdated } };
  },
  fixes: (facts) => [fix.enableTls(facts)],
};

/** As people write what OpenSSL calls otherwise. */
const spoken: Record<string, string> = { SSLv3: 'SSL 3.0', TLSv1: 'TLS 1.0', 'TLSv1.1': 'TLS 1.1' };
