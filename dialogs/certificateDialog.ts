import { ActivityTypes } from 'botbuilder-core';
import {
  ComponentDialog,
  type DialogTurnResult,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import { diagnosisCard } from '../cards/index.ts';
import {
  type CheckRequest,
  type Diagnosis,
  parsePrincipalName,
  parseServerName,
} from '../diagnosis/index.ts';
import { QuestionDialog } from './questionDialog.ts';
import { show } from './show.ts';

/** The version stands in the id: after a deploy that changes the steps, a waiting dialog starts afresh. */
export const certificateDialogId = 'certificate.v1';

/** What is known before the dialog begins; the rest is asked. All are texts that the parsers of diagnosis/ accept. */
export interface CheckPlan {
  server?: string;
  /** `null`: known not to be known, so it is not asked. */
  principal?: string | null;
  /** CertPrincipalName of EXPR; `null` is `$null`. */
  expr?: string | null;
  /** Ask what Active Directory hands out. */
  asksProvider?: boolean;
}

export interface CertificateDialogOptions {
  check(request: CheckRequest): Promise<Diagnosis>;
  helpdeskContact: string | null;
}

type Step = WaterfallStepContext<CheckPlan>;

/** The conversation: server, principal name, what Active Directory hands out where that was asked for; then the card. */
export class CertificateDialog extends ComponentDialog<CheckPlan> {
  readonly #options: CertificateDialogOptions;

  constructor(options: CertificateDialogOptions) {
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
    const plan = planOf(step);
    plan.server = step.result;
    if (plan.principal !== undefined) return step.next(plan.principal);
    return step.beginDialog('question', { question: 'principal', server: plan.server });
  }

  async #askProvider(step: Step): Promise<DialogTurnResult> {
    const plan = planOf(step);
    plan.principal = step.result;
    if (!plan.asksProvider) return step.next(plan.expr);
    return step.beginDialog('question', { question: 'provider', server: plan.server });
  }

  async #check(step: Step): Promise<DialogTurnResult> {
    const plan = planOf(step);
    const expr: string | null | undefined = step.result;
    const { context } = step;
    if (context.activity.type === ActivityTypes.Message)
      await context.sendActivity({ type: ActivityTypes.Typing });
    const diagnosis = await this.#options.check(requestOf({ ...plan, ...(expr !== undefined && { expr }) }));
    const { locale } = context.activity;
    await show(context, diagnosisCard(diagnosis, { locale, contact: this.#options.helpdeskContact }));
    return step.endDialog();
  }
}

/** The waterfall's own values, which the SDK types as `object`. */
function planOf(step: Step): CheckPlan {
  return Object.assign(step.values, { ...step.options, ...step.values });
}

/** @throws Error where a text is none that the parsers accept: whoever fills the plan has parsed it. */
function requestOf({ server: serverText, principal: principalText, expr }: CheckPlan): CheckRequest {
  const server = parseServerName(serverText ?? '');
  if (!server.ok) throw new Error('the plan holds no server name');
  const principal = typeof principalText === 'string' ? parsePrincipalName(principalText) : null;
  return {
    server: server.value,
    ...(principal?.ok && { principal: principal.value }),
    ...(expr !== undefined && { providers: { expr: { certPrincipalName: expr } } }),
  };
}
