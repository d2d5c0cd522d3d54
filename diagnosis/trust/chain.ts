import { X509Certificate } from 'node:crypto';
import { readCertificate } from '../certificate/certificate.ts';
import type { Handshake } from '../handshake/handshake.ts';
import type { Certificate, Endpoint } from '../types.ts';
import { type FetchCertificates, type IssuerFetchOptions, issuerFetch } from './issuerFetch.ts';
import { type FoundIssuer, findMissingIssuer } from './missingIssuer.ts';
import { Signatures } from './signatures.ts';
import { type Judgement, judgeTrust } from './trust.ts';
import type { TrustStore } from './trustStore.ts';

export interface ChainOptions extends IssuerFetchOptions {
  trustStore: () => TrustStore;
  /** The time at which issuers must be valid. */
  now: Date;
}

/** Of what a server sends; no way to a trust anchor is that long. */
const mostJudged = 64;

/**
 * Reads and judges what the handshakes of one check showed; they share one allowance for fetching and verifying.
 * Settles soon after the deadline at the latest, and never rejects.
 */
export function chainReader(options: ChainOptions): ReadChain {
  const judging = { ...options, fetchCertificates: issuerFetch(options), signatures: new Signatures() };
  return async ({ sent, objection }) => {
    const [leaf, ...issuers] = sent.map(readCertificate);
    if (leaf === undefined) return { chain: [] };
    if (!leaf.ok) return { chain: [], error: { code: 'certificate-unreadable', stage: 'certificate' } };
    const chain = [leaf.value, ...issuers.flatMap((issuer) => (issuer.ok ? [issuer.value] : []))];
    if (objection === null) return { chain, trust: 'trusted' };
    return { chain, ...withObjection(await judge(sent, judging), objection) };
  };
}

type Judged = Pick<Endpoint, 'trust' | 'path' | 'brokenRule' | 'fetchedIssuers'>;
type ReadChain = (
  shown: Pick<Handshake, 'sent' | 'objection'>,
) => Promise<Judged & Pick<Endpoint, 'chain' | 'error'>>;

interface Judging extends ChainOptions {
  fetchCertificates: FetchCertificates;
  signatures: Signatures;
}

async function judge(shown: readonly Uint8Array[], judging: Judging): Promise<Judged> {
  const { trustStore, now, fetchCertificates, signatures } = judging;
  const [leaf, ...issuers] = shown.slice(0, mostJudged).map(parse);
  if (leaf === undefined || leaf === null) return { trust: 'unknown' };
  const sent = issuers.filter((issuer) => issuer !== null);
  const leftOut = shown.filter((_, index) => issuers[index - 1] === null || index >= mostJudged);
  const found: FoundIssuer[] = [];
  for (;;) {
    const known = { leaf, sent, fetched: found.map(({ certificate }) => certificate) };
    const judgement = judgeTrust(known, trustStore(), now, signatures);
    const next = await findMissingIssuer(judgement.wanting, found, fetchCertificates, signatures);
    if (next === null) return describe(judgement, found, leftOut);
    found.push(next);
  }
}

/** Null where OpenSSL refuses it. */
function parse(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

/** @param leftOut What the server sent, too, and could not be judged. */
function describe(judgement: Judgement, found: FoundIssuer[], leftOut: readonly Uint8Array[]): Judged {
  const path = judgement.path.flatMap(({ raw }) => asRead(raw));
  const fetchedIssuers = found.flatMap(({ url, certificate }) =>
    asRead(certificate.raw).map((read) => ({ url, certificate: read })),
  );
  const mayBeSent = leftOut.flatMap(asRead).some(({ subject }) => subject === path.at(-1)?.issuer);
  const unsure = mayBeSent && ['chain-incomplete', 'untrusted-issuer'].includes(judgement.trust);
  return {
    trust: unsure ? 'unknown' : judgement.trust,
    ...(judgement.trust !== 'trusted' && { path }),
    ...(judgement.brokenRule !== undefined && { brokenRule: judgement.brokenRule }),
    ...(fetchedIssuers.length > 0 && { fetchedIssuers }),
  };
}

function asRead(der: Uint8Array): Certificate[] {
  const read = readCertificate(der);
  return read.ok ? [read.value] : [];
}

/**
 * OpenSSL's objections that this check judges itself: dates, issuers that it may know and OpenSSL not, and what is wrong
 * with the one path that OpenSSL has chosen.
 */
const judgedApart =
  /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|UNABLE_TO_(GET|VERIFY)_.*|.*SELF_SIGNED_CERT.*|CERT_SIGNATURE_FAILURE|INVALID_CA|PATH_LENGTH_EXCEEDED)$/;

/** What OpenSSL objects to besides is a rule that is not judged here, name constraints for one. */
function withObjection(judged: Judged, objection: string | undefined): Judged {
  if (judged.trust !== 'trusted' || objection === undefined || judgedApart.test(objection)) return judged;
  return { trust: 'chain-invalid', brokenRule: objection };
}
