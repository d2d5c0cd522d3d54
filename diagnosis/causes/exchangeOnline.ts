import * as fix from '../fixes/index.ts';
import { isCommonName } from '../match.ts';
import type { Cause } from './cause.ts';

/**
 * The server or the principal name is one of Exchange Online: cmdlets run on one's own servers do not reach it, and it
 * has not spoken RPC over HTTP since 2017 (Set-OutlookProvider; "RPC over HTTP reaches end of support").
 */
export const exchangeOnline: Cause = {
  code: 'exchange-online',
  detect({ exchangeOnline: isOnline, server, match }) {
    if (!isOnline) return null;
    const harmless = match === null || isCommonName(match);
    return { severity: harmless ? 'info' : 'error', data: { host: server.host } };
  },
  fixes: ({ match }) => (match === null || isCommonName(match) ? [] : [fix.onlineMailbox()]),
};
