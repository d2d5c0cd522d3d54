import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/**
 * The name leads to an address that this check may not dial: one of the special-purpose registries, such as a private
 * network (RFC 6890), that CHECK_ALLOW_NETWORKS does not allow.
 */
export const addressNotAllowed = endpointError('address-not-allowed', 'botOperator', () => [
  fix.allowNetwork(),
]);
