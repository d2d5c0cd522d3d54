import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** Something answers, but not with a TLS record (RFC 8446 section 5.1): a web server without encryption, or another service. */
export const notTls = endpointError('not-tls', 'exchangeAdmin', (facts) => [fix.checkTls(facts)]);
