import type { TurnContext } from 'botbuilder-core';
import { type Card, type CardAction, evidenceCard, formCard, unreadCard } from '../cards/index.ts';
import type { Evidence } from '../diagnosis/index.ts';
import type { CheckPlan } from './checkPlan.ts';
import type { ConversationOptions } from './conversationOptions.ts';
import { planOfCorrection } from './correction.ts';
import type { KeptEvidence } from './keptEvidence.ts';

export type EvidenceAction = Extract<CardAction, { action: 'correct' | 'checkOne' | 'checkAll' }>;
type Correction = Extract<CardAction, { action: 'correct' }>;

/** What follows from a button of the card that shows what was read: a check, another paste, all of them, or a card. */
export type Next =
  | { plan: CheckPlan }
  | { one: Evidence }
  | { all: Evidence }
  | { card: Card }
  /** It has nothing to do with what is going on. */
  | { aside: Card };

export async function readEvidenceAction(
  context: TurnContext,
  action: EvidenceAction,
  { evidence: kept }: Pick<ConversationOptions, 'evidence'>,
): Promise<Next> {
  if (action.action === 'correct') return readCorrection(context, action, kept);
  const { read } = action;
  const server = action.action === 'checkOne' ? action.chosen : undefined;
  const evidence = await kept.recall(context, read, server);
  if (evidence === null) return { aside: unreadCard('gone', context.activity.locale) };
  return action.action === 'checkAll' ? { all: evidence } : { one: evidence };
}

async function readCorrection(context: TurnContext, action: Correction, kept: KeptEvidence): Promise<Next> {
  const { locale } = context.activity;
  const { read } = action;
  const correction = planOfCorrection(action, locale);
  const evidence = await kept.recall(context, read);
  if (!correction.ok) {
    const { notice } = correction;
    return {
      card:
        evidence === null
          ? formCard({ ...action, locale, notice })
          : evidenceCard(evidence, { locale, read, notice }),
    };
  }
  if (evidence === null) return correction;
  const plan = { ...correction.plan, ...handedOut(evidence, correction.plan) };
  if (isAsRead(action, evidence)) return { plan };
  const corrected = { ...evidence, commonNames: namesIn(action), dnsNames: [], certificates: [] };
  return { plan: { ...plan, read: await kept.keep(context, corrected) } };
}

/** Where the evidence tells what Autodiscover hands out, nobody need be asked what Outlook holds. */
function handedOut({ providers: { expr } }: Evidence, { principal }: CheckPlan): Partial<CheckPlan> {
  return expr === undefined || principal !== undefined
    ? {}
    : { principal: null, expr: expr.certPrincipalName };
}

/** The certificate's names are part of the evidence, so what was put right in them is kept with it. */
function isAsRead({ commonName }: Correction, { commonNames }: Evidence): boolean {
  return commonName === undefined || commonName === commonNames.join(', ');
}

function namesIn({ commonName = '' }: Correction): string[] {
  const names = commonName.split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}
