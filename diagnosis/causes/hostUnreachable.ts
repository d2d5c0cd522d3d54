import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The network says that it has no way to the address, or the connection failed for another local reason. */
export const hostUnreachable = endpointError('host-unreachable', (facts) => [fix.checkPort(facts)]);
