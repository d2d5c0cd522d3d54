import { ActivityTypes, TextFormatTypes } from 'botbuilder-core';
import { ComponentDialog, Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import {
  busyCard,
  type CardAction,
  cancelledCard,
  explain,
  helpCard,
  notUnderstoodCard,
  outOfDateCard,
  preformatted,
  textsFor,
  ticketSummary,
} from '../cards/index.ts';
import { CertificateDialog, type ConversationOptions, certificateDialogId } from './certificateDialog.ts';
import { askedOf, type CheckPlan, readPlan, runPlan } from './checkPlan.ts';
import { readInput } from './input.ts';
import { changePreferences, recallPreferences } from './preferences.ts';
import { show } from './show.ts';
import { isAboutTrouble, readUtterance } from './utterance.ts';

type ResultAction = Extract<CardAction, { server: string }>;

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
      case 'check':
        return begin(dc, plan);
    }
  }

  /** A message of its own, since not every client can copy from a card. A question that waits goes on waiting. */
  async #summary(dc: DialogContext, plan: CheckPlan): Promise<DialogTurnResult> {
    const { context } = dc;
    const { check, preferences } = this.#options;
    const { exchangeVersion } = await recallPreferences(preferences, context);
    const { locale } = context.activity;
    const diagnosis = await runPlan(plan, exchangeVersion, check);
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
        await show(dc.context, notUnderstoodCard(dc.context.activity.locale));
        return dc.endDialog();
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
    await show(dc.context, cancelledCard(dc.context.activity.locale));
    return dc.endDialog();
  }

  async #outOfDate(dc: DialogContext): Promise<DialogTurnResult> {
    await show(dc.context, outOfDateCard(dc.context.activity.locale));
    return dc.endDialog();
  }
}

async function begin(dc: DialogContext, plan: CheckPlan): Promise<DialogTurnResult> {
  await dc.cancelAllDialogs();
  return dc.beginDialog(certificateDialogId, plan);
}
