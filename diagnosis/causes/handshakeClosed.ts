import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server closed the connection in the middle of the handshake, without an alert (RFC 8446 section 6.1 asks for one). */
export const handshakeClosed = endpointError('handshake-closed', 'exchangeAdmin', (facts) => [
  fix.checkTls(facts),
]);
