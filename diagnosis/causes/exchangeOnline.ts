import type { Facts } from '../facts.ts';
import * as fix from '../fixes/index.ts';
import { isCommonName } from '../names/match.ts';
import type { Cause } from './cause.ts';

/**
 * The server, its certificate or the principal name is one of Exchange Online: cmdlets run on one's own servers do not
 * reach it (Set-OutlookProvider), and it has not spoken RPC over HTTP since 2017 ("RPC over HTTP reaches end of
 * support"). A principal name that one's own EXPR or EXCH hands out is no sign of it.
 */
export const exchangeOnline: Cause = {
  code: 'exchange-online',
  severity: 'info',
  otherSeverity: 'error',
  who: 'user',
  detect(facts) {
    if (facts.online === null) return null;
    const isMixed = !namesAgree(facts) && !facts.assumed && !isIntercepted(facts);
    return { ...(isMixed && { severity: 'error' }), data: { host: facts.server.host } };
  },
  fixes(facts) {
    if (isIntercepted(facts)) return [fix.bypassInspection(facts)];
    return namesAgree(facts) && facts.online !== 'certificate' ? [] : [fix.onlineMailbox()];
  },
};

function namesAgree({ match }: Facts): boolean {
  return match === null || isCommonName(match);
}

/** Microsoft's own servers show certificates that are in order and ask for none, so something else answered there. */
function isIntercepted({ online, leaf, trust, coversServer, endpoint, now }: Facts): boolean {
  if (online !== 'server-name') return false;
  const { error, clientCertificate } = endpoint;
  if (leaf === null) return error?.stage === 'handshake' || error?.stage === 'certificate';
  const isValid = new Date(leaf.notBefore) <= now && now <= new Date(leaf.notAfter);
  const isOpen = error === undefined && clientCertificate !== 'required';
  const isTrusted = trust === 'trusted' || trust === 'unknown';
  return !isTrusted || !coversServer || !isValid || !isOpen;
}
