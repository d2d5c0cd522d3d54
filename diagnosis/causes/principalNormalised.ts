import { bareForm } from '../principalName.ts';
import type { Cause } from './cause.ts';

/**
 * A principal name, Outlook's or a provider's, came in another form than the bare one that Outlook and Active Directory
 * need. What clients make of a value without its prefix is documented nowhere.
 */
export const principalNormalised: Cause = {
  code: 'principal-normalised',
  detect({ principal: { given, name }, providerFacts }) {
    const values = [
      { given, name: name ?? null },
      ...providerFacts.map((fact) => ({ given: fact.value, name: fact.name })),
    ];
    const changed = values.find(
      (value) => value.given !== null && value.name !== null && value.given !== bareForm(value.name),
    );
    if (changed === undefined) return null;
    return {
      severity: 'info',
      data: { given: changed.given ?? '', principal: bareForm(changed.name ?? '') },
    };
  },
};
