import type { Facts } from '../facts.ts';
import * as fix from '../fixes.ts';
import type { Cause } from './cause.ts';

const refusals = /ALERT_(HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED|BAD_CERTIFICATE|ACCESS_DENIED)$/;

/**
 * The server showed its certificate and then refused because none came back. Outlook has none to offer (KB4488049).
 * TLS 1.3 refuses only after the client's side of the handshake is done, so there it goes unseen.
 */
export const clientCertificateRequested: Cause = {
  code: 'client-certificate-requested',
  detect(facts) {
    if (!wantsClientCertificate(facts)) return null;
    return { severity: 'error', data: { host: facts.server.host, cause: facts.endpoint.error?.cause ?? '' } };
  },
  fixes: (facts) => [fix.checkTls(facts)],
};

export function wantsClientCertificate({ leaf, endpoint: { error } }: Facts): boolean {
  return leaf !== null && error?.code === 'handshake-failed' && refusals.test(error.cause ?? '');
}
