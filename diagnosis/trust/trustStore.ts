import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import type { Result } from '../types.ts';

/** Certificates this check takes as trust anchors, found by `nameKey` of their subject. */
export type TrustStore = ReadonlyMap<string, readonly X509Certificate[]>;

/** @param extra Trust anchors in PEM besides Node's own. */
export function openTrustStore(extra: readonly string[] = []): TrustStore {
  return bySubject(allAnchors(extra).map((pem) => new X509Certificate(pem)));
}

/** Node's own trust anchors, with what NODE_EXTRA_CA_CERTS adds, and the extra ones, as OpenSSL takes them: in PEM. */
export function allAnchors(extra: readonly string[]): string[] {
  return [...getCACertificates('default'), ...extra];
}

export function bySubject(certificates: readonly X509Certificate[]): TrustStore {
  return Map.groupBy(certificates, ({ subject }) => nameKey(subject));
}

/** Names that are equal but for case and white space, which do not count (RFC 5280 section 7.1), have equal keys. */
export function nameKey(name: string | undefined): string {
  return (name ?? '').toLowerCase().replace(/\s+/g, '');
}

/** Every certificate of a PEM text; whatever stands between them does not matter, as in OpenSSL's files. */
export function parseTrustAnchors(text: string): Result<string[], 'no-certificate' | 'unreadable'> {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return { ok: false, reason: 'no-certificate' };
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch {
    return { ok: false, reason: 'unreadable' };
  }
  return { ok: true, value: blocks };
}
