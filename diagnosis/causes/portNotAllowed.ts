import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The port policy refuses the port; see CHECK_PORTS. */
export const portNotAllowed = endpointError('port-not-allowed', (facts) => [fix.allowPort(facts)]);
