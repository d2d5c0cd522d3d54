import type { ExchangeVersion } from '../diagnosis/index.ts';

/** Whom a result is for: people who want their mail, and those who run the servers. */
export const readers = ['user', 'admin'] as const;
export type Reader = (typeof readers)[number];

export const exchangeVersions = ['2010', '2013', '2016', '2019', 'se'] as const satisfies ExchangeVersion[];

/** What a result is about, as texts that can be read again. `expr` null is `$null`. */
export interface Asked {
  server: string;
  principal?: string;
  expr?: string | null;
  /** Under which the evidence is kept that the result goes back to. */
  read?: string;
}

/** Whom a card is for where several people see it. */
export interface Owner {
  id: string;
  name: string;
}

/** What the buttons of our cards send back. It comes from a stranger's client, so whoever reads it checks it again. */
export type CardAction = { owner?: Owner } & ButtonAction;

type ButtonAction =
  | { action: 'answer'; question: Question; asked: string; value?: Choice }
  | ({ action: 'check' | 'askProvider' | 'summary' | 'handOver' } & Asked)
  /** One of several results, below the card that shows all. */
  | ({ action: 'open' } & Asked)
  /** From a dialog of Teams into the chat. */
  | ({ action: 'post' } & Asked)
  | ({ action: 'reader'; reader: Reader } & Asked)
  /** Which way out is to be shown in full stands in the card's input. */
  | ({ action: 'steps'; fix?: string } & Asked)
  /** The version stands in the card's input; absent where it is not known. */
  | ({ action: 'version'; version?: ExchangeVersion } & Asked)
  /** What a person has put right stands in the card's inputs. */
  | {
      action: 'correct';
      read: string;
      /** It was asked on a card of its own, which the answer replaces. */
      isForm?: boolean;
      assumes?: boolean;
      server?: string;
      principal?: string;
      commonName?: string;
      exprPrincipal?: string;
    }
  /** Absent: the language of the client. */
  | { action: 'language'; language?: string }
  | { action: 'checkAll'; read: string }
  /** Which server stands in the card's input. */
  | { action: 'checkOne'; read: string; chosen?: string }
  | { action: 'new' | 'help' | 'cancel' };

/** What each question offers as buttons besides its input. */
export const choicesOf = {
  server: ['unknown'],
  principal: ['unknown', 'notTicked'],
  provider: ['empty', 'unknown'],
} as const;

export type Question = keyof typeof choicesOf;
export type Choice = (typeof choicesOf)[Question][number];

interface ActionRule {
  /** The answer takes the place of the card whose button was pressed. */
  replaces: boolean;
  /** In a group, others may do it, too: it shows the same to all, only newer, or something of its own. */
  forAll: boolean;
}

const ownInPlace: ActionRule = { replaces: true, forAll: false };
const ownBelow: ActionRule = { replaces: false, forAll: false };
const allBelow: ActionRule = { replaces: false, forAll: true };

/** Every action there is. */
export const actionRules: Readonly<Record<CardAction['action'], ActionRule>> = {
  answer: ownInPlace,
  cancel: ownInPlace,
  check: { replaces: true, forAll: true },
  reader: ownInPlace,
  steps: ownInPlace,
  version: ownInPlace,
  askProvider: ownBelow,
  summary: allBelow,
  handOver: allBelow,
  open: allBelow,
  post: ownBelow,
  correct: ownInPlace,
  checkAll: ownInPlace,
  checkOne: ownInPlace,
  language: { replaces: true, forAll: true },
  new: allBelow,
  help: allBelow,
};
