import { ActivityTypes, type Middleware, type TurnContext } from 'botbuilder';
import type { Claims } from './state/state.ts';
import { currentTurn } from './turn.ts';

/** Milliseconds. The channel delivers again within seconds what was not answered in time; ids come back no later. */
const remembered = 10 * 60 * 1000;

/**
 * Lets a turn be done once although the channel delivers its activity again, as it does where the answer takes longer
 * than 15 seconds or gets lost. A turn that failed may be tried again.
 */
export class OnceOnly implements Middleware {
  readonly #claims: Claims;

  constructor(claims: Claims) {
    this.#claims = claims;
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { id, type, channelId, conversation } = context.activity;
    // Without an id nobody can tell two from one; what the bot itself begins comes once.
    if (!id || type === ActivityTypes.Event) return next();
    const key = JSON.stringify(['turn', channelId, conversation?.id, id, type]);
    if (!(await this.#claims.claim(key, remembered))) return answerAgain(context);
    try {
      await next();
    } catch (error) {
      await this.#claims.release(key);
      throw error;
    }
  }
}

/** A client that waits for an answer must get one; which, the first delivery has said. */
async function answerAgain(context: TurnContext): Promise<void> {
  const turn = currentTurn();
  if (turn) turn.outcome = 'repeated';
  if (context.activity.type !== ActivityTypes.Invoke) return;
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200 } });
}
