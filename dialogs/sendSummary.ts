import {
  type Activity,
  ActivityTypes,
  CardFactory,
  TextFormatTypes,
  type TurnContext,
} from 'botbuilder-core';
import { busyCard, explain, preformatted, textsFor, ticketSummary } from '../cards/index.ts';
import type { Diagnosis } from '../diagnosis/index.ts';
import { askedOf, type CheckPlan, runPlan } from './checkPlan.ts';
import { asSeen, type ConversationOptions } from './conversationOptions.ts';
import { recallPreferences } from './preferences.ts';
import { sendWhenReady } from './showWhenReady.ts';

/**
 * Sends a result as text for a ticket, a message of its own, since not every client can copy from a card.
 * @param contact to whom it is handed over; null where it is not
 */
export async function sendSummary(
  context: TurnContext,
  plan: CheckPlan,
  contact: string | null,
  { check, later, preferences, evidence: kept }: ConversationOptions,
): Promise<void> {
  const { locale } = context.activity;
  const { exchangeVersion } = await recallPreferences(preferences, context);
  const evidence = await kept.recall(context, plan.read, plan.server);
  const checking = runPlan(plan, exchangeVersion, evidence, (request) => check(request, asSeen));
  const message = checking.then((diagnosis) =>
    diagnosis === null ? busyMessage(plan, locale) : summaryMessage(diagnosis, contact, locale),
  );
  await sendWhenReady(context, message, later);
}

/** As it is, in letters of one width. */
function summaryMessage(
  diagnosis: Diagnosis,
  contact: string | null,
  locale: string | undefined,
): Partial<Activity> {
  const t = textsFor(locale);
  const address = contact === null ? '' : `${t('chat.handedOver', { contact: { whole: contact } })}\n\n`;
  const text = preformatted(`${address}${ticketSummary(explain(diagnosis, t), t)}`);
  return { type: ActivityTypes.Message, text, textFormat: TextFormatTypes.Xml };
}

function busyMessage(plan: CheckPlan, locale: string | undefined): Partial<Activity> {
  const card = CardFactory.adaptiveCard(busyCard(askedOf(plan), locale));
  return { type: ActivityTypes.Message, attachments: [card] };
}
