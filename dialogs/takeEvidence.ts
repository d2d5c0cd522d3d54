import type { TurnContext } from 'botbuilder-core';
import { evidenceCard, textsFor } from '../cards/index.ts';
import { type Evidence, formatServerName } from '../diagnosis/index.ts';
import type { CheckPlan } from './checkPlan.ts';
import type { ConversationOptions } from './conversationOptions.ts';
import type { Paste } from './paste.ts';
import { changePreferences } from './preferences.ts';
import { show } from './show.ts';

/**
 * Says what was read of a paste, and makes a plan of it, together with what is known already. Null where a
 * server must be chosen first.
 */
export async function takeEvidence(
  context: TurnContext,
  paste: Paste,
  known: CheckPlan,
  { evidence: kept, preferences }: Pick<ConversationOptions, 'evidence' | 'preferences'>,
): Promise<CheckPlan | null> {
  const { locale } = context.activity;
  const { evidence } = paste;
  const { exchangeVersion } = evidence;
  if (exchangeVersion !== undefined) await changePreferences(preferences, context, { exchangeVersion });
  const read = await kept.keep(context, evidence);
  const notice = paste.holdsPrivateKey ? { notice: textsFor(locale)('evidence.privateKey') } : {};
  const plan = { ...known, ...planOf(evidence), read };
  const isAsked = plan.server === undefined || plan.principal === undefined;
  await show(context, evidenceCard(evidence, { locale, read, isAsked, ...notice }));
  return evidence.parts.length > 0 ? null : plan;
}

/** What the evidence says, as texts that the parsers of diagnosis/ read again. */
export function planOf({ servers: [server], principal, providers: { expr } }: Evidence): CheckPlan {
  return {
    ...(server && { server: formatServerName(server) }),
    ...(principal && { principal: principal.form === 'none' ? 'none' : principal.given }),
    // What Autodiscover hands out is what Outlook holds, so nobody need be asked.
    ...(!principal && expr && { principal: null }),
    ...(expr && { expr: expr.certPrincipalName }),
  };
}
