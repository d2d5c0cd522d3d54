import type { CheckRequest, Endpoint, PrincipalName, ServerName } from '../types.ts';
import { bareForm } from './principalName.ts';

/** What belongs to Exchange Online, which cmdlets of one's own servers do not reach. */
export type Online = 'server-name' | 'certificate' | 'principal-name';

/** What of a check belongs to Exchange Online; null where nothing does. */
export function partOfExchangeOnline(
  { server, principal, providers }: CheckRequest,
  { chain: [leaf], trust }: Endpoint,
  coversServer: boolean,
): Online | null {
  if (isMicrosofts(server.host)) return 'server-name';
  // Anybody can write Microsoft's name into a certificate of his own.
  if (trust === 'trusted' && !coversServer && leaf?.commonNames.some(isMicrosofts)) return 'certificate';
  const handedOut = [providers?.expr, providers?.exch].some((provider) =>
    isMicrosofts(provider?.certPrincipalName?.replace(/^\s*msstd\s*:\s*/i, '') ?? ''),
  );
  return isMicrosofts(principal?.name ?? '') && !handedOut ? 'principal-name' : null;
}

/** Whether the server itself is Microsoft's, by its name or by the certificate that it shows. */
export function isOnlineServer(online: Online | null): boolean {
  return online === 'server-name' || online === 'certificate';
}

/** The names of Exchange Online, those of national clouds too; its Autodiscover answers `msstd:outlook.com`. */
function isMicrosofts(name: string): boolean {
  return /(?:^|\.)(?:outlook\.com|office365\.com|office\.com|office365\.us|webmail\.apps\.mil|outlook\.cn)$/i.test(
    name,
  );
}

/**
 * An empty provider value makes `msstd:` and the external host name (MS-OXDSCLI, CertPrincipalName). Exchange Online
 * outside national clouds hands out one name for all of its hosts.
 */
export function assumedPrincipal({ host }: ServerName): PrincipalName {
  const name = /(?:^|\.)(?:outlook|office365|office)\.com$/.test(host) ? 'outlook.com' : host;
  return { given: bareForm(name), form: 'msstd', name };
}
