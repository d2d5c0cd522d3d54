import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';

const soonDays = 30;

/** The leaf's validity ends within 30 days. */
export const expiresSoon: Cause = {
  code: 'expires-soon',
  detect({ leaf, now }) {
    if (leaf === null) return null;
    const days = (Date.parse(leaf.notAfter) - now.getTime()) / 86_400_000;
    if (days < 0 || days > soonDays) return null;
    return { severity: 'info', data: { notAfter: leaf.notAfter, days: Math.floor(days) } };
  },
  // A certificate that has to be replaced anyway is not renewed.
  fixes: (facts) =>
    facts.coversServer && facts.trust !== 'self-signed' ? [fix.renewCertificate(facts)] : [],
};
