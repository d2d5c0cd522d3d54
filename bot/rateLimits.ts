import {
  type Activity,
  ActivityTypes,
  type InvokeResponse,
  type Middleware,
  type TurnContext,
} from 'botbuilder';
import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';
import { slowDownCard, textsFor } from '../cards/index.ts';
import type { RateLimits } from './configuration.ts';
import { type Metrics, noMetrics } from './metrics.ts';
import { sendCard } from './sendCard.ts';
import { localLimiter } from './state/localLimiter.ts';
import type { MakeLimiter } from './state/state.ts';
import { currentTurn } from './turn.ts';

/** What people do; the rest is what the channel reports, and the bot's own turns that finish something later. */
const counted: string[] = [
  ActivityTypes.Message,
  ActivityTypes.MessageUpdate,
  ActivityTypes.MessageDelete,
  ActivityTypes.MessageReaction,
  ActivityTypes.Invoke,
];

/**
 * Lets a person, and all people of a tenant together, have so many turns a minute. Who is above is told once in that
 * minute when to come back; a pressed button is always answered, because the client waits for it.
 */
export class RateLimiting implements Middleware {
  readonly #person: RateLimiterAbstract | null;
  readonly #tenant: RateLimiterAbstract | null;
  readonly #notices: RateLimiterAbstract;
  readonly #metrics: Metrics;

  constructor(
    { person, tenant }: RateLimits,
    makeLimiter: MakeLimiter = localLimiter,
    metrics: Metrics = noMetrics,
  ) {
    this.#metrics = metrics;
    this.#person = person === 0 ? null : makeLimiter('person', person);
    this.#tenant = tenant === 0 ? null : makeLimiter('tenant', tenant);
    this.#notices = makeLimiter('notice', 1);
  }

  async onTurn(context: TurnContext, next: () => Promise<void>): Promise<void> {
    const { activity } = context;
    if (!counted.includes(activity.type)) return next();
    const person = JSON.stringify([activity.channelId, activity.from?.id]);
    // The person first, so that one who floods does not use up what belongs to all.
    const wait = await this.#waitFor(this.#person, person);
    if (wait > 0) return this.#refuse(context, person, wait, 'person');
    const crowd = await this.#waitFor(this.#tenant, tenantOf(activity));
    if (crowd > 0) return this.#refuse(context, person, crowd, 'tenant');
    return next();
  }

  async #refuse(context: TurnContext, person: string, wait: number, who: keyof RateLimits): Promise<void> {
    const { type, name, locale } = context.activity;
    const turn = currentTurn();
    if (turn) turn.outcome = 'limited';
    this.#metrics.refusal(`${who}Limit`);
    // Never one second, which would be spelled otherwise.
    const seconds = Math.max(2, Math.ceil(wait / 1000));
    if (type === ActivityTypes.Invoke) {
      const text = textsFor(locale)(`chat.slowDown.${who}`, { seconds });
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: spoken(name, text) });
    } else if (type === ActivityTypes.Message && (await this.#waitFor(this.#notices, person)) === 0) {
      await sendCard(context, slowDownCard(who, seconds, locale));
    }
  }

  /** Milliseconds until there is a turn again; 0 if there is one now. A store that fails limits nobody. */
  async #waitFor(limiter: RateLimiterAbstract | null, key: string | undefined): Promise<number> {
    if (limiter === null || key === undefined) return 0;
    try {
      await limiter.consume(key);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
      this.#metrics.limiterError();
      return 0;
    }
  }
}

function tenantOf({ conversation, channelData }: Activity): string | undefined {
  return conversation?.tenantId ?? channelData?.tenant?.id;
}

/** The answer to an invoke in the form that its kind has for a text, if it has one. */
function spoken(name: string | undefined, value: string): InvokeResponse {
  if (name === 'adaptiveCard/action')
    return {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value },
    };
  if (/^(task\/(fetch|submit)|composeExtension\/(fetchTask|submitAction))$/.test(name ?? ''))
    return { status: 200, body: { task: { type: 'message', value } } };
  return { status: 429 };
}
