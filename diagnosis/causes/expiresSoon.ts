import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

const soonDays = 30;

/** The leaf's validity (RFC 5280 section 4.1.2.5) ends within 30 days. */
export const expiresSoon: Cause = {
  code: 'expires-soon',
  severity: 'info',
  who: 'exchangeAdmin',
  detect({ leaf, now }) {
    if (leaf === null) return null;
    const days = (Date.parse(leaf.notAfter) - now.getTime()) / 86_400_000;
    if (!(days >= 0 && days <= soonDays)) return null;
    return { data: { notAfter: leaf.notAfter, days: Math.floor(days) } };
  },
  fixes: (facts) => fix.renewOrReplace(facts),
};
