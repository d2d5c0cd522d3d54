import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** No name server answered in time (RFC 1035 section 7.2); whether the name exists stays unknown. */
export const dnsTimeout = endpointError('dns-timeout', 'helpdesk', (facts) => [fix.checkDns(facts)]);
