import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import type { Trust } from './types.ts';

/** Certificates this check takes as trust anchors, found by their subject. */
export type TrustStore = ReadonlyMap<string, readonly X509Certificate[]>;

const longestPath = 12;

/**
 * Whether a chain, leaf first, ends in a trust anchor. Issuers must have signed what they issued and be valid at
 * `now`; the leaf's own dates are another finding. Judged apart from the handshake, because that reports one error only: expired hides self-signed.
 */
export function judgeTrust(chain: readonly X509Certificate[], store: TrustStore, now: Date): Trust {
  const [leaf] = chain;
  if (leaf === undefined) return 'untrusted-issuer';
  let current = leaf;
  for (let length = 0; length < longestPath; length++) {
    if (isAnchor(current, store)) return 'trusted';
    if (isSignedByItself(current)) return current === leaf ? 'self-signed' : 'untrusted-issuer';
    const candidates = [...(store.get(current.issuer) ?? []), ...chain.filter(({ ca }) => ca)];
    const issuer = candidates.find(
      (candidate) => isIssuedBy(current, candidate) && isValidAt(candidate, now),
    );
    if (issuer === undefined) return namesItsIssuer(current) ? 'chain-incomplete' : 'untrusted-issuer';
    current = issuer;
  }
  return 'untrusted-issuer';
}

/** Node's own trust anchors, with what NODE_EXTRA_CA_CERTS adds, and `extra` certificates in PEM. */
export function openTrustStore(extra: readonly string[] = []): TrustStore {
  const store = new Map<string, X509Certificate[]>();
  for (const pem of [...getCACertificates('default'), ...extra]) {
    const anchor = new X509Certificate(pem);
    store.set(anchor.subject, [...(store.get(anchor.subject) ?? []), anchor]);
  }
  return store;
}

/** Public authorities say in each certificate where its issuer is to be had (RFC 5280 section 4.2.2.1). */
function namesItsIssuer({ infoAccess }: X509Certificate): boolean {
  return infoAccess?.includes('CA Issuers') ?? false;
}

function isAnchor(certificate: X509Certificate, store: TrustStore): boolean {
  return (store.get(certificate.subject) ?? []).some(
    ({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256,
  );
}

function isValidAt({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return new Date(validFrom) <= now && now <= new Date(validTo);
}

/** Not by isIssuedBy: a server's self-signed certificate need not say that it may sign certificates. */
function isSignedByItself(certificate: X509Certificate): boolean {
  try {
    return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key that Node cannot represent has issued nothing that this check could verify.
    return false;
  }
}
