import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The resolver answers that there is no such name, or that it has no address (RFC 2308 section 2). */
export const nameNotFound = endpointError('name-not-found', (facts) => [fix.checkName(facts)]);
