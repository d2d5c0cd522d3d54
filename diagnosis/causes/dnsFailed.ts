import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The resolver did not answer, or answered that it failed; whether the name exists stays unknown. */
export const dnsFailed = endpointError('dns-failed', (facts) => [fix.checkDns(facts)]);
