/** What the buttons of our cards send back. It comes from a stranger's client, so whoever reads it checks it again. */
export type CardAction =
  | { action: 'answer'; question: Question; asked: string; value?: 'unknown' | 'notTicked' | 'empty' }
  | { action: 'check'; server: string; principal?: string; expr?: string | null }
  | { action: 'askProvider'; server: string; principal?: string }
  | { action: 'new' }
  | { action: 'help' }
  | { action: 'cancel' };

export type Question = 'server' | 'principal' | 'provider';
