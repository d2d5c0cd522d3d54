import type { Cause } from './cause.ts';
import { comparesNames } from './names.ts';

const mostNames = 5;

/**
 * The certificate has an e-mail name: Windows then may take `msstd:` and that e-mail address for the principal name,
 * instead of the common name (Windows RPC documentation, Principal Names).
 */
export const emailPrincipal: Cause = {
  code: 'email-principal',
  detect(facts) {
    const names = (facts.leaf?.emailNames ?? []).filter((name) => name.includes('@'));
    if (names.length === 0 || !comparesNames(facts)) return null;
    return { severity: 'warning', data: { names: names.slice(0, mostNames) } };
  },
};
