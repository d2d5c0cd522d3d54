import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The leaf's validity has not begun (RFC 5280 section 4.1.2.5): issued for later, or a clock is wrong. */
export const notYetValid: Cause = {
  code: 'not-yet-valid',
  severity: 'error',
  stops: 'everybody',
  who: 'exchangeAdmin',
  detect({ leaf, now }) {
    return leaf === null || !(now < new Date(leaf.notBefore))
      ? null
      : { data: { notBefore: leaf.notBefore } };
  },
  fixes: (facts) => [fix.bindCertificate(facts), fix.reissueCertificate(facts), fix.checkClock()],
};
