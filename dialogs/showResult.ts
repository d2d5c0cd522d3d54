import type { TurnContext } from 'botbuilder-core';
import { busyCard, type Card, checkingCard, diagnosisCard, shortServer } from '../cards/index.ts';
import type { Evidence } from '../diagnosis/index.ts';
import { askedOf, type CheckPlan, runPlan } from './checkPlan.ts';
import { asSeen, type ConversationOptions } from './conversationOptions.ts';
import { type Preferences, recallPreferences } from './preferences.ts';
import { showWhenReady } from './showWhenReady.ts';

/** Makes the check of a complete plan and shows the answer to it. */
export async function showResult(
  context: TurnContext,
  plan: CheckPlan,
  options: ConversationOptions,
): Promise<void> {
  const { locale } = context.activity;
  // Read before the check, which may outlast the turn.
  const remembered = await recallPreferences(options.preferences, context);
  const evidence = await options.evidence.recall(context, plan.read, plan.server);
  const card = resultCard(plan, { ...remembered, evidence }, options, locale);
  const server = shortServer(plan.server ?? '');
  await showWhenReady(context, card, checkingCard(server, locale), options.later);
}

async function resultCard(
  plan: CheckPlan,
  { reader, exchangeVersion, evidence }: Preferences & { evidence: Evidence | null },
  { check, helpdeskContact: contact }: ConversationOptions,
  locale: string | undefined,
): Promise<Card> {
  const how = plan.isView ? asSeen : {};
  const diagnosis = await runPlan(plan, exchangeVersion, evidence, (request) => check(request, how));
  if (diagnosis === null) return busyCard(askedOf(plan), locale);
  const { fix, read } = plan;
  return diagnosisCard(diagnosis, {
    locale,
    contact,
    reader: plan.reader ?? reader,
    ...(fix !== undefined && { fix }),
    ...(read !== undefined && { read }),
  });
}
