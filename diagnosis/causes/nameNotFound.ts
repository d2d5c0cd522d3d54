import * as fix from '../fixes.ts';
import { endpointError } from './endpointError.ts';

/** DNS says that there is no such name (RFC 2308 section 2.1). */
export const nameNotFound = endpointError('name-not-found', (facts) => [fix.checkName(facts)]);
