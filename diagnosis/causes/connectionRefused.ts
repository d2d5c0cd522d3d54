import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The machine answers, but nothing listens at the port, or a firewall rejects (RFC 9293 section 3.10.7.1). */
export const connectionRefused = endpointError('connection-refused', 'helpdesk', (facts) => [
  fix.checkPort(facts),
]);
