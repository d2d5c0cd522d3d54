import * as fix from '../fixes.ts';
import type { Cause } from './cause.ts';
import { wantsClientCertificate } from './clientCertificateRequested.ts';
import { endpointError } from './endpointError.ts';

const failed = endpointError('handshake-failed', (facts) => [fix.checkTls(facts)]);

/** The server speaks TLS and ended the handshake, most likely because there is no common protocol or cipher. */
export const handshakeFailed: Cause = {
  ...failed,
  detect: (facts) => (wantsClientCertificate(facts) ? null : failed.detect(facts)),
};
