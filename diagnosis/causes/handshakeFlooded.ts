import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server sent more data than any handshake holds, and the check stopped reading. */
export const handshakeFlooded = endpointError('handshake-flooded', (facts) => [fix.checkTls(facts)]);
