import type { Facts } from '../facts.ts';
import * as fix from '../fixes/index.ts';
import type { Certificate } from '../types.ts';
import type { Cause } from './cause.ts';

/** A certificate above the leaf is outside its own dates, and no way leads around it (RFC 5280 section 6.1.3). */
export const issuerExpired: Cause = {
  code: 'issuer-expired',
  severity: 'error',
  stops: 'everybody',
  who: 'exchangeAdmin',
  detect(facts) {
    const issuer = expiredIssuer(facts);
    if (issuer === undefined) return null;
    const { subject, notBefore, notAfter } = issuer;
    return { data: { subject, notBefore, notAfter } };
  },
  fixes(facts) {
    if (facts.wrongHost) return fix.rightCertificate(facts);
    // A root is not the server's to send: it must be renewed on every computer.
    const issuer = expiredIssuer(facts);
    return [issuer?.selfIssued ? fix.trustIssuer(issuer.subject) : fix.completeChain()];
  },
};

function expiredIssuer({ endpoint: { path = [] }, now }: Facts): Certificate | undefined {
  return path
    .slice(1)
    .find(({ notBefore, notAfter }) => now < new Date(notBefore) || new Date(notAfter) < now);
}
