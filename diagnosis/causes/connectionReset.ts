import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The connection was torn down before the handshake was done, by the server or by something on the way. */
export const connectionReset = endpointError('connection-reset', (facts) => [fix.checkTls(facts)]);
