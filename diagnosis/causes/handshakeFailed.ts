import * as fix from '../fixes.ts';
import { endpointError } from './endpointError.ts';

/** The server speaks TLS and ended the handshake: no common protocol or cipher, or it wants a client certificate. */
export const handshakeFailed = endpointError('handshake-failed', (facts) => [fix.checkTls(facts)]);
