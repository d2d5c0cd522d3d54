import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/**
 * The network says that it has no way to the address (RFC 1122 section 3.2.2.1), or the connection failed for another
 * local reason.
 */
export const hostUnreachable = endpointError('host-unreachable', 'helpdesk', (facts) => [
  fix.checkPort(facts),
]);
