import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** No answer before the deadline to the connection (RFC 9293 section 3.8.3) or to the TLS greeting. */
export const connectionTimeout = endpointError('connection-timeout', 'helpdesk', (facts) => [
  fix.checkPort(facts),
]);
