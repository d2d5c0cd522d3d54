import { setTimeout as delay } from 'node:timers/promises';
import {
  type Activity,
  ActivityImportance,
  ActivityTypes,
  type Middleware,
  type TurnContext,
} from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import type { Logger } from 'pino';
import { repeatOnlyThrottled, retryAfter } from './patience.ts';

/** Milliseconds after which an answer that the channel did not take is no answer any more. */
const longestDelay = 5 * 60 * 1000;

/**
 * Brings answers to people although the channel is unwilling: what it throttles is sent later, a card that cannot be
 * updated becomes a new message, and a typing indicator is not worth a failure. Traces stay here: they hold the bot's state.
 */
export class Delivery implements Middleware {
  readonly #connectorKey: symbol;
  readonly #log: Logger;

  /** @param connectorKey Where the adapter keeps the connector client in a turn's state. */
  constructor(connectorKey: symbol, log: Logger) {
    this.#connectorKey = connectorKey;
    this.#log = log;
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const connector: ConnectorClient = context.turnState.get(this.#connectorKey);
    repeatOnlyThrottled(connector);
    context.onSendActivities(async (_context, activities, send) => {
      const [activity] = activities;
      if (activities.length !== 1 || activity === undefined) return send();
      if (activity.type === ActivityTypes.Trace) return [{ id: '' }];
      try {
        return await send();
      } catch (error) {
        if (!this.#isBearable(error, activity, connector)) throw error;
        return [{ id: '' }];
      }
    });
    context.onUpdateActivity(async (inner, { id: _id, ...activity }, update) => {
      try {
        await update();
      } catch (error) {
        this.#log.warn({ status: statusOf(error) }, 'a card could not be updated');
        await inner.sendActivity(activity);
      }
    });
    await next();
  }

  /** Whether the turn may go on: the activity does not matter, or will be sent once the channel wants it. */
  #isBearable(error: unknown, activity: Partial<Activity>, connector: ConnectorClient): boolean {
    const status = statusOf(error);
    if (activity.type === ActivityTypes.Typing || activity.importance === ActivityImportance.Low) return true;
    const wait = status === 429 ? (retryAfter(headerOf(error)) ?? 5000) : Number.POSITIVE_INFINITY;
    this.#log.warn({ status, later: wait <= longestDelay }, 'an answer could not be sent');
    if (wait > longestDelay) return false;
    void this.#sendLater(wait, activity, connector);
    return true;
  }

  async #sendLater(wait: number, activity: Partial<Activity>, connector: ConnectorClient): Promise<void> {
    // Nobody waits for it when the bot stops.
    await delay(wait, undefined, { ref: false });
    const { conversations } = connector;
    const place = activity.conversation?.id ?? '';
    try {
      if (activity.replyToId) await conversations.replyToActivity(place, activity.replyToId, activity);
      else await conversations.sendToConversation(place, activity);
    } catch (error) {
      this.#log.error({ status: statusOf(error) }, 'an answer could not be sent later either');
    }
  }
}

function statusOf(error: unknown): number | string {
  if (!(error instanceof Error)) return 'unknown';
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : error.name;
}

interface Answered {
  response?: { headers?: { get(name: string): string | undefined } };
}

function headerOf(error: unknown): string | undefined {
  return (error as Answered).response?.headers?.get('Retry-After');
}
