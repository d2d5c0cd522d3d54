import { bareForm } from '../names/principalName.ts';
import type { Cause } from './cause.ts';

/** A provider holds `$null`: Autodiscover then hands out `msstd:` and the external host name (MS-OXDSCLI). */
export const providerDefault: Cause = {
  code: 'provider-default',
  severity: 'info',
  who: 'nobody',
  detect({ providerFacts, server }) {
    const empty = providerFacts.find(({ value }) => value === null);
    if (empty === undefined) return null;
    return { data: { provider: empty.provider, principal: bareForm(server.host) } };
  },
};
