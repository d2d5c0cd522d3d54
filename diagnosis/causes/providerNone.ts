import { directoryPlan } from '../namePlan.ts';
import type { Cause } from './cause.ts';

/**
 * A provider holds `none`: reported to untick Outlook's box, so that no principal name is compared. That removes a
 * protection, and with an old LmCompatibilityLevel it may cause prompts itself (RPC_HTTP_TRANSPORT_CREDENTIALS).
 */
export const providerNone: Cause = {
  code: 'provider-none',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect({ providerFacts }) {
    const off = providerFacts.find(({ form }) => form === 'none');
    return off === undefined ? null : { data: { provider: off.provider } };
  },
  fixes: directoryPlan,
};
