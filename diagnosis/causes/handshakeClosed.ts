import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server closed the connection in the middle of the handshake, without an alert. */
export const handshakeClosed = endpointError('handshake-closed', (facts) => [fix.checkTls(facts)]);
