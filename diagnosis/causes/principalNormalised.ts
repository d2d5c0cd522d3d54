import { bareForm } from '../principalName.ts';
import type { Cause } from './cause.ts';

/** The principal name came in another form than the bare one that Outlook and Active Directory need. */
export const principalNormalised: Cause = {
  code: 'principal-normalised',
  detect({ principal: { given, name } }) {
    if (name === undefined || given === bareForm(name)) return null;
    return { severity: 'info', data: { given, principal: bareForm(name) } };
  },
};
