import { randomBytes } from 'node:crypto';
import {
  ActivityTypes,
  type BotState,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type TurnContext,
} from 'botbuilder';
import { DialogContextError } from 'botbuilder-dialogs';
import type { Logger } from 'pino';
import { errorCard } from '../cards/index.ts';
import { seeBelow } from './certificateBot.ts';
import type { Configuration } from './configuration.ts';
import { Delivery } from './delivery.ts';
import { StateError } from './state/stateError.ts';

/** The SDK's adapter with our credentials, and with an answer for the person when a turn fails. */
export function createAdapter(configuration: Configuration, state: BotState, log: Logger): CloudAdapter {
  const { credentials, sovereign, helpdeskContact } = configuration;
  const adapter = new CloudAdapter(
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
    const reference = randomBytes(4).toString('hex');
    const cause = error instanceof DialogContextError ? error.error : error;
    // The message of an error may quote what the person wrote, so only its kind and place are logged.
    log.error({ reference, error: nameOf(cause), at: placesOf(cause) }, 'turn failed');
    try {
      await apologise(context, reference, helpdeskContact);
    } catch (cause) {
      log.error({ reference, error: nameOf(cause) }, 'the error card could not be sent');
    }
    // Nothing is wrong with what is stored where only the store cannot be reached: the person tries again.
    if (cause instanceof StateError) return;
    try {
      // A broken dialog must not break the next turn, too.
      await state.delete(context);
    } catch (cause) {
      log.error({ reference, error: nameOf(cause) }, 'the state could not be cleared');
    }
  };
  return adapter;
}

async function apologise(context: TurnContext, reference: string, contact: string | null): Promise<void> {
  const card = errorCard(reference, context.activity.locale, contact);
  await context.sendActivity({ type: ActivityTypes.Message, attachments: [CardFactory.adaptiveCard(card)] });
  // Without an answer of its own, a pressed button would say beside the card that the bot cannot be reached.
  if (context.activity.type === ActivityTypes.Invoke)
    await context.sendActivity({
      type: ActivityTypes.InvokeResponse,
      value: seeBelow(context.activity.locale),
    });
}

function placesOf(cause: unknown): string[] {
  if (!(cause instanceof Error)) return [];
  const { stack = '', message } = cause;
  return stack
    .replace(message, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'unknown';
}
