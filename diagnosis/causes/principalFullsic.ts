import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** `fullsic:` names a whole chain of authorities (RPC Principal Names); this check compares `msstd:` names only. */
export const principalFullsic: Cause = {
  code: 'principal-fullsic',
  severity: 'warning',
  who: 'helpdesk',
  detect: ({ principal }) => (principal.form === 'fullsic' ? { data: {} } : null),
  fixes: (facts) => [fix.askAboutFullsic(facts)],
};
