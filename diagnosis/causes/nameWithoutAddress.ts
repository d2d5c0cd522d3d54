import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** DNS knows the name, if only as an alias, but neither an A nor an AAAA record of it (NODATA, RFC 2308 section 2.2). */
export const nameWithoutAddress = endpointError('name-without-address', 'helpdesk', (facts) => [
  fix.checkName(facts),
]);
