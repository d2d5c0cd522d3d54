import type { Certificate } from '../types.ts';

/**
 * Certificates in any order as one chain per leaf: the leaf first, then its issuers as far as they are there. A leaf
 * issued none of the others, judged by names alone.
 */
export function chainsOf(certificates: Certificate[]): [Certificate, ...Certificate[]][] {
  const leaves = certificates.filter((one) => !certificates.some((other) => isIssuer(one, other)));
  // Certificates that issued each other have no leaf; no authority makes such ones.
  return (leaves.length > 0 ? leaves : certificates.slice(0, 1)).map((leaf) =>
    withIssuers(leaf, certificates),
  );
}

/** A root of the same name, the old one of two, issued only itself. */
function isIssuer(issuer: Certificate, { issuer: name, selfIssued }: Certificate): boolean {
  return !selfIssued && issuer.subject === name;
}

function withIssuers(leaf: Certificate, others: Certificate[]): [Certificate, ...Certificate[]] {
  const chain = new Set([leaf]);
  for (const one of chain) for (const other of others) if (isIssuer(other, one)) chain.add(other);
  const [, ...issuers] = chain;
  return [leaf, ...issuers];
}
