import * as fix from '../fixes/index.ts';
import { endpointError } from './endpointError.ts';

/** The port is none of CHECK_PORTS. Outlook Anywhere is HTTPS, whose port is 443 (RFC 9110 section 4.2.2). */
export const portNotAllowed = endpointError('port-not-allowed', 'user', (facts) => [
  ...(facts.server.port === 443 ? [] : [fix.useUsualPort(facts)]),
  fix.allowPort(facts),
]);
