import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** What the server sent is neither TLS nor a protocol that this check knows, or TLS that breaks its own rules. */
export const handshakeGarbled = endpointError('handshake-garbled', (facts) => [fix.checkTls(facts)]);
