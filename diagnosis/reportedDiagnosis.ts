import type { Check } from './check.ts';
import { diagnose } from './diagnose.ts';
import { isStrictDnsName } from './names/dnsName.ts';
import { parsePrincipalName } from './names/principalName.ts';
import { worstFirst } from './severalCertificates.ts';
import type {
  Certificate,
  CheckRequest,
  Diagnosis,
  Endpoint,
  Evidence,
  PrincipalName,
  ReportedCertificate,
  ServerName,
  Trust,
} from './types.ts';

/** What can be checked live; null where the evidence names no server. */
export function requestOf(evidence: Evidence): CheckRequest | null {
  const [server] = evidence.servers;
  return server === undefined ? null : { ...requestFor(server, evidence), ...reportedCertificate(evidence) };
}

/**
 * What the evidence shows by itself, nothing being looked at live; null where it tells nothing of a certificate, or
 * nothing that it could be compared with. Pure.
 */
export function diagnoseEvidence(evidence: Evidence, now: Date): Diagnosis | null {
  const server = evidence.servers[0] ?? assumedServer(evidence);
  const endpoint = server === undefined ? null : reportedEndpoint(evidence, server, now);
  if (server === undefined || endpoint === null) return null;
  const diagnosis = diagnose({
    request: requestFor(server, evidence),
    endpoints: [endpoint],
    checkedAt: now,
    durationMs: 0,
  });
  const [leaf] = endpoint.chain;
  const isNameless = (leaf?.commonNames.length ?? 0) + (leaf?.dnsNames.length ?? 0) === 0;
  // Nothing wrong was found where there was nothing to compare: that is no pass.
  return isNameless && evidence.certificates.length === 0 && diagnosis.verdict === 'pass' ? null : diagnosis;
}

/**
 * The best that can be said of each server of the evidence, worst first: what it shows now, where it shows a
 * certificate; else what the evidence shows; else why nothing was seen. Where the evidence decides, what was tried live
 * stands behind it in `endpoints`. Empty where the evidence does not suffice.
 * @param check null: nothing is looked at live
 * @throws as `check` does
 */
export async function checkEvidence(
  evidence: Evidence,
  check: Check | null,
  now: Date,
): Promise<Diagnosis[]> {
  const parts = evidence.parts.length > 0 ? evidence.parts : [evidence];
  const diagnoses = await Promise.all(parts.map((part) => checkPart(part, check, now)));
  return diagnoses.filter((diagnosis) => diagnosis !== null).toSorted(worstFirst);
}

async function checkPart(evidence: Evidence, check: Check | null, now: Date): Promise<Diagnosis | null> {
  const reported = diagnoseEvidence(evidence, now);
  const request = requestOf(evidence);
  if (request === null || check === null) return reported;
  const live = await check(request);
  if (live.verdict !== 'unreachable' || reported === null) return live;
  return { ...reported, endpoints: [...reported.endpoints, ...live.endpoints] };
}

function requestFor(server: ServerName, evidence: Evidence): CheckRequest {
  const { providers, exchangeVersion } = evidence;
  const principal = principalOf(evidence);
  return {
    server,
    ...(principal && { principal }),
    ...(Object.keys(providers).length > 0 && { providers }),
    ...(exchangeVersion && { exchangeVersion }),
  };
}

/** Where nobody says what Outlook holds, it is what Autodiscover hands out from EXPR, if a value is fixed there. */
function principalOf({ principal, providers }: Evidence): PrincipalName | undefined {
  if (principal !== undefined) return principal;
  const fixed = parsePrincipalName(providers.expr?.certPrincipalName ?? '');
  return fixed.ok && typeof providers.expr?.certPrincipalName === 'string' ? fixed.value : undefined;
}

function reportedCertificate(evidence: Evidence): { reported?: ReportedCertificate } {
  const leaf = leafOf(evidence);
  if (leaf === null || leaf.commonNames.length + leaf.sha1.length === 0) return {};
  return {
    reported: {
      commonNames: leaf.commonNames,
      ...(leaf.sha1 !== '' && { thumbprint: leaf.sha1 }),
      ...(leaf.notAfter !== '' && { notAfter: leaf.notAfter }),
    },
  };
}

/** Outlook Anywhere's own default is `msstd:` and the server's name, so the principal name speaks of the server first. */
function assumedServer(evidence: Evidence): ServerName | undefined {
  const names = [principalOf(evidence)?.name ?? '', ...evidence.commonNames, ...evidence.dnsNames];
  const host = names.map((name) => name.toLowerCase()).find(isHost);
  return host === undefined ? undefined : { host, port: 443 };
}

function isHost(name: string): boolean {
  return isStrictDnsName(name) && name.includes('.') && !name.startsWith('*');
}

function reportedEndpoint(evidence: Evidence, server: ServerName, now: Date): Endpoint | null {
  const leaf = leafOf(evidence);
  const isWhole = evidence.certificates.length > 0;
  const trust = trustOf(evidence);
  const problems = evidence.certificateProblems.filter((problem) => !isShown(problem, evidence, trust, now));
  if (leaf === null && problems.length === 0) return null;
  const isNamed = evidence.servers.length > 0;
  if (!isNamed && principalOf(evidence) === undefined && evidence.providers.expr === undefined) return null;
  return {
    address: null,
    family: null,
    port: server.port,
    sni: server.host,
    chain: isWhole ? evidence.certificates : [leaf ?? unknownCertificate],
    ...(trust && { trust }),
    timings: {},
    reported: {
      ...(evidence.reportedAt !== undefined && { at: evidence.reportedAt }),
      isWhole,
      problems,
      isServerAssumed: !isNamed,
    },
  };
}

/** As far as the evidence tells it; null where that is nothing. */
function leafOf(evidence: Evidence): Certificate | null {
  const [whole] = evidence.certificates;
  if (whole !== undefined) return whole;
  const { commonNames, dnsNames, issuer = '', thumbprint = '', notBefore = '', notAfter = '' } = evidence;
  const told = { commonNames, dnsNames, issuer, sha1: thumbprint, notBefore, notAfter };
  if (Object.values(told).every((value) => value.length === 0)) return null;
  return { ...unknownCertificate, ...told, subject: commonNames.map((name) => `CN=${name}`).join(', ') };
}

/** Without an issuer's name nothing can be said of the issuer. */
function trustOf({ certificateProblems, issuer }: Evidence): Trust | undefined {
  if (issuer === undefined) return undefined;
  return (['chain-incomplete', 'untrusted-issuer'] as const).find((trust) =>
    certificateProblems.includes(trust),
  );
}

/** What the other causes find by themselves in what the evidence tells of the certificate. */
function isShown(
  problem: Evidence['certificateProblems'][number],
  { certificateProblems, certificates, notBefore = '', notAfter = '' }: Evidence,
  trust: Trust | undefined,
  now: Date,
): boolean {
  switch (problem) {
    case 'expired':
      return now > new Date(notAfter);
    case 'not-yet-valid':
      return now < new Date(notBefore);
    case 'date-invalid':
      return now > new Date(notAfter) || now < new Date(notBefore) || certificateProblems.includes('expired');
    case 'host-name-mismatch':
      return certificates.length > 0;
    case 'untrusted-issuer':
    case 'chain-incomplete':
      return trust !== undefined;
    default:
      return false;
  }
}

const unknownCertificate: Certificate = {
  commonNames: [],
  subject: '',
  issuer: '',
  dnsNames: [],
  ipAddresses: [],
  emailNames: [],
  notBefore: '',
  notAfter: '',
  serialNumber: '',
  sha1: '',
  sha256: '',
  keyType: 'unknown',
  keyBits: null,
  signatureAlgorithm: '',
  selfIssued: false,
};
