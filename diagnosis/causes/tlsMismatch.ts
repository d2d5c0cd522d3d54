import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/**
 * The server and up-to-date clients have no protocol version or no cipher suite in common (RFC 8446 section 6.2), or the
 * server says so: some do for a name that they do not know.
 */
export const tlsMismatch = endpointError('tls-mismatch', 'exchangeAdmin', (facts) => [fix.checkTls(facts)]);
