import type { CardAction } from './cardAction.ts';
import { type Card, render } from './render.ts';
import { shortServer } from './shortServer.ts';
import { type TextKey, textsFor } from './texts.ts';

export interface FormOptions {
  locale: string | undefined;
  /** What is known already. */
  server?: string | undefined;
  principal?: string | undefined;
  /** Under which the evidence is kept that it goes back to. */
  read?: string | undefined;
  notice?: string | undefined;
}

/** Both questions on one card: in a group, people's further messages reach the bot only where they mention it. */
export function formCard({ locale, server = '', principal = '', read = '', notice = '' }: FormOptions): Card {
  const t = textsFor(locale);
  const button = (title: TextKey, data: CardAction) => ({ verb: data.action, title: t(title), data });
  return render('evidence', {
    title: t('form.title'),
    fallback: t('form.title'),
    notice,
    rows: [],
    notes: [],
    correct: t('form.hint'),
    showInputs: true,
    showCommonName: false,
    showProvider: false,
    labels: { ...none, server: t('questions.server.label'), principal: t('questions.principal.label') },
    values: { ...none, server: shortServer(server), principal },
    placeholders: {
      ...none,
      server: t('questions.server.placeholder'),
      principal: t('questions.principal.placeholder'),
    },
    showChoice: false,
    chooseLabel: '',
    firstServer: '',
    servers: [],
    buttons: [
      button('welcome.start', { action: 'correct', read, isForm: true }),
      button('form.assume', { action: 'correct', read, isForm: true, assumes: true }),
    ],
  });
}

/** Of the boxes that only a report needs. */
const none = { commonName: '', exprPrincipal: '' };
