import { ActivityTypes, TextFormatTypes } from 'botbuilder-core';
import { ComponentDialog, Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import {
  busyCard,
  type Card,
  type CardAction,
  cancelledCard,
  evidenceCard,
  explain,
  helpCard,
  hostsCard,
  notUnderstoodCard,
  outOfDateCard,
  preformatted,
  textsFor,
  ticketSummary,
  type UnreadProblem,
  unreadCard,
} from '../cards/index.ts';
import { checkEvidence, type Evidence } from '../diagnosis/index.ts';
import { CertificateDialog, type ConversationOptions, certificateDialogId } from './certificateDialog.ts';
import { askedOf, type CheckPlan, readPlan, runPlan, unlessBusy } from './checkPlan.ts';
import { planOfCorrection } from './correction.ts';
import { readInput } from './input.ts';
import { recallEvidence } from './keptEvidence.ts';
import { isLong, type Paste, readFile, readPaste } from './paste.ts';
import { changePreferences, recallPreferences } from './preferences.ts';
import { show } from './show.ts';
import { takeEvidence } from './takeEvidence.ts';
import { isAboutTrouble, readUtterance } from './utterance.ts';

type ResultAction = Extract<CardAction, { server: string }>;
type EvidenceAction = Extract<CardAction, { action: 'correct' | 'checkOne' | 'checkAll' }>;

/** Takes every turn: commands and buttons first, the waiting question next, names in a free text last. */
export class MainDialog extends ComponentDialog {
  readonly #options: ConversationOptions;

  constructor(options: ConversationOptions) {
    super('main.v1');
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
    switch (action.action) {
      case 'help':
        return this.#help(dc);
      case 'cancel':
        return this.#cancel(dc);
      case 'new':
        return begin(dc, {});
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
        return this.#summary(dc, plan);
      case 'askProvider':
        return begin(dc, { ...plan, asksProvider: true });
      case 'reader':
        await changePreferences(preferences, dc.context, { reader: action.reader });
        return begin(dc, plan);
      case 'version':
        await changePreferences(preferences, dc.context, { exchangeVersion: action.version });
        return begin(dc, plan);
      case 'steps':
        return begin(dc, { ...plan, ...(action.fix !== undefined && { fix: action.fix }) });
      // In a chat, as a client may send it, it can only mean the same.
      case 'post':
      case 'check':
        return begin(dc, plan);
    }
  }

  /** A button of the card that shows what was read. */
  async #onEvidence(dc: DialogContext, action: EvidenceAction): Promise<DialogTurnResult> {
    const { locale } = dc.context.activity;
    const correction = action.action === 'correct' ? planOfCorrection(action, locale) : null;
    if (correction?.ok) return begin(dc, correction.plan);
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
    const { locale } = dc.context.activity;
    const diagnoses = await unlessBusy(() => checkEvidence(evidence, this.#options.check, new Date()));
    const notice = textsFor(locale)('chat.busy');
    const card =
      diagnoses === null
        ? evidenceCard(evidence, { locale, read, notice })
        : hostsCard(diagnoses, { locale, read });
    return this.#show(dc, card);
  }

  async #onRead(dc: DialogContext, read: Paste | { problem: UnreadProblem }): Promise<DialogTurnResult> {
    if ('evidence' in read) return this.#onPaste(dc, read);
    return this.#show(dc, unreadCard(read.problem, dc.context.activity.locale));
  }

  async #onPaste(dc: DialogContext, paste: Paste): Promise<DialogTurnResult> {
    const plan = await takeEvidence(dc.context, paste, {}, this.#options);
    return plan === null ? dc.endDialog() : begin(dc, plan);
  }

  /** A message of its own, since not every client can copy from a card. A question that waits goes on waiting. */
  async #summary(dc: DialogContext, plan: CheckPlan): Promise<DialogTurnResult> {
    const { context } = dc;
    const { check, preferences, evidence: property } = this.#options;
    const { exchangeVersion } = await recallPreferences(preferences, context);
    const { locale } = context.activity;
    const evidence = await recallEvidence(property, context, plan.read, plan.server);
    const diagnosis = await runPlan(plan, exchangeVersion, evidence, check);
    if (diagnosis === null) await show(context, busyCard(askedOf(plan), locale));
    else {
      const t = textsFor(locale);
      const text = preformatted(ticketSummary(explain(diagnosis, t), t));
      await context.sendActivity({ type: ActivityTypes.Message, text, textFormat: TextFormatTypes.Xml });
    }
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
        return begin(dc, {});
      case 'check':
        return begin(dc, known);
      case null:
        // A server and then its principal name answer more than any question asks.
        if (server !== null && principal && text.trimEnd().endsWith(principal)) return begin(dc, known);
        if (dc.activeDialog) return dc.continueDialog();
        if (server !== null || principal || isAboutTrouble(text, locale)) return begin(dc, known);
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

  #outOfDate(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#show(dc, outOfDateCard(dc.context.activity.locale));
  }

  async #show(dc: DialogContext, card: Card): Promise<DialogTurnResult> {
    await show(dc.context, card);
    return dc.endDialog();
  }
}

async function begin(dc: DialogContext, plan: CheckPlan): Promise<DialogTurnResult> {
  await dc.cancelAllDialogs();
  return dc.beginDialog(certificateDialogId, plan);
}
