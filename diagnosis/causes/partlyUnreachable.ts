import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** Some addresses of the name show a certificate and some do not: clients that try those wait or fail (RFC 8305). */
export const partlyUnreachable: Cause = {
  code: 'partly-unreachable',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect({ answering, silent }) {
    if (answering.length === 0 || silent.length === 0) return null;
    const addresses = silent.flatMap(({ address }) => address ?? []);
    return { data: { addresses, dead: silent.length, all: silent.length + answering.length } };
  },
  fixes: (facts) => [fix.checkAddresses(facts)],
};
