import { readProvider } from '../diagnosis/index.ts';
import { type CardAction, choicesOf, type Question } from './cardAction.ts';
import { type Card, render } from './render.ts';
import { shortServer } from './shortServer.ts';
import { textsFor } from './texts.ts';

export interface AskedQuestion {
  question: Question;
  /** Tells this asking from every other, so that an old card never answers a new question. */
  asked: string;
  /** The server the question is about, where it is known. */
  server?: string;
  /** What was wrong with the last answer. */
  notice?: string;
  /** The third miss: show a way out. */
  stuck?: boolean;
}

/** One question of the conversation, with an input and buttons; typed text answers it just as well. */
export function questionCard(
  { question, asked, server, notice, stuck }: AskedQuestion,
  locale?: string,
): Card {
  const t = textsFor(locale);
  const answer = { action: 'answer', question, asked } satisfies CardAction;
  const title = t(`questions.${question}.title`);
  const hint = t(`questions.${question}.hint`);
  const command = question === 'provider' ? readProvider('EXPR').text : '';
  return render('question', {
    title,
    hint,
    command,
    label: t(`questions.${question}.label`),
    placeholder: t(`questions.${question}.placeholder`),
    required: t('questions.required'),
    next: t('questions.next'),
    fallback: `${title} ${hint} ${command}`.trimEnd(),
    server: t('questions.forServer', { server: shortServer(server ?? '') }),
    notice: notice ?? '',
    wayOut: t('questions.wayOut'),
    showServer: server !== undefined,
    showNotice: notice !== undefined,
    showWayOut: stuck === true,
    answer,
    choices: [
      ...choicesOf[question].map((value) => ({ title: t(`questions.${value}`), data: { ...answer, value } })),
      { title: t('questions.cancel'), data: { action: 'cancel' } satisfies CardAction },
    ],
  });
}
