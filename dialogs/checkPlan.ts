import type { Asked } from '../cards/index.ts';
import {
  type CheckRequest,
  type Diagnosis,
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
  /** The way out that is to be shown in full. */
  fix?: string;
}

const longestValue = 512;

/** The data of a card has been in a client's hands: only names that can be read again start a check. */
export function readPlan({ server, principal, expr }: Asked): CheckPlan | null {
  if (!parseServerName(server).ok || (principal !== undefined && !parsePrincipalName(principal).ok))
    return null;
  return {
    server,
    principal: principal ?? null,
    ...(expr !== undefined && { expr: expr?.slice(0, longestValue) ?? null }),
  };
}

/** The other way round, for a button. */
export function askedOf({ server = '', principal, expr }: CheckPlan): Asked {
  return { server, ...(typeof principal === 'string' && { principal }), ...(expr !== undefined && { expr }) };
}

/** Null where too many checks are running. */
export async function runPlan(
  plan: CheckPlan,
  exchangeVersion: ExchangeVersion | undefined,
  check: (request: CheckRequest) => Promise<Diagnosis>,
): Promise<Diagnosis | null> {
  try {
    return await check(requestOf(plan, exchangeVersion));
  } catch (error) {
    if (error instanceof TooBusyError) return null;
    throw error;
  }
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
