import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** Some addresses of the name show a certificate and some do not answer: clients that try those wait or fail. */
export const partlyUnreachable: Cause = {
  code: 'partly-unreachable',
  detect({ answering, silent }) {
    if (answering.length === 0 || silent.length === 0) return null;
    const addresses = silent.map(({ address }) => address).filter((address) => address !== null);
    return {
      severity: 'warning',
      data: { addresses, dead: silent.length, all: silent.length + answering.length },
    };
  },
  fixes: (facts) => [fix.checkAddresses(facts)],
};
