import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

/** The certificate is for another host: TLS itself refuses it, whatever the principal name (RFC 9525). */
export const hostNameMismatch: Cause = {
  code: 'host-name-mismatch',
  severity: 'error',
  stops: 'everybody',
  who: 'exchangeAdmin',
  detect({ leaf, server, coversServer }) {
    if (leaf === null || coversServer) return null;
    const names = certificateNames(leaf);
    // Alternative names decide: a common name that is the host's own would make the finding read as nonsense.
    const found = leaf.dnsNames.find((name) => name.trim() !== '') ?? names.found ?? '';
    return { data: { host: server.host, ...names, found } };
  },
  fixes: (facts) => fix.rightCertificate(facts),
};
