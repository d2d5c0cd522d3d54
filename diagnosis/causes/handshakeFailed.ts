import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { endpointError } from './endpointError.ts';

const failed = endpointError('handshake-failed', 'exchangeAdmin', (facts) => [fix.checkTls(facts)]);

/**
 * The server ended the handshake with an alert (RFC 8446 section 6.2), or OpenSSL did over what few clients take, such as
 * a chain of more than 100 KB. Not told where it is for want of a client certificate.
 */
export const handshakeFailed: Cause = {
  ...failed,
  detect: (facts) => (facts.endpoint.clientCertificate === 'required' ? null : failed.detect(facts)),
};
