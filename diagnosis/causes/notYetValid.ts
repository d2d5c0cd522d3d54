import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The leaf's validity has not begun (RFC 5280 section 4.1.2.5): issued for later, or a clock is wrong. */
export const notYetValid: Cause = {
  code: 'not-yet-valid',
  detect({ leaf, now }) {
    if (leaf === null || now >= new Date(leaf.notBefore)) return null;
    return { severity: 'error', data: { notBefore: leaf.notBefore } };
  },
  fixes: (facts) => [fix.bindCertificate(facts), fix.checkClock()],
};
