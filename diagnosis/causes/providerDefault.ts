import { isCommonName } from '../names/match.ts';
import { bareForm } from '../names/principalName.ts';
import type { Cause } from './cause.ts';

/** A provider holds `$null`: Autodiscover then hands out `msstd:` and the external host name (MS-OXDSCLI). */
export const providerDefault: Cause = {
  code: 'provider-default',
  severity: 'info',
  who: 'nobody',
  detect({ providerFacts, server }) {
    // What does not fit is told as a mismatch.
    const empty = providerFacts.find(
      ({ value, match }) => value === null && (match === null || isCommonName(match)),
    );
    if (empty === undefined) return null;
    return { data: { provider: empty.provider, principal: bareForm(server.host) } };
  },
};
