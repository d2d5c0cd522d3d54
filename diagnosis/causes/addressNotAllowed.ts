import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The address policy refuses the address; see CHECK_ALLOW_NETWORKS. */
export const addressNotAllowed = endpointError('address-not-allowed', () => [fix.allowNetwork()]);
