import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** DNS says that there is no such name (NXDOMAIN, RFC 2308 section 2.1). */
export const nameNotFound = endpointError('name-not-found', 'helpdesk', (facts) => [fix.checkName(facts)]);
