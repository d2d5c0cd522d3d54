import { isStrictDnsName } from '../dnsName.ts';
import { bareForm } from '../principalName.ts';
import type { Cause } from './cause.ts';

/**
 * A principal name, Outlook's or a provider's, came in another form than the bare one that Outlook and Active Directory
 * need. What clients make of a value without its prefix is documented nowhere.
 */
export const principalNormalised: Cause = {
  code: 'principal-normalised',
  detect({ principal, providerFacts }) {
    const values = [
      { given: principal.given, name: principal.name ?? null },
      ...providerFacts.map((fact) => ({ given: fact.value, name: fact.name })),
    ];
    const changed = values.find(
      ({ given, name }) =>
        given !== null && name !== null && isStrictDnsName(name) && given !== bareForm(name),
    );

    if (changed === undefined) return null;
    return {
      severity: 'info',
      data: { given: changed.given ?? '', principal: bareForm(changed.name ?? '') },
    };
  },
};
