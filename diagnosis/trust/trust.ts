import type { X509Certificate } from 'node:crypto';
import type { Trust } from '../types.ts';
import { endOf, findPaths, type Path, type Paths } from './certificationPaths.ts';
import type { ChainRule } from './chainRules.ts';
import type { Signatures } from './signatures.ts';
import { bySubject, nameKey, type TrustStore } from './trustStore.ts';

export interface KnownCertificates {
  leaf: X509Certificate;
  /** What may be its issuers, in any order: as the server sent them, and as they were fetched. */
  sent: readonly X509Certificate[];
  fetched: readonly X509Certificate[];
}

export interface Judgement {
  trust: Trust;
  /** From the leaf to a trust anchor, or to where the way ends. */
  path: Path;
  /** Where `trust` is `chain-invalid`. */
  brokenRule?: ChainRule;
  /** The ends of ways whose issuers are missing and that say where these are to be had. */
  wanting: X509Certificate[];
}

/**
 * Whether a way leads from the leaf to a trust anchor (RFC 5280 section 6.1). Every certificate may be a part of it,
 * whatever the order; one that is not does no harm. Issuers must be authorities, have signed what they issued, and be
 * valid at `now`, trust anchors too; the leaf's own dates are another finding. Judged apart from the handshake, because
 * that reports one error only: expired hides self-signed.
 */
export function judgeTrust(
  { leaf, sent, fetched }: KnownCertificates,
  store: TrustStore,
  now: Date,
  signatures: Signatures,
): Judgement {
  const isValid = ({ validFrom, validTo }: X509Certificate) =>
    new Date(validFrom) <= now && now <= new Date(validTo);
  const usable = [...sent, ...fetched].filter(({ ca }) => ca);
  const authorities = bySubject([...usable.filter(isValid), ...usable.filter((other) => !isValid(other))]);
  const issuersOf = ({ issuer }: X509Certificate) =>
    [store, authorities].flatMap((known) => known.get(nameKey(issuer)) ?? []);
  const isAnchor = ({ subject, fingerprint256 }: X509Certificate) =>
    store.get(nameKey(subject))?.some((anchor) => anchor.fingerprint256 === fingerprint256) ?? false;

  const validIssuersOf = (certificate: X509Certificate) => issuersOf(certificate).filter(isValid);
  const { anchored } = findPaths(leaf, { issuersOf: validIssuersOf, isAnchor }, signatures);
  if (anchored === undefined)
    return withoutValidPath(leaf, findPaths(leaf, { issuersOf, isAnchor }, signatures));
  return { trust: fetched.length > 0 ? 'chain-incomplete' : 'trusted', path: anchored, wanting: [] };
}

function withoutValidPath(
  leaf: X509Certificate,
  { anchored, broken, rooted: [root], open, unsure }: Paths,
): Judgement {
  if (anchored !== undefined) return { trust: 'issuer-expired', path: anchored, wanting: [] };
  if (broken !== undefined) return { trust: 'chain-invalid', ...broken, wanting: [] };
  if (root?.length === 1) return { trust: 'self-signed', path: root, wanting: [] };
  const wanting = open.filter((path) => namesItsIssuer(endOf(path)));
  const path = root ?? wanting[0] ?? open[0] ?? [leaf];
  if (unsure) return { trust: 'unknown', path, wanting: [] };
  const isIncomplete = root === undefined && wanting.length > 0;
  return { trust: isIncomplete ? 'chain-incomplete' : 'untrusted-issuer', path, wanting: wanting.map(endOf) };
}

/**
 * Public authorities say in each certificate where its issuer is to be had (RFC 5280 section 4.2.2.1). By LDAP, private
 * ones say it to their own network, and their root need not be sent.
 */
function namesItsIssuer({ infoAccess }: X509Certificate): boolean {
  return /^CA Issuers - URI:http:/im.test(infoAccess ?? '');
}
