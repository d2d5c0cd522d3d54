import * as fix from '../fixes.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

/** The certificate is for another host: TLS itself refuses it, whatever the principal name (RFC 9525). */
export const hostNameMismatch: Cause = {
  code: 'host-name-mismatch',
  detect(facts) {
    if (facts.leaf === null || facts.coversServer) return null;
    return { severity: 'error', data: { host: facts.server.host, ...certificateNames(facts.leaf) } };
  },
  fixes: (facts) => [fix.bindCertificate(facts), fix.reissueCertificate(facts)],
};
