import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** Something answers, but not in TLS: a web server without encryption, or another service. */
export const notTls = endpointError('not-tls', (facts) => [fix.checkTls(facts)]);
