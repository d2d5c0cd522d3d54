import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The resolver answers that it failed (SERVFAIL, RFC 1035 section 4.1.1); whether the name exists stays unknown. */
export const dnsFailed = endpointError('dns-failed', 'helpdesk', (facts) => [fix.checkDns(facts)]);
