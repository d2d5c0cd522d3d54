import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server took the connection, and its part of the handshake (RFC 8446 section 4) was not complete at the deadline. */
export const handshakeStalled = endpointError('handshake-stalled', 'exchangeAdmin', (facts) => [
  fix.checkTls(facts),
]);
