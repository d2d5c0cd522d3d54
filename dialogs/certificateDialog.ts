import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import type { CheckPlan } from './checkPlan.ts';
import type { ConversationOptions } from './conversationOptions.ts';
import { ComponentDialog, WaterfallDialog } from './dialogSdk.ts';
import type { Paste } from './paste.ts';
import { QuestionDialog } from './questionDialog.ts';
import { showResult } from './showResult.ts';
import { takeEvidence } from './takeEvidence.ts';

export const certificateDialogId = 'certificate';

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
    await showResult(step.context, plan, this.#options);
    return step.endDialog();
  }
}

function isPaste(answered: Answered | undefined): answered is Paste {
  return typeof answered === 'object' && answered !== null;
}

/** The waterfall's own values, which the SDK types as `object`. */
function planOf(step: Step): CheckPlan {
  return Object.assign(step.values, { ...step.options, ...step.values });
}
