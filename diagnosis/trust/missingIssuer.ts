import type { X509Certificate } from 'node:crypto';
import type { FetchCertificates } from './issuerFetch.ts';
import type { Signatures } from './signatures.ts';

/** An issuer that the server did not send, and where it was found. */
export interface FoundIssuer {
  url: string;
  certificate: X509Certificate;
}

/**
 * Looks for an issuer of one of the certificates where they say that it is to be had. Only an authority that has
 * verifiably issued one of them counts, and none that is known; null where there is no such.
 */
export async function findMissingIssuer(
  wanting: readonly X509Certificate[],
  known: readonly FoundIssuer[],
  fetchCertificates: FetchCertificates,
  signatures: Signatures,
): Promise<FoundIssuer | null> {
  for (const issued of wanting) {
    for (const url of issuerUrls(issued)) {
      const isIssuer = (candidate: X509Certificate) =>
        candidate.ca &&
        !known.some(({ certificate }) => certificate.fingerprint256 === candidate.fingerprint256) &&
        signatures.issued(issued, candidate) === true;
      const certificate = (await fetchCertificates(url)).find(isIssuer);
      if (certificate !== undefined) return { url, certificate };
    }
  }
  return null;
}

const caIssuers = 'CA Issuers - URI:';

/** The addresses under "CA Issuers" of the authority information access (RFC 5280 section 4.2.2.1), as they stand there. */
export function issuerUrls({ infoAccess = '' }: Pick<X509Certificate, 'infoAccess'>): string[] {
  return infoAccess
    .split('\n')
    .filter((line) => line.startsWith(caIssuers))
    .map((line) => unquoted(line.slice(caIssuers.length)));
}

/** Node puts what it finds unusual into the form of JSON, line breaks too. */
function unquoted(value: string): string {
  return value.startsWith('"') ? JSON.parse(value) : value;
}
