import { directoryPlan } from '../namePlan.ts';
import { isStrictDnsName } from '../names/dnsName.ts';
import { bareForm } from '../names/principalName.ts';
import type { Cause } from './cause.ts';

/**
 * A principal name, Outlook's or a provider's, came in another form than the bare one of the documentation (Windows RPC,
 * Principal Names). What clients make of a provider's value without its prefix is documented nowhere, hence the warning;
 * what people type for Outlook's own may only have been typed so, and upper case most likely does no harm.
 */
export const principalNormalised: Cause = {
  code: 'principal-normalised',
  severity: 'info',
  otherSeverity: 'warning',
  who: 'exchangeAdmin',
  detect({ principal, providerFacts }) {
    const values = [
      ...providerFacts.map(({ value, name, wellFormed }) => ({ given: value, name, doubtful: !wellFormed })),
      { given: principal.given, name: principal.name ?? null, doubtful: false },
    ].filter(
      ({ given, name }) =>
        given !== null && name !== null && isStrictDnsName(name) && given !== bareForm(name),
    );
    const changed = values.find(({ doubtful }) => doubtful) ?? values[0];
    if (changed === undefined) return null;
    return {
      ...(changed.doubtful && { severity: 'warning' }),
      data: { given: changed.given ?? '', principal: bareForm(changed.name ?? '') },
    };
  },
  fixes: (facts) => (facts.providerFacts.every(({ wellFormed }) => wellFormed) ? [] : directoryPlan(facts)),
};
