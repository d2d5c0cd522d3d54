import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/**
 * The server asked for a certificate of the client, which Outlook does not have to offer (KB4488049). Where the
 * server insists, nobody gets through; where it only asks, some clients may stumble.
 */
export const clientCertificateRequested: Cause = {
  code: 'client-certificate-requested',
  severity: 'error',
  otherSeverity: 'warning',
  stops: 'everybody',
  who: 'exchangeAdmin',
  detect({ leaf, server, endpoint: { clientCertificate } }) {
    if (leaf === null || clientCertificate === undefined) return null;
    const required = clientCertificate === 'required';
    return { ...(!required && { severity: 'warning' }), data: { host: server.host, required } };
  },
  fixes: (facts) => [fix.checkTls(facts)],
};
