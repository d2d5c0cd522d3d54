import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { endpointError } from './endpointError.ts';

const failed = endpointError('handshake-failed', 'exchangeAdmin', (facts) => [fix.checkTls(facts)]);

/**
 * The server speaks TLS and ended the handshake (RFC 8446 section 6.2); not told where it did so for want of a client
 * certificate.
 */
export const handshakeFailed: Cause = {
  ...failed,
  detect: (facts) => (facts.endpoint.clientCertificate === 'required' ? null : failed.detect(facts)),
};
