import type { SafeName } from '../commands.ts';
import { bareForm } from '../names/principalName.ts';
import type { Fix, Step } from '../types.ts';
import { fix, step } from './fix.ts';

/** Active Directory is right; the profile holds an older value. */
export function refreshOutlook(): Fix {
  return fix('refresh-outlook', 'user', { steps: askAgain() });
}

export function correctPrincipal(name: SafeName): Fix {
  return fix('correct-principal', 'user', { data: { principal: bareForm(name) } });
}

/** On-premises cmdlets do not reach Exchange Online, which answers `msstd:outlook.com`. */
export function onlineMailbox(): Fix {
  return fix('online-mailbox', 'user', { steps: askAgain() });
}

function askAgain(): Step[] {
  return [step('change', 'restart-outlook'), step('change', 'repair-account')];
}
