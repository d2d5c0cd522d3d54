import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The server and this check have no protocol version or no cipher suite in common (RFC 8446 section 6.2). */
export const tlsMismatch = endpointError('tls-mismatch', 'exchangeAdmin', (facts) => [fix.checkTls(facts)]);
