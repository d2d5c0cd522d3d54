import { X509Certificate } from 'node:crypto';
import { readCertificate } from './certificate.ts';
import type { Handshake } from './handshake.ts';
import { judgeTrust, type TrustStore } from './trust.ts';
import type { Endpoint } from './types.ts';

/** Reads and judges what a handshake showed. `now` is the time at which issuers must be valid. */
export function readChain(
  { sent, objection }: Pick<Handshake, 'sent' | 'objection'>,
  store: TrustStore,
  now: Date,
): Pick<Endpoint, 'chain' | 'trust' | 'error'> {
  const [leaf, ...issuers] = sent.map(readCertificate);
  if (leaf === undefined) return { chain: [] };
  if (!leaf.ok) return { chain: [], error: { code: 'certificate-unreadable', stage: 'certificate' } };
  const chain = [leaf.value, ...issuers.flatMap((issuer) => (issuer.ok ? [issuer.value] : []))];
  if (objection === null) return { chain, trust: 'trusted' };
  const trust = judgeTrust(
    sent.map((der) => new X509Certificate(der)),
    store,
    now,
  );
  const overruled = objection === undefined || judgedApart.test(objection);
  return { chain, trust: trust === 'trusted' && !overruled ? 'untrusted-issuer' : trust };
}

/** OpenSSL's objections that this check judges itself: dates, and issuers it may know and OpenSSL not. */
const judgedApart =
  /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|UNABLE_TO_GET_.*|UNABLE_TO_VERIFY_.*|.*SELF_SIGNED_CERT.*)$/;
