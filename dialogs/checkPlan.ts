import type { Asked, Reader } from '../cards/index.ts';
import {
  type CheckRequest,
  checkEvidence,
  type Diagnosis,
  type Evidence,
  type ExchangeVersion,
  parsePrincipalName,
  parseServerName,
  TooBusyError,
} from '../diagnosis/index.ts';

/** What is known before the dialog begins; the rest is asked. All are texts that the parsers of diagnosis/ accept. */
export interface CheckPlan {
  server?: string;
  /** `null`: known not to be known, so it is not asked. */
  principal?: string | null;
  /** CertPrincipalName of EXPR; `null` is `$null`. */
  expr?: string | null;
  /** Ask what Active Directory hands out. */
  asksProvider?: boolean;
  /** A result that is there already is only looked at in another way. */
  isView?: boolean;
  /** The way out that is to be shown in full. */
  fix?: string;
  /** Under which the evidence is kept that it comes from. */
  read?: string;
  /** Whom the result is for; absent: whoever asks. */
  reader?: Reader;
}

const longestValue = 512;

/** The data of a card has been in a client's hands: only names that can be read again start a check. */
export function readPlan({ server, principal, expr, read }: Asked): CheckPlan | null {
  if (!parseServerName(server).ok || (principal !== undefined && !parsePrincipalName(principal).ok))
    return null;
  return {
    server,
    principal: principal ?? null,
    ...(expr !== undefined && { expr: expr?.slice(0, longestValue) ?? null }),
    ...(read !== undefined && { read }),
  };
}

/** The other way round, for a button. */
export function askedOf({ server = '', principal, expr, read }: CheckPlan): Asked {
  return {
    server,
    ...(typeof principal === 'string' && { principal }),
    ...(expr !== undefined && { expr }),
    ...(read !== undefined && { read }),
  };
}

/**
 * Null where too many checks are running.
 * @param evidence what the plan comes from, which helps where the server itself shows nothing
 */
export async function runPlan(
  plan: CheckPlan,
  exchangeVersion: ExchangeVersion | undefined,
  evidence: Evidence | null,
  check: (request: CheckRequest) => Promise<Diagnosis>,
): Promise<Diagnosis | null> {
  const request = requestOf(plan, exchangeVersion);
  if (evidence === null) return unlessBusy(() => check(request));
  const diagnoses = await unlessBusy(() => checkEvidence(corrected(evidence, request), check, new Date()));
  return diagnoses?.[0] ?? null;
}

/** Null where too many checks are running. */
export async function unlessBusy<T>(check: () => Promise<T>): Promise<T | null> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TooBusyError) return null;
    throw error;
  }
}

/** What the person says now counts more than what the text said. */
function corrected(
  { principal: _principal, exchangeVersion: _version, ...evidence }: Evidence,
  { server, principal, providers, exchangeVersion }: CheckRequest,
): Evidence {
  const { expr } = providers ?? {};
  const isSame = expr?.certPrincipalName === evidence.providers.expr?.certPrincipalName;
  return {
    ...evidence,
    servers: [server],
    parts: [],
    ...(principal && { principal }),
    ...(expr && !isSame && { providers: { ...evidence.providers, expr } }),
    ...(exchangeVersion && { exchangeVersion }),
  };
}

/** @throws Error where a text is none that the parsers accept: whoever fills the plan has parsed it. */
function requestOf(
  { server: serverText, principal: principalText, expr }: CheckPlan,
  exchangeVersion: ExchangeVersion | undefined,
): CheckRequest {
  const server = parseServerName(serverText ?? '');
  if (!server.ok) throw new Error('the plan holds no server name');
  const principal = typeof principalText === 'string' ? parsePrincipalName(principalText) : null;
  return {
    server: server.value,
    ...(principal?.ok && { principal: principal.value }),
    ...(expr !== undefined && { providers: { expr: { certPrincipalName: expr } } }),
    ...(exchangeVersion !== undefined && { exchangeVersion }),
  };
}
