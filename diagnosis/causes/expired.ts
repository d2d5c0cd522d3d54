import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

/** The leaf's validity has ended (RFC 5280 section 4.1.2.5). */
export const expired: Cause = {
  code: 'expired',
  severity: 'error',
  stops: 'everybody',
  who: 'exchangeAdmin',
  detect({ leaf, now }) {
    if (leaf === null || !(now > new Date(leaf.notAfter))) return null;
    return { data: { notAfter: leaf.notAfter, days: daysBetween(new Date(leaf.notAfter), now) } };
  },
  fixes: (facts) => [...fix.renewOrReplace(facts), fix.bindCertificate(facts)],
};

function daysBetween(earlier: Date, later: Date): number {
  return Math.floor((later.getTime() - earlier.getTime()) / 86_400_000);
}
