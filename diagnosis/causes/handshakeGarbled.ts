import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/**
 * What the server sent is neither TLS nor a protocol that this check knows, or TLS that breaks its own rules (RFC 8446
 * section 6.2, decode_error).
 */
export const handshakeGarbled = endpointError('handshake-garbled', 'exchangeAdmin', (facts) => [
  fix.checkTls(facts),
]);
