import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** A TTL of 0: Outlook does not ask Autodiscover again, so no change arrives (Set-OutlookProvider, parameter TTL). */
export const providerTtl: Cause = {
  code: 'provider-ttl',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect: ({ providers: { expr } }) => (expr?.ttlHours === 0 ? { data: { provider: 'EXPR' } } : null),
  fixes: (facts) => [fix.restoreProviderTtl(facts)],
};
