import { randomUUID } from 'node:crypto';
import type { TurnContext } from 'botbuilder-core';
import type { DialogContext, DialogInstance, DialogTurnResult } from 'botbuilder-dialogs';
import {
  type AskedQuestion,
  answeredCard,
  outOfDateCard,
  type Question,
  questionCard,
  textsFor,
} from '../cards/index.ts';
import { type Answer, readAnswer } from './answer.ts';
import { addressing } from './audience.ts';
import { Dialog, DialogReason } from './dialogSdk.ts';
import { type Input, readInput } from './input.ts';
import { isLong, readFile, readPaste } from './paste.ts';
import { canReplace, replaceCard, replaces, show } from './show.ts';

export interface QuestionOptions {
  question: Question;
  /** The server the question is about, where it is known. */
  server?: string;
}

/** What is kept between turns: short strings only, since the whole stack is stored each turn. */
interface State extends QuestionOptions {
  asked: string;
  misses: number;
  /** Under what the card can be replaced, if the channel said so. */
  card?: string;
}

const missesUntilWayOut = 3;

/**
 * Asks one question with a card and takes the answer from the card or from typed text. The SDK's prompts read the text
 * of messages only, and never see a pressed button. Ends with the answer's text or null (see readAnswer),
 * or with what was pasted instead.
 */
export class QuestionDialog extends Dialog<QuestionOptions> {
  override async beginDialog(
    dc: DialogContext,
    { question, server }: QuestionOptions,
  ): Promise<DialogTurnResult> {
    const state: State = {
      question,
      asked: randomUUID(),
      misses: 0,
      ...(server !== undefined && { server }),
    };
    activeInstance(dc).state = state;
    await ask(dc.context, state);
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const state: State = activeInstance(dc).state;
    const { context } = dc;
    const { locale } = context.activity;
    const input = readInput(context);
    if (input.kind === 'action' && (input.action.action !== 'answer' || input.action.asked !== state.asked)) {
      await show(context, outOfDateCard(locale));
      await ask(context, state);
      return Dialog.EndOfTurn;
    }
    const typed = typedIn(input);
    const choice =
      input.kind === 'action' && input.action.action === 'answer' ? (input.action.value ?? null) : null;
    const t = textsFor(locale);
    const paste = pasteIn(input, typed, state.question);
    if (paste !== null && 'evidence' in paste) {
      await close(context, state, t('questions.pasted'));
      return dc.endDialog(paste);
    }
    const answer: Answer =
      paste === null
        ? readAnswer(state.question, typed, choice, locale)
        : { ok: false, problem: t(`evidence.${paste.problem}`) };
    if (answer.ok) {
      await close(context, state, choice === null ? typed : t(`questions.${choice}`));
      return dc.endDialog(answer.text);
    }
    state.misses += 1;
    state.asked = randomUUID();
    await ask(context, state, answer.problem);
    return Dialog.EndOfTurn;
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    await ask(context, instance.state);
  }

  /** Something else was begun instead, so nobody waits for the answer any more. */
  override async endDialog(
    context: TurnContext,
    instance: DialogInstance,
    reason: DialogReason,
  ): Promise<void> {
    const { card, question }: State = instance.state;
    // The own card was pressed, and something else takes its place.
    const isOwn = replaces(context) && context.activity.replyToId === card;
    if (reason !== DialogReason.cancelCalled || isOwn) return;
    await closeCard(context, card, question, textsFor(context.activity.locale)('questions.stopped'));
  }
}

function typedIn(input: Input): string {
  if (input.kind === 'file') return '';
  return input.kind === 'text' ? input.text : input.typed;
}

/** What can be an answer is one, whatever else it might be. */
function pasteIn(input: Input, typed: string, question: Question) {
  if (input.kind === 'file') return readFile(input.bytes);
  const isAnswer = !isLong(typed) && readAnswer(question, typed, null).ok;
  return isAnswer ? null : readPaste(typed);
}

async function ask(context: TurnContext, state: State, notice?: string): Promise<void> {
  const { question, asked, server, misses } = state;
  const card: AskedQuestion = {
    question,
    asked,
    stuck: misses >= missesUntilWayOut,
    ...(server !== undefined && { server }),
    ...(notice !== undefined && { notice }),
  };
  const former = state.card;
  const shown = await show(context, questionCard(card, context.activity.locale));
  if (shown !== undefined) state.card = shown;
  if (former !== state.card)
    await closeCard(context, former, question, textsFor(context.activity.locale)('questions.pasted'));
}

/** The card says what was answered, and has no buttons any more. */
async function close(context: TurnContext, { question, card }: State, answer: string): Promise<void> {
  if (replaces(context)) await show(context, answeredCard(question, answer, context.activity.locale));
  else await closeCard(context, card, question, answer);
}

async function closeCard(
  context: TurnContext,
  card: string | undefined,
  question: Question,
  answer: string,
): Promise<void> {
  if (card === undefined || !canReplace(context)) return;
  const closed = answeredCard(question, answer, context.activity.locale);
  await replaceCard(context, card, addressing(context)(closed));
}

function activeInstance(dc: DialogContext): DialogInstance {
  if (dc.activeDialog === undefined) throw new Error('a dialog runs only while it is on the stack');
  return dc.activeDialog;
}
