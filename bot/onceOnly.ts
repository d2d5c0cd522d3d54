import {
  type Activity,
  ActivityTypes,
  INVOKE_RESPONSE_KEY,
  type Middleware,
  type TurnContext,
} from 'botbuilder';
import { LRUCache } from 'lru-cache';
import { seeBelow } from './certificateBot.ts';
import type { Claims } from './state/state.ts';
import { currentTurn } from './turn.ts';

/** Milliseconds. The channel delivers again within seconds what was not answered in time; ids come back no later. */
const remembered = 10 * 60 * 1000;
const mostAnswers = 200;

/**
 * Lets a turn be done once although the channel delivers its activity again, as it does where the answer takes longer
 * than 15 seconds or gets lost. A turn that failed may be tried again.
 */
export class OnceOnly implements Middleware {
  readonly #claims: Claims;
  /** What was answered to buttons, in this process. */
  readonly #answers = new LRUCache<string, Partial<Activity>>({ max: mostAnswers, ttl: remembered });

  constructor(claims: Claims) {
    this.#claims = claims;
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { id, type, channelId, conversation, timestamp } = context.activity;
    // Without an id nobody can tell two from one; what the bot itself begins comes once.
    if (!id || type === ActivityTypes.Event) return next();
    // A message may be edited more than once.
    const edited = type === ActivityTypes.MessageUpdate ? timestamp : undefined;
    const key = JSON.stringify(['turn', channelId, conversation?.id, id, type, edited]);
    if (!(await this.#claims.claim(key, remembered))) return this.#answerAgain(context, key);
    try {
      await next();
    } catch (error) {
      await this.#claims.release(key);
      throw error;
    }
    const answer: Partial<Activity> | undefined = context.turnState.get(INVOKE_RESPONSE_KEY);
    if (answer !== undefined) this.#answers.set(key, answer);
  }

  /** A client that waits for an answer gets the same one, where it is there already, or a word. */
  async #answerAgain(context: TurnContext, key: string): Promise<void> {
    const turn = currentTurn();
    if (turn) turn.outcome = 'repeated';
    const { type, name, locale } = context.activity;
    if (type !== ActivityTypes.Invoke) return;
    const value = name === 'adaptiveCard/action' ? seeBelow(locale) : { status: 200 };
    await context.sendActivity(this.#answers.get(key) ?? { type: ActivityTypes.InvokeResponse, value });
  }
}
