import type { X509Certificate } from 'node:crypto';
import { brokenRule, type ChainRule } from './chainRules.ts';
import type { Signatures } from './signatures.ts';

/** The leaf, its issuer, and so on. */
export type Path = [X509Certificate, ...X509Certificate[]];

/** All that is to be found on the ways up from a leaf. */
export interface Paths {
  /** To a trust anchor; the first that was found. */
  anchored?: Path;
  /** To a trust anchor, but against a rule. */
  broken?: { path: Path; brokenRule: ChainRule };
  /** To a root that is no trust anchor. */
  rooted: Path[];
  /** To a certificate whose issuer is missing. */
  open: Path[];
  /** A signature on the way could not be verified. */
  unsure: boolean;
}

export interface Known {
  /** Those that may have issued a certificate, by their names; the best first. */
  issuersOf(certificate: X509Certificate): X509Certificate[];
  isAnchor(certificate: X509Certificate): boolean;
}

/**
 * Follows every way up from a leaf until one arrives (RFC 4158 section 2.4.2). Goes on from each certificate once:
 * where it leads does not depend on the way to it, so that no mesh of authorities makes this take long.
 */
export function findPaths(
  leaf: X509Certificate,
  { issuersOf, isAnchor }: Known,
  signatures: Signatures,
): Paths {
  const paths: Paths = { rooted: [], open: [], unsure: false };
  const seen = new Set<string>();

  const arrive = (path: Path) => {
    const rule = brokenRule(path);
    if (rule === null) paths.anchored = path;
    else paths.broken ??= { path, brokenRule: rule };
  };
  const isSure = (verified: boolean | null): boolean => {
    paths.unsure ||= verified === null;
    return verified === true;
  };
  const goUp = (path: Path) => {
    const end = endOf(path);
    if (isAnchor(end)) {
      arrive(path);
      return;
    }
    if (seen.has(end.fingerprint256)) return;
    seen.add(end.fingerprint256);
    if (isSure(signatures.signedItself(end))) {
      paths.rooted.push(path);
      return;
    }
    let goesOn = false;
    for (const issuer of issuersOf(end)) {
      if (!isSure(signatures.issued(end, issuer))) continue;
      goesOn = true;
      goUp([...path, issuer]);
      if (paths.anchored !== undefined) return;
    }
    if (!goesOn) paths.open.push(path);
  };

  goUp([leaf]);
  return paths;
}

export function endOf(path: Path): X509Certificate {
  return path.at(-1) ?? path[0];
}
