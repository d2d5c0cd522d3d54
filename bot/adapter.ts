import {
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { errorCard } from '../cards/index.ts';
import { DialogContextError } from '../dialogs/index.ts';
import { seeBelow } from './certificateBot.ts';
import type { Configuration } from './configuration.ts';
import { Delivery } from './delivery.ts';
import { placeOf } from './errorPlace.ts';
import { type Metrics, noMetrics } from './metrics.ts';
import { sendCard } from './sendCard.ts';
import { currentTurn, kindOf, runTurn } from './turn.ts';

/**
 * The SDK's adapter with our credentials, with an answer for the person when a turn fails, and with a line in the log
 * for each turn.
 */
export function createAdapter(
  configuration: Configuration,
  log: Logger,
  metrics: Metrics = noMetrics,
): CloudAdapter {
  const { credentials, sovereign, helpdeskContact } = configuration;
  const adapter = new CountingAdapter(
    log,
    metrics,
    new ConfigurationBotFrameworkAuthentication({
      ...sovereign,
      ...(credentials && {
        MicrosoftAppType: credentials.appType,
        MicrosoftAppId: credentials.appId,
        MicrosoftAppTenantId: credentials.tenantId,
        MicrosoftAppPassword: credentials.password ?? '',
      }),
    }),
  );

  adapter.use(new Delivery(adapter.ConnectorClientKey, log));
  adapter.onTurnError = async (context, error: unknown) => {
    const turn = currentTurn();
    const { reference = '' } = turn ?? {};
    if (turn) turn.outcome = 'failed';
    const cause = error instanceof DialogContextError ? error.error : error;
    // The message of an error may quote what the person wrote, so only its kind and place are logged.
    log.error({ reference, ...placeOf(cause) }, 'turn failed');
    try {
      await apologise(context, reference, helpdeskContact);
    } catch (cause) {
      log.error({ reference, error: placeOf(cause).error }, 'the error card could not be sent');
    }
  };
  return adapter;
}

async function apologise(context: TurnContext, reference: string, contact: string | null): Promise<void> {
  await sendCard(context, errorCard(reference, context.activity.locale, contact));
  // Without an answer of its own, a pressed button would say beside the card that the bot cannot be reached.
  if (context.activity.type === ActivityTypes.Invoke)
    await context.sendActivity({
      type: ActivityTypes.InvokeResponse,
      value: seeBelow(context.activity.locale),
    });
}

class CountingAdapter extends CloudAdapter {
  readonly #log: Logger;
  readonly #metrics: Metrics;

  constructor(log: Logger, metrics: Metrics, authentication: ConfigurationBotFrameworkAuthentication) {
    super(authentication);
    this.#log = log;
    this.#metrics = metrics;
  }

  /** Around everything that belongs to a turn, and what comes after one. */
  protected override runMiddleware(
    context: TurnContext,
    next: (revocable: TurnContext) => Promise<void>,
  ): Promise<void> {
    return runTurn(async (turn) => {
      const kind = kindOf(context.activity);
      const begun = performance.now();
      try {
        await super.runMiddleware(context, next);
      } catch (error) {
        turn.outcome = 'failed';
        throw error;
      } finally {
        const ms = Math.round(performance.now() - begun);
        this.#metrics.turn(kind, turn.outcome, ms);
        this.#log.info({ reference: turn.reference, kind, outcome: turn.outcome, ms }, 'turn');
      }
    });
  }
}
