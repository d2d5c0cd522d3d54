import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** Nobody took the connection before the deadline (RFC 9293 section 3.8.3). */
export const connectionTimeout = endpointError('connection-timeout', 'helpdesk', (facts) => [
  fix.checkPort(facts),
]);
