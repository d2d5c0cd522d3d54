import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** No name server answered in time; whether the name exists stays unknown. */
export const dnsTimeout = endpointError('dns-timeout', (facts) => [fix.checkDns(facts)]);
