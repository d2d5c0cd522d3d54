import * as command from '../commands.ts';
import { bareForm } from '../names/principalName.ts';
import type { Fix, Step } from '../types.ts';
import { fix, step } from './fix.ts';

/** Active Directory is right; the profile holds an older value. */
export function refreshOutlook(): Fix {
  return fix('refresh-outlook', 'user', { steps: askAgain() });
}

/**
 * The same where the directory holds `$null`: the name that Outlook holds may well be the external host name, which
 * stays whatever is restarted. So an administrator looks first.
 * @param names what Outlook and the server are called here
 */
export function refreshAfterLook(names: string[]): Fix {
  const look = step('read', 'mind-default', [command.readExternalNames()], { names });
  return fix('refresh-outlook', 'exchangeAdmin', { steps: [look, ...askAgain()] });
}

export function correctPrincipal(name: command.SafeName): Fix {
  return fix('correct-principal', 'user', { data: { principal: bareForm(name) } });
}

/** On-premises cmdlets do not reach Exchange Online, which answers `msstd:outlook.com`. */
export function onlineMailbox(): Fix {
  return fix('online-mailbox', 'user', { steps: askAgain() });
}

function askAgain(): Step[] {
  return [step('change', 'restart-outlook'), step('change', 'repair-account')];
}
