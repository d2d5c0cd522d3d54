import { namePlan } from '../namePlan.ts';
import type { Cause } from './cause.ts';

/**
 * A provider holds `none`: reported to untick Outlook's box, so that no principal name is compared. That removes a
 * protection, and with an old LmCompatibilityLevel it may cause prompts itself (RPC_HTTP_TRANSPORT_CREDENTIALS).
 */
export const providerNone: Cause = {
  code: 'provider-none',
  detect({ providerFacts }) {
    const off = providerFacts.find(({ form }) => form === 'none');
    return off === undefined ? null : { severity: 'warning', data: { provider: off.provider } };
  },
  fixes: namePlan,
};
