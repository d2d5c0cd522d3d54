import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/**
 * The connection was torn down before the handshake was done, by the server or by something on the way (RFC 9293
 * section 3.5.3).
 */
export const connectionReset = endpointError('connection-reset', 'exchangeAdmin', (facts) => [
  fix.checkTls(facts),
]);
