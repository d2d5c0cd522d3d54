import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AutoSaveStateMiddleware, ConversationState, PrivateConversationState, UserState } from 'botbuilder';
import type { Logger } from 'pino';
import { type CheckWorld, createCheck, handshakeLoad } from '../diagnosis/index.ts';
import { type ConversationOptions, KeptEvidence } from '../dialogs/index.ts';
import { createAdapter } from './adapter.ts';
import { AfterTurns } from './afterTurns.ts';
import { AttachedFiles } from './attachedFiles.ts';
import { BrokenDialog } from './brokenDialog.ts';
import { CertificateBot, dialogProperty } from './certificateBot.ts';
import { ChosenLanguage } from './chosenLanguage.ts';
import type { Configuration } from './configuration.ts';
import { countedCheck } from './countedCheck.ts';
import type { Download } from './fileDownload.ts';
import { ForgetMe } from './forgetMe.ts';
import { createGate } from './gate.ts';
import { noMetrics } from './metrics.ts';
import { OnceOnly } from './onceOnly.ts';
import { OneAtATime } from './oneAtATime.ts';
import { plainMessages } from './plainMessages.ts';
import { RateLimiting } from './rateLimits.ts';
import { createServer } from './server.ts';
import { openState } from './state/openState.ts';
import { Stopping } from './stopping.ts';

export interface RunningBot {
  /** Where it listens, for example http://127.0.0.1:3978. */
  url: string;
  /** Where its metrics are; null where nobody asked for them. */
  metricsUrl: string | null;
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
  const { stateUrl, stateDays: keepDays } = configuration;
  const metrics = await openMetrics(configuration, log);
  const state = await openState(stateUrl, { keepDays, log, onError: metrics.stateError }).catch(
    async (error) => {
      await metrics.close();
      throw error;
    },
  );
  const perPerson = new PrivateConversationState(state.storage);
  const perConversation = new ConversationState(state.storage);
  const everywhere = new UserState(state.storage);
  const stopping = new Stopping();
  const shared = createCheck({
    trustAnchors: configuration.trustAnchors,
    ...world,
    allowNetworks: configuration.allowNetworks,
    allowPorts: configuration.allowPorts,
    nameServers: configuration.nameServers,
    timeoutMs: configuration.checkTimeoutMs,
  });
  const check = countedCheck(shared, metrics, log);
  const adapter = createAdapter(configuration, log, metrics);
  const afterTurns = new AfterTurns(adapter, configuration.credentials?.appId ?? '', log);
  const conversation: ConversationOptions = {
    helpdeskContact: configuration.helpdeskContact,
    preferences: everywhere.createProperty('preferences.v1'),
    evidence: new KeptEvidence(state.storage, perPerson.createProperty('pastes.v1')),
    check: (request, how) => check(request, { ...how, signal: stopping.signal }),
    later: afterTurns.later,
  };
  const oneAtATime = new OneAtATime(state.turns);
  metrics.watch(() => {
    const { open, waiting } = handshakeLoad();
    return { ...oneAtATime.load, handshakesOpen: open, handshakesWaiting: waiting };
  });
  adapter.use(
    new OnceOnly(state.claims),
    new RateLimiting(configuration.rateLimits, state.limiter, metrics),
    oneAtATime,
    new BrokenDialog(perPerson, dialogProperty, log),
    plainMessages,
    new ChosenLanguage(conversation.preferences),
    new ForgetMe(state.forget),
    new AutoSaveStateMiddleware(perPerson, perConversation, everywhere),
    new AttachedFiles(download),
  );
  const bot = new CertificateBot(conversation, perPerson, perConversation, log);
  const server = createServer(adapter, bot, createGate(configuration), {
    log,
    metrics,
    ping: oneByOne(state.ping),
    isStopping: () => stopping.hasBegun,
  });

  server.listen(configuration.port, configuration.host);
  await Promise.race([
    once(server, 'listening'),
    once(server.server, 'error').then(([error]) => Promise.reject(error)),
  ]).catch(async (error) => {
    await state.close();
    await metrics.close();
    throw error;
  });
  const { address, port, family } = server.server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  log.info({ url }, 'listening');
  return {
    url,
    metricsUrl: metrics.url,
    async stop() {
      await stopping.stop(server, () => afterTurns.settled());
      await state.close();
      await metrics.close();
    },
  };
}

/** Loaded by those who want them only: it would make every other start slower. */
async function openMetrics({ metrics }: Configuration, log: Logger) {
  if (metrics === null) return noMetrics;
  const { servePrometheus } = await import('./prometheus.ts');
  return servePrometheus(metrics, log);
}

/** Whoever asks while another asks gets the same answer, so that nobody can flood the store with it. */
function oneByOne(ask: () => Promise<void>): () => Promise<void> {
  let asking: Promise<void> | null = null;
  return () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}
