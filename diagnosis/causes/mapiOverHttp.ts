import { isCommonName } from '../names/match.ts';
import type { Cause } from './cause.ts';

/**
 * The names disagree, which concerns Outlook Anywhere alone: the cmdlet's page says so, and that MAPI over HTTP, the
 * default from Exchange 2016 on, pays no heed to them is inferred from it (MAPI over HTTP in Exchange Server).
 */
export const mapiOverHttp: Cause = {
  code: 'mapi-over-http',
  severity: 'info',
  who: 'nobody',
  detect({ match, providerFacts, exchangeVersion, online }) {
    const compared = [match, ...providerFacts.map((fact) => fact.match)].filter((found) => found !== null);
    const differs = compared.some((found) => !isCommonName(found));
    return differs && online === null && exchangeVersion !== '2010' ? { data: {} } : null;
  },
};
