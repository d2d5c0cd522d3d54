import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/**
 * EXPR's `Server` is set: Autodiscover then leaves out AuthPackage, and users are asked for passwords (Connectivity
 * Analyzer, "Missing AuthPackage element in the Autodiscover XML response").
 */
export const providerServerSet: Cause = {
  code: 'provider-server-set',
  severity: 'error',
  who: 'exchangeAdmin',
  detect({ providers: { expr } }) {
    const server = expr?.server ?? '';
    return server === '' ? null : { data: { provider: 'EXPR', server } };
  },
  fixes: (facts) => [fix.clearProviderServer(facts)],
};
