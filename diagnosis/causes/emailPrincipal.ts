import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { comparesNames } from './names.ts';

const mostNames = 5;

/**
 * The certificate has an e-mail name: Windows then may take `msstd:` and that e-mail address for the principal name,
 * instead of the common name (Windows RPC documentation, Principal Names).
 */
export const emailPrincipal: Cause = {
  code: 'email-principal',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect(facts) {
    const names = (facts.leaf?.emailNames ?? []).filter((name) => name.includes('@'));
    if (names.length === 0 || !comparesNames(facts)) return null;
    return { data: { names: names.slice(0, mostNames) } };
  },
  // That it matters is not certain enough for a new certificate, unless nothing else helps.
  fixes: (facts) => [{ ...fix.reissueCertificate(facts), alternative: true }],
};
