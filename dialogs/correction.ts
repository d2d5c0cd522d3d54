import { type CardAction, textsFor } from '../cards/index.ts';
import { parsePrincipalName, parseServerName } from '../diagnosis/index.ts';
import type { CheckPlan } from './checkPlan.ts';

type Correction = Extract<CardAction, { action: 'correct' }>;

/**
 * What a person put right on the card that shows what was read. An empty box means that it is not known: then it is
 * asked, but for the principal name where a provider's value tells what Outlook gets.
 */
export function planOfCorrection(
  { read, assumes = false, server = '', principal = '', exprPrincipal = '' }: Correction,
  locale: string | undefined,
): { ok: true; plan: CheckPlan } | { ok: false; notice: string } {
  const t = textsFor(locale);
  const refused = (field: 'server' | 'principal', problem: string) =>
    ({ ok: false, notice: `${t(`evidence.fields.${field}`)}: ${problem}` }) as const;
  if (server.trim() !== '') {
    const parsed = parseServerName(server);
    if (!parsed.ok) return refused('server', t(`problems.server.${parsed.reason}`));
  }
  if (principal.trim() !== '') {
    const parsed = parsePrincipalName(principal);
    if (!parsed.ok) return refused('principal', t(`problems.principal.${parsed.reason}`));
  }
  const expr = exprPrincipal.trim();
  const plan = {
    ...(read !== '' && { read }),
    ...(server.trim() !== '' && { server }),
    ...(principal.trim() !== '' ? { principal } : (expr !== '' || assumes) && { principal: null }),
    ...(expr !== '' && { expr: /^\$null$/i.test(expr) ? null : expr }),
  };
  return { ok: true, plan };
}
