import type { DialogContext, DialogTurnResult } from 'botbuilder-dialogs';
import {
  type Card,
  type CardAction,
  cancelledCard,
  checkingCard,
  evidenceCard,
  formCard,
  helpCard,
  hostsCard,
  languageCard,
  languageChangedCard,
  languages,
  notUnderstoodCard,
  outOfDateCard,
  shortServer,
  type TextKey,
  textsFor,
  type UnreadProblem,
  unreadCard,
} from '../cards/index.ts';
import { checkEvidence, type Evidence, formatServerName } from '../diagnosis/index.ts';
import { isForeign, isGroup, isOwn } from './audience.ts';
import { CertificateDialog, certificateDialogId } from './certificateDialog.ts';
import { type CheckPlan, readPlan, unlessBusy } from './checkPlan.ts';
import type { ConversationOptions } from './conversationOptions.ts';
import { ComponentDialog, Dialog } from './dialogSdk.ts';
import { type EvidenceAction, readEvidenceAction } from './evidenceAction.ts';
import { readInput } from './input.ts';
import { isLong, type Paste, readFile, readPaste } from './paste.ts';
import { changePreferences, speak } from './preferences.ts';
import { sendSummary } from './sendSummary.ts';
import { answerBelow, show, tell } from './show.ts';
import { showResult } from './showResult.ts';
import { showWhenReady } from './showWhenReady.ts';
import { takeEvidence } from './takeEvidence.ts';
import { isAboutTrouble, readUtterance } from './utterance.ts';

type ResultAction = Extract<CardAction, { server: string }>;

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
      case 'language':
        return this.#speak(dc, action.language);
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
    const asked = readPlan(action);
    if (asked === null) return this.#outOfDate(dc);
    // What somebody else prefers to see is no reason to change the owner's card to it.
    const plan: CheckPlan = isOwn(dc.context, action.owner) ? asked : { ...asked, reader: 'user' };
    const { preferences } = this.#options;
    switch (action.action) {
      case 'summary':
        return this.#summary(dc, plan, null);
      case 'handOver':
        return this.#summary(dc, plan, this.#options.helpdeskContact);
      case 'askProvider':
        return this.#begin(dc, { ...plan, asksProvider: true });
      case 'reader':
        await changePreferences(preferences, dc.context, { reader: action.reader });
        return this.#result(dc, { ...plan, isView: true });
      case 'version':
        await changePreferences(preferences, dc.context, { exchangeVersion: action.version });
        return this.#result(dc, { ...plan, isView: true });
      case 'steps':
        return this.#result(dc, {
          ...plan,
          isView: true,
          ...(action.fix !== undefined && { fix: action.fix }),
        });
      // In a chat, as a client may send it, it can only mean the same.
      case 'post':
      case 'check':
        return this.#result(dc, plan);
      case 'open':
        return this.#result(dc, { ...plan, isView: true });
    }
  }

  /** A button of the card that shows what was read. */
  async #onEvidence(dc: DialogContext, action: EvidenceAction): Promise<DialogTurnResult> {
    const next = await readEvidenceAction(dc.context, action, this.#options);
    if ('aside' in next) {
      await show(dc.context, next.aside);
      return dc.activeDialog ? Dialog.EndOfTurn : dc.endDialog();
    }
    if ('plan' in next) {
      // What was read stays, and can be put right again.
      if (action.action === 'correct' && !action.isForm) answerBelow(dc.context);
      return this.#begin(dc, next.plan, 'form.serverMissing');
    }
    if ('card' in next) {
      await show(dc.context, next.card);
      return dc.activeDialog ? Dialog.EndOfTurn : dc.endDialog();
    }
    await dc.cancelAllDialogs();
    if ('all' in next) return this.#checkAll(dc, next.all, action.read);
    return this.#onPaste(dc, { evidence: next.one, holdsPrivateKey: false });
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

  /** Everything is known, and a question that waits goes on waiting. */
  async #result(dc: DialogContext, plan: CheckPlan): Promise<DialogTurnResult> {
    await showResult(dc.context, plan, this.#options);
    return dc.activeDialog ? Dialog.EndOfTurn : dc.endDialog();
  }

  /** A question that waits goes on waiting. */
  async #summary(dc: DialogContext, plan: CheckPlan, contact: string | null): Promise<DialogTurnResult> {
    await sendSummary(dc.context, plan, contact, this.#options);
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
    const { command, server, principal, language } = readUtterance(text, locale);
    const known = { ...(server !== null && { server }), ...(principal !== undefined && { principal }) };
    switch (command) {
      case 'help':
        return this.#help(dc);
      case 'cancel':
        return this.#cancel(dc);
      case 'language':
        return this.#aside(dc, languageCard(locale));
      case 'speak':
        return this.#speak(dc, language);
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

  #help(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#aside(dc, helpCard(dc.context.activity.locale, this.#options.helpdeskContact));
  }

  async #speak(dc: DialogContext, wanted: string | undefined): Promise<DialogTurnResult> {
    const language = languages.find((known) => known === wanted);
    await changePreferences(this.#options.preferences, dc.context, { language });
    speak(dc.context, language);
    return this.#aside(dc, languageChangedCard(dc.context.activity.locale));
  }

  /** A question that waits is asked again below. */
  async #aside(dc: DialogContext, card: Card): Promise<DialogTurnResult> {
    await show(dc.context, card);
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
    const { server, principal, read } = plan;
    const { locale } = dc.context.activity;
    const notice = missing === undefined || server !== undefined ? '' : textsFor(locale)(missing);
    return this.#show(dc, formCard({ locale, server, principal: principal ?? '', read, notice }));
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
