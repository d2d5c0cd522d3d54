import { ComponentDialog, Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import {
  type CardAction,
  cancelledCard,
  helpCard,
  notUnderstoodCard,
  outOfDateCard,
} from '../cards/index.ts';
import { parsePrincipalName, parseServerName } from '../diagnosis/index.ts';
import {
  CertificateDialog,
  type CertificateDialogOptions,
  type CheckPlan,
  certificateDialogId,
} from './certificateDialog.ts';
import { readInput } from './input.ts';
import { show } from './show.ts';
import { isAboutTrouble, readUtterance } from './utterance.ts';

/** Takes every turn: commands and buttons first, the waiting question next, names in a free text last. */
export class MainDialog extends ComponentDialog {
  readonly #contact: string | null;

  constructor(options: CertificateDialogOptions) {
    super('main.v1');
    this.#contact = options.helpdeskContact;
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
      case 'check':
      case 'askProvider': {
        const plan = planOf(action);
        return plan === null ? this.#outOfDate(dc) : begin(dc, plan);
      }
    }
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
    await show(dc.context, helpCard(dc.context.activity.locale, this.#contact));
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

/** The data of a card has been in a client's hands: only names that can be read again start a check. */
function planOf(action: Extract<CardAction, { action: 'check' | 'askProvider' }>): CheckPlan | null {
  const { server, principal } = action;
  if (!parseServerName(server).ok || (principal !== undefined && !parsePrincipalName(principal).ok))
    return null;
  const plan: CheckPlan = { server, principal: principal ?? null };
  if (action.action === 'askProvider') return { ...plan, asksProvider: true };
  return action.expr === undefined ? plan : { ...plan, expr: action.expr?.slice(0, 512) ?? null };
}
