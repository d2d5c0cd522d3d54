import type { TurnContext } from 'botbuilder-core';
import { type Card, diagnosisCard, dialogNotice, unreadNotice } from '../cards/index.ts';
import {
  checkEvidence,
  type Diagnosis,
  type Evidence,
  holdsPrivateKey,
  readEvidence,
} from '../diagnosis/index.ts';
import { addressing } from './audience.ts';
import { readPlan, runPlan, unlessBusy } from './checkPlan.ts';
import { asSeen, type ConversationOptions } from './conversationOptions.ts';
import { readCardAction } from './input.ts';
import { recallPreferences } from './preferences.ts';
import { within } from './showWhenReady.ts';

/** Milliseconds. Teams gives a dialog five seconds, and then says that the app cannot be reached. */
const patience = 4000;

/** What the message command shows and posts: one diagnosis, the worst where a message is about several servers. */
export class MessageDiagnosis {
  readonly #options: ConversationOptions;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  /** The dialog for a message, whatever stands in it. */
  async show(context: TurnContext, text: string): Promise<Card> {
    const { locale } = context.activity;
    const read = readEvidence(text);
    if (!read.ok) return unreadNotice(read.reason, locale);
    if (holdsPrivateKey(text)) return unreadNotice('privateKey', locale);
    if (read.value.formats.length === 0) return dialogNotice('nothing', locale);
    const { value: evidence } = read;
    const kept = await this.#options.evidence.keep(context, evidence);
    const diagnosis = await this.#worst(evidence);
    if (diagnosis === 'slow') return dialogNotice('slow', locale);
    if (diagnosis === null) return dialogNotice('noServer', locale);
    return this.#card(context, diagnosis, kept, 'dialog');
  }

  /** The card for the chat; null where it cannot be had in time, or the data is none of ours. */
  async post(context: TurnContext, data: unknown): Promise<Card | null> {
    const action = readCardAction(data);
    const plan = action?.action === 'post' ? readPlan(action) : null;
    if (plan === null) return null;
    const { read = '', server } = plan;
    const { evidence: kept, preferences, check } = this.#options;
    const evidence = await kept.recall(context, read, server);
    const { exchangeVersion } = await recallPreferences(preferences, context);
    const checking = runPlan(plan, exchangeVersion, evidence, (request) => check(request, asSeen));
    const diagnosis = await within(checking, patience);
    if (diagnosis === null) return null;
    return addressing(context)(await this.#card(context, diagnosis, read, 'chat'));
  }

  /** What the evidence shows by itself, where the server does not answer in time. */
  async #worst(evidence: Evidence): Promise<Diagnosis | 'slow' | null> {
    const now = new Date();
    const live = await within(
      unlessBusy(() => checkEvidence(evidence, this.#options.check, now)),
      patience,
    );
    if (live !== null) return live[0] ?? null;
    const [reported] = await checkEvidence(evidence, null, now);
    return reported ?? 'slow';
  }

  async #card(
    context: TurnContext,
    diagnosis: Diagnosis,
    read: string,
    place: 'chat' | 'dialog',
  ): Promise<Card> {
    const { helpdeskContact: contact, preferences } = this.#options;
    const { reader } = await recallPreferences(preferences, context);
    return diagnosisCard(diagnosis, { locale: context.activity.locale, contact, reader, read, place });
  }
}
