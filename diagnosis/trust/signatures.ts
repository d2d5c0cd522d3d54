import type { X509Certificate } from 'node:crypto';

/**
 * Who has signed whom, each pair verified once. A stranger chooses the certificates, and some keys take milliseconds,
 * so that there is a limit to it all.
 */
export class Signatures {
  readonly #verified = new Map<string, boolean>();
  #left: number;

  /** @param most Verifications; a certificate's way to its anchor takes one for each link. */
  constructor(most = 100) {
    this.#left = most;
  }

  /** Name, key identifier, key usage and signature all say so (RFC 5280 section 6.1.3). Null: it cannot be told. */
  issued(certificate: X509Certificate, issuer: X509Certificate): boolean | null {
    try {
      // Asked first: of an issuer whose key cannot be read, checkIssued says no.
      const { publicKey } = issuer;
      return certificate.checkIssued(issuer) && this.#verify(certificate, issuer, publicKey);
    } catch {
      return null;
    }
  }

  /** Not by `issued`: a server's self-signed certificate need not say that it may sign certificates. */
  signedItself(certificate: X509Certificate): boolean | null {
    try {
      const { subject, issuer, publicKey } = certificate;
      return subject === issuer && this.#verify(certificate, certificate, publicKey);
    } catch {
      return null;
    }
  }

  #verify(certificate: X509Certificate, issuer: X509Certificate, key: X509Certificate['publicKey']) {
    const pair = `${certificate.fingerprint256} ${issuer.fingerprint256}`;
    const known = this.#verified.get(pair);
    if (known !== undefined) return known;
    if (this.#left === 0) return null;
    this.#left -= 1;
    const verified = certificate.verify(key);
    this.#verified.set(pair, verified);
    return verified;
  }
}
