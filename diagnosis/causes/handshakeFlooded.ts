import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server sent more data than the messages of any handshake hold (RFC 8446 section 4), and the check stopped reading. */
export const handshakeFlooded = endpointError('handshake-flooded', 'exchangeAdmin', (facts) => [
  fix.checkTls(facts),
]);
