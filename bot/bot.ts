import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AutoSaveStateMiddleware, ConversationState, PrivateConversationState, UserState } from 'botbuilder';
import type { Logger } from 'pino';
import { type CheckWorld, createCheck } from '../diagnosis/index.ts';
import type { ConversationOptions } from '../dialogs/index.ts';
import { createAdapter } from './adapter.ts';
import { AfterTurns } from './afterTurns.ts';
import { AttachedFiles } from './attachedFiles.ts';
import { CertificateBot } from './certificateBot.ts';
import { ChosenLanguage } from './chosenLanguage.ts';
import type { Configuration } from './configuration.ts';
import type { Download } from './fileDownload.ts';
import { ForgetMe } from './forgetMe.ts';
import { createGate } from './gate.ts';
import { OnceOnly } from './onceOnly.ts';
import { OneAtATime } from './oneAtATime.ts';
import { plainMessages } from './plainMessages.ts';
import { RateLimiting } from './rateLimits.ts';
import { createServer } from './server.ts';
import { openState } from './state/openState.ts';

export interface RunningBot {
  /** Where it listens, for example http://127.0.0.1:3978. */
  url: string;
  /** Takes no new requests, lets the running ones finish, and resolves when all is closed. */
  stop(): Promise<void>;
}

type BotWorld = Pick<CheckWorld, 'lookup' | 'connect' | 'trustAnchors'> & {
  /** How files of Teams are fetched. */
  download?: Download;
};

/**
 * Starts the whole bot.
 * @param world What is touched besides what the configuration says; the default is the real world.
 */
export async function startBot(
  configuration: Configuration,
  log: Logger,
  { download = fetch, ...world }: BotWorld = {},
): Promise<RunningBot> {
  const state = await openState(configuration.stateUrl, { keepDays: configuration.stateDays, log });
  const perPerson = new PrivateConversationState(state.storage);
  const perConversation = new ConversationState(state.storage);
  const everywhere = new UserState(state.storage);
  const stopping = new AbortController();
  const check = createCheck({
    trustAnchors: configuration.trustAnchors,
    ...world,
    allowNetworks: configuration.allowNetworks,
    allowPorts: configuration.allowPorts,
    nameServers: configuration.nameServers,
    timeoutMs: configuration.checkTimeoutMs,
  });
  const adapter = createAdapter(configuration, perPerson, log);
  const afterTurns = new AfterTurns(adapter, configuration.credentials?.appId ?? '', log);
  const conversation: ConversationOptions = {
    helpdeskContact: configuration.helpdeskContact,
    preferences: everywhere.createProperty('preferences.v1'),
    evidence: perPerson.createProperty('evidence.v1'),
    check: (request, how) => check(request, { ...how, signal: stopping.signal }),
    later: afterTurns.later,
  };
  adapter.use(
    new OnceOnly(state.claims),
    new RateLimiting(configuration.rateLimits, state.limiter),
    new OneAtATime(state.turns),
    plainMessages,
    new ForgetMe(state.forget),
    new AutoSaveStateMiddleware(perPerson, perConversation, everywhere),
    new ChosenLanguage(conversation.preferences),
    new AttachedFiles(download),
  );
  const bot = new CertificateBot(conversation, perPerson, perConversation, log);
  const server = createServer(adapter, bot, createGate(configuration), log);

  server.listen(configuration.port, configuration.host);
  await Promise.race([
    once(server, 'listening'),
    once(server.server, 'error').then(([error]) => Promise.reject(error)),
  ]).catch(async (error) => {
    await state.close();
    throw error;
  });
  const { address, port, family } = server.server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  log.info({ url }, 'listening');
  return {
    url,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const hurry = setTimeout(() => stopping.abort(new Error('the bot is stopping')), patienceMs);
      // A connection that never sends a request is not idle to Node, and would keep the process for ever.
      const cutOff = setTimeout(() => server.server.closeAllConnections(), patienceMs + 1000);
      // What is kept alive after its last answer would hold up the end for seconds.
      server.server.keepAliveTimeout = 1;
      server.server.closeIdleConnections();
      await closed;
      await Promise.race([afterTurns.settled(), delay(patienceMs + 2000, undefined, { ref: false })]);
      clearTimeout(hurry);
      clearTimeout(cutOff);
      await state.close();
    },
  };
}

/** A running check ends within its own deadline; this is for one that has just begun. */
const patienceMs = 5000;
