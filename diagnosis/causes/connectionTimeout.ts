import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** No answer before the deadline, to the connection or (stage `handshake`) to the TLS greeting. */
export const connectionTimeout = endpointError('connection-timeout', (facts) => [fix.checkPort(facts)]);
