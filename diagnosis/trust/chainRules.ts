import type { X509Certificate } from 'node:crypto';
import { contentOf, readOid, readSequence, readValues, tags } from '../certificate/derValue.ts';

/** OpenSSL's words for the rules that are judged here. */
export type ChainRule = 'PATH_LENGTH_EXCEEDED' | 'INVALID_PURPOSE';

/**
 * The first rule that a path breaks, the leaf first and the trust anchor last. OpenSSL judges these rules, too, but
 * names one objection only, and dates before them. Name constraints are left to it.
 */
export function brokenRule(path: readonly X509Certificate[]): ChainRule | null {
  if (path.some((authority, index) => index > 0 && isTooHigh(authority, path.slice(1, index))))
    return 'PATH_LENGTH_EXCEEDED';
  return path.slice(0, -1).some((certificate) => !isForServers(certificate)) ? 'INVALID_PURPOSE' : null;
}

/** Authorities that issued certificates for themselves do not count (RFC 5280 section 4.2.1.9). */
function isTooHigh(authority: X509Certificate, below: X509Certificate[]): boolean {
  return below.filter(({ subject, issuer }) => subject !== issuer).length > pathLength(authority);
}

const anyPurpose = '2.5.29.37.0';
/** Server authentication, and what came before it: server-gated cryptography of Microsoft and Netscape. */
const serverPurposes = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.4.1.311.10.3.3', '2.16.840.1.113730.4.1'];

/** An authority's extended key usage limits what it may issue certificates for, as Windows and OpenSSL read it. */
function isForServers({ keyUsage }: X509Certificate): boolean {
  return keyUsage?.some((purpose) => purpose === anyPurpose || serverPurposes.includes(purpose)) ?? true;
}

const basicConstraints = '2.5.29.19';
const extensionsTag = 0xa3;

/** Of the basic constraints (RFC 5280 section 4.2.1.9), which Node does not tell; infinite where there is no limit. */
function pathLength({ raw }: X509Certificate): number {
  try {
    const [toBeSigned] = readSequence(readValues(raw)[0]);
    const field = readSequence(toBeSigned).find(({ tag }) => tag === extensionsTag);
    const [extensions] = readValues(contentOf(field, extensionsTag));
    const extension = readSequence(extensions)
      .map(readSequence)
      .find(([id]) => readOid(id) === basicConstraints);
    const [constraints] = readValues(contentOf(extension?.at(-1), tags.octetString));
    const limit = readSequence(constraints).find(({ tag }) => tag === tags.integer);
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(`0x${limit.content.toString('hex')}`);
  } catch {
    // An authority of version 1 has no extensions.
    return Number.POSITIVE_INFINITY;
  }
}
