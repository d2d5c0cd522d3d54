/** What the buttons of our cards send back. It comes from a stranger's client, so whoever reads it checks it again. */
export type CardAction =
  | { action: 'answer'; question: Question; asked: string; value?: Choice }
  | { action: 'check'; server: string; principal?: string; expr?: string | null }
  | { action: 'askProvider'; server: string; principal?: string }
  | { action: 'new' }
  | { action: 'help' }
  | { action: 'cancel' };

/** What each question offers as buttons besides its input. */
export const choicesOf = {
  server: ['unknown'],
  principal: ['unknown', 'notTicked'],
  provider: ['empty', 'unknown'],
} as const;

export type Question = keyof typeof choicesOf;
export type Choice = (typeof choicesOf)[Question][number];
