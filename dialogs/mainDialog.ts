import { type Activity, ActivityTypes, CardFactory, TextFormatTypes } from 'botbuilder-core';
import { ComponentDialog, Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import {
  busyCard,
  type Card,
  type CardAction,
  cancelledCard,
  checkingCard,
  evidenceCard,
  explain,
  formCard,
  helpCard,
  hostsCard,
  notUnderstoodCard,
  outOfDateCard,
  preformatted,
  shortServer,
  type TextKey,
  textsFor,
  ticketSummary,
  type UnreadProblem,
  unreadCard,
} from '../cards/index.ts';
import { checkEvidence, type Diagnosis, type Evidence, formatServerName } from '../diagnosis/index.ts';
import { isForeign, isGroup } from './audience.ts';
import {
  asSeen,
  CertificateDialog,
  type ConversationOptions,
  certificateDialogId,
} from './certificateDialog.ts';
import { askedOf, type CheckPlan, readPlan, runPlan, unlessBusy } from './checkPlan.ts';
import { planOfCorrection } from './correction.ts';
import { readInput } from './input.ts';
import { recallEvidence } from './keptEvidence.ts';
import { isLong, type Paste, readFile, readPaste } from './paste.ts';
import { changePreferences, recallPreferences } from './preferences.ts';
import { show, tell } from './show.ts';
import { sendWhenReady, showWhenReady } from './showWhenReady.ts';
import { takeEvidence } from './takeEvidence.ts';
import { isAboutTrouble, readUtterance } from './utterance.ts';

type ResultAction = Extract<CardAction, { server: string }>;
type EvidenceAction = Extract<CardAction, { action: 'correct' | 'checkOne' | 'checkAll' }>;

/**
 * To be raised with each change of any dialog's steps or of what they keep: whoever is in the middle of one then starts
 * afresh, instead of answering another question.
 */
const conversationVersion = 'main.v2';

/** Takes every turn: commands and buttons first, the waiting question next, names in a free text last. */
export class MainDialog extends ComponentDialog {
  readonly #options: ConversationOptions;

  constructor(options: ConversationOptions) {
    super(conversationVersion);
    this.#options = options;
    this.addDialog(new CertificateDialog(options));
  }

  protected override onBeginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#route(dc);
  }

  protected override onContinueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#route(dc);
  }

  #route(dc: DialogContext): Promise<DialogTurnResult> {
    const input = readInput(dc.context);
    if (input.kind === 'action') return this.#onAction(dc, input.action);
    if (input.kind === 'file')
      return dc.activeDialog ? dc.continueDialog() : this.#onRead(dc, readFile(input.bytes));
    return this.#onText(dc, input.text);
  }

  async #onAction(dc: DialogContext, action: CardAction): Promise<DialogTurnResult> {
    if (isForeign(dc.context, action)) return this.#refuse(dc, action.owner?.name ?? '');
    switch (action.action) {
      case 'help':
        return this.#help(dc);
      case 'cancel':
        return this.#cancel(dc);
      case 'new':
        return this.#begin(dc, {});
      case 'answer':
        return dc.activeDialog ? dc.continueDialog() : this.#outOfDate(dc);
      case 'correct':
      case 'checkOne':
      case 'checkAll':
        return this.#onEvidence(dc, action);
      default:
        return this.#onResult(dc, action);
    }
  }

  /** A button of a result: the names stand in its data, and the check is made anew. */
  async #onResult(dc: DialogContext, action: ResultAction): Promise<DialogTurnResult> {
    const plan = readPlan(action);
    if (plan === null) return this.#outOfDate(dc);
    const { preferences } = this.#options;
    switch (action.action) {
      case 'summary':
        return this.#summary(dc, plan, '');
      case 'handOver': {
        const contact = this.#options.helpdeskContact ?? '';
        const t = textsFor(dc.context.activity.locale);
        return this.#summary(
          dc,
          plan,
          contact === '' ? '' : `${t('chat.handedOver', { contact: { whole: contact } })}\n\n`,
        );
      }
      case 'askProvider':
        return this.#begin(dc, { ...plan, asksProvider: true });
      case 'reader':
        await changePreferences(preferences, dc.context, { reader: action.reader });
        return this.#begin(dc, { ...plan, isView: true });
      case 'version':
        await changePreferences(preferences, dc.context, { exchangeVersion: action.version });
        return this.#begin(dc, { ...plan, isView: true });
      case 'steps':
        return this.#begin(dc, {
          ...plan,
          isView: true,
          ...(action.fix !== undefined && { fix: action.fix }),
        });
      // In a chat, as a client may send it, it can only mean the same.
      case 'post':
      case 'check':
        return this.#begin(dc, plan);
    }
  }

  /** A button of the card that shows what was read. */
  async #onEvidence(dc: DialogContext, action: EvidenceAction): Promise<DialogTurnResult> {
    const { locale } = dc.context.activity;
    const correction = action.action === 'correct' ? planOfCorrection(action, locale) : null;
    if (correction?.ok) return this.#begin(dc, correction.plan, 'form.serverMissing');
    if (action.action === 'correct' && action.read === '')
      return this.#show(dc, formCard({ ...action, locale, notice: correction?.notice }));
    const server = action.action === 'checkOne' ? action.chosen : undefined;
    const { read } = action;
    const evidence = await recallEvidence(this.#options.evidence, dc.context, read, server);
    if (evidence === null) {
      await show(dc.context, unreadCard('gone', locale));
      return dc.activeDialog ? Dialog.EndOfTurn : dc.endDialog();
    }
    await dc.cancelAllDialogs();
    if (correction !== null)
      return this.#show(dc, evidenceCard(evidence, { locale, read, notice: correction.notice }));
    if (action.action === 'checkAll') return this.#checkAll(dc, evidence, read);
    return this.#onPaste(dc, { evidence, holdsPrivateKey: false });
  }

  async #checkAll(dc: DialogContext, evidence: Evidence, read: string): Promise<DialogTurnResult> {
    const { context } = dc;
    const { locale } = context.activity;
    const { check, later } = this.#options;
    const checking = unlessBusy(() => checkEvidence(evidence, check, new Date()));
    const notice = textsFor(locale)('chat.busy');
    const card = checking.then((diagnoses) =>
      diagnoses === null
        ? evidenceCard(evidence, { locale, read, notice })
        : hostsCard(diagnoses, { locale, read }),
    );
    const names = evidence.servers.map((server) => shortServer(formatServerName(server)));
    await showWhenReady(context, card, checkingCard(names.join(', '), locale), later);
    return dc.endDialog();
  }

  async #onRead(dc: DialogContext, read: Paste | { problem: UnreadProblem }): Promise<DialogTurnResult> {
    if ('evidence' in read) return this.#onPaste(dc, read);
    return this.#show(dc, unreadCard(read.problem, dc.context.activity.locale));
  }

  async #onPaste(dc: DialogContext, paste: Paste): Promise<DialogTurnResult> {
    const plan = await takeEvidence(dc.context, paste, {}, this.#options);
    return plan === null ? dc.endDialog() : this.#begin(dc, plan);
  }

  /** A message of its own, since not every client can copy from a card. A question that waits goes on waiting. */
  async #summary(dc: DialogContext, plan: CheckPlan, before: string): Promise<DialogTurnResult> {
    const { context } = dc;
    const { check, later, preferences, evidence: property } = this.#options;
    const { locale } = context.activity;
    const { exchangeVersion } = await recallPreferences(preferences, context);
    const evidence = await recallEvidence(property, context, plan.read, plan.server);
    const checking = runPlan(plan, exchangeVersion, evidence, (request) => check(request, asSeen));
    await sendWhenReady(
      context,
      checking.then((diagnosis) => summaryOf(diagnosis, plan, before, locale)),
      later,
    );
    return dc.activeDialog ? Dialog.EndOfTurn : dc.endDialog();
  }

  async #onText(dc: DialogContext, text: string): Promise<DialogTurnResult> {
    const { locale } = dc.context.activity;
    if (dc.activeDialog) {
      // Whatever names are in it: the question knows what to do with a paste.
      if (isLong(text)) return dc.continueDialog();
    } else {
      const paste = readPaste(text);
      if (paste !== null) return this.#onRead(dc, paste);
    }
    const { command, server, principal } = readUtterance(text, locale);
    const known = { ...(server !== null && { server }), ...(principal !== undefined && { principal }) };
    switch (command) {
      case 'help':
        return this.#help(dc);
      case 'cancel':
        return this.#cancel(dc);
      case 'startOver':
        return this.#begin(dc, {});
      case 'check':
        return this.#begin(dc, known);
      case null:
        // A server and then its principal name answer more than any question asks.
        if (server !== null && principal && text.trimEnd().endsWith(principal)) return this.#begin(dc, known);
        if (dc.activeDialog) return dc.continueDialog();
        if (server !== null || principal || isAboutTrouble(text, locale)) return this.#begin(dc, known);
        return this.#show(dc, notUnderstoodCard(locale));
    }
  }

  async #help(dc: DialogContext): Promise<DialogTurnResult> {
    await show(dc.context, helpCard(dc.context.activity.locale, this.#options.helpdeskContact));
    if (!dc.activeDialog) return dc.endDialog();
    await dc.repromptDialog();
    return Dialog.EndOfTurn;
  }

  async #cancel(dc: DialogContext): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs();
    return this.#show(dc, cancelledCard(dc.context.activity.locale));
  }

  /** In a group both names are asked on one card, since further messages come only where people mention the bot. */
  async #begin(dc: DialogContext, plan: CheckPlan, missing?: TextKey): Promise<DialogTurnResult> {
    await dc.cancelAllDialogs();
    const isComplete = plan.server !== undefined && plan.principal !== undefined;
    if (isComplete || !isGroup(dc.context)) return dc.beginDialog(certificateDialogId, plan);
    const { server, principal } = plan;
    const { locale } = dc.context.activity;
    const notice = missing === undefined || server !== undefined ? '' : textsFor(locale)(missing);
    return this.#show(dc, formCard({ locale, server, principal: principal ?? '', notice }));
  }

  async #refuse(dc: DialogContext, name: string): Promise<DialogTurnResult> {
    const t = textsFor(dc.context.activity.locale);
    await tell(dc.context, name === '' ? t('chat.notYoursUnnamed') : t('chat.notYours', { name }));
    return dc.activeDialog ? Dialog.EndOfTurn : dc.endDialog();
  }

  #outOfDate(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#show(dc, outOfDateCard(dc.context.activity.locale));
  }

  async #show(dc: DialogContext, card: Card): Promise<DialogTurnResult> {
    await show(dc.context, card);
    return dc.endDialog();
  }
}

/** For people who copy it: as it is, in letters of one width. */
function summaryOf(
  diagnosis: Diagnosis | null,
  plan: CheckPlan,
  before: string,
  locale: string | undefined,
): Partial<Activity> {
  if (diagnosis === null) {
    return {
      type: ActivityTypes.Message,
      attachments: [CardFactory.adaptiveCard(busyCard(askedOf(plan), locale))],
    };
  }
  const t = textsFor(locale);
  const text = preformatted(`${before}${ticketSummary(explain(diagnosis, t), t)}`);
  return { type: ActivityTypes.Message, text, textFormat: TextFormatTypes.Xml };
}
