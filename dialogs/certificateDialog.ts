import { ActivityTypes, type TurnContext } from 'botbuilder-core';
import {
  ComponentDialog,
  type DialogTurnResult,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import { busyCard, type Card, checkingCard, diagnosisCard, shortServer } from '../cards/index.ts';
import type { CheckCaller, CheckRequest, Diagnosis, Evidence } from '../diagnosis/index.ts';
import { askedOf, type CheckPlan, runPlan } from './checkPlan.ts';
import { type EvidenceProperty, recallEvidence } from './keptEvidence.ts';
import type { Paste } from './paste.ts';
import { type Preferences, type PreferencesProperty, recallPreferences } from './preferences.ts';
import { QuestionDialog } from './questionDialog.ts';
import { type Later, showWhenReady } from './showWhenReady.ts';
import { takeEvidence } from './takeEvidence.ts';

export const certificateDialogId = 'certificate';

/** What the conversation needs of the world. */
export interface ConversationOptions {
  check(request: CheckRequest, how?: HowToCheck): Promise<Diagnosis>;
  later: Later;
  helpdeskContact: string | null;
  preferences: PreferencesProperty;
  evidence: EvidenceProperty;
}

/** Milliseconds; what was seen not longer ago need not be looked at again. */
type HowToCheck = Pick<CheckCaller, 'maxAgeMs'>;

/** For a result that somebody has before him. */
export const asSeen: HowToCheck = { maxAgeMs: 10 * 60 * 1000 };

/** What a question ends with. */
type Answered = string | null | Paste;

type Step = WaterfallStepContext<CheckPlan>;

/** The conversation: server, principal name, what Active Directory hands out where that was asked for; then the card. */
export class CertificateDialog extends ComponentDialog<CheckPlan> {
  readonly #options: ConversationOptions;

  constructor(options: ConversationOptions) {
    super(certificateDialogId);
    this.#options = options;
    this.addDialog(new QuestionDialog('question'));
    this.addDialog(
      new WaterfallDialog<CheckPlan>('steps', [
        (step) => this.#askServer(step),
        (step) => this.#askPrincipal(step),
        (step) => this.#askProvider(step),
        (step) => this.#check(step),
      ]),
    );
    this.initialDialogId = 'steps';
  }

  async #askServer(step: Step): Promise<DialogTurnResult> {
    const { server } = step.options;
    return server === undefined ? step.beginDialog('question', { question: 'server' }) : step.next(server);
  }

  async #askPrincipal(step: Step): Promise<DialogTurnResult> {
    const answered: Answered = step.result;
    if (isPaste(answered)) return this.#startAgain(step, answered);
    const plan = planOf(step);
    plan.server = answered ?? '';
    if (plan.principal !== undefined) return step.next(plan.principal);
    return step.beginDialog('question', { question: 'principal', server: plan.server });
  }

  async #askProvider(step: Step): Promise<DialogTurnResult> {
    const answered: Answered = step.result;
    if (isPaste(answered)) return this.#startAgain(step, answered);
    const plan = planOf(step);
    plan.principal = answered;
    if (!plan.asksProvider) return step.next(plan.expr);
    return step.beginDialog('question', { question: 'provider', server: plan.server });
  }

  /** With what was pasted instead of an answer, so that only what is missing is asked. */
  async #startAgain(step: Step, paste: Paste): Promise<DialogTurnResult> {
    const { asksProvider: _, ...known } = planOf(step);
    const plan = await takeEvidence(step.context, paste, known, this.#options);
    return plan === null ? step.endDialog() : step.replaceDialog('steps', plan);
  }

  async #check(step: Step): Promise<DialogTurnResult> {
    const answered: Answered | undefined = step.result;
    if (isPaste(answered)) return this.#startAgain(step, answered);
    const plan = { ...planOf(step), ...(answered !== undefined && { expr: answered }) };
    const { context } = step;
    const { locale, type, conversation } = context.activity;
    // Channels show no typing indicator.
    if (type === ActivityTypes.Message && conversation?.conversationType !== 'channel')
      await context.sendActivity({ type: ActivityTypes.Typing });
    const card = this.#result(plan, await this.#remembered(context, plan), locale);
    const server = shortServer(plan.server ?? '');
    await showWhenReady(context, card, checkingCard(server, locale), this.#options.later);
    return step.endDialog();
  }

  /** Read before the check, which may outlast the turn. */
  async #remembered(context: TurnContext, { read, server }: CheckPlan) {
    const { preferences, evidence } = this.#options;
    return {
      ...(await recallPreferences(preferences, context)),
      evidence: await recallEvidence(evidence, context, read, server),
    };
  }

  async #result(
    plan: CheckPlan,
    { reader, exchangeVersion, evidence }: Preferences & { evidence: Evidence | null },
    locale: string | undefined,
  ): Promise<Card> {
    const { check, helpdeskContact: contact } = this.#options;
    const how = plan.isView ? asSeen : {};
    const diagnosis = await runPlan(plan, exchangeVersion, evidence, (request) => check(request, how));
    if (diagnosis === null) return busyCard(askedOf(plan), locale);
    const { fix, read } = plan;
    return diagnosisCard(diagnosis, {
      locale,
      contact,
      reader,
      ...(fix !== undefined && { fix }),
      ...(read !== undefined && { read }),
    });
  }
}

function isPaste(answered: Answered | undefined): answered is Paste {
  return typeof answered === 'object' && answered !== null;
}

/** The waterfall's own values, which the SDK types as `object`. */
function planOf(step: Step): CheckPlan {
  return Object.assign(step.values, { ...step.options, ...step.values });
}
