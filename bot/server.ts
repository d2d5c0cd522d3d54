import type { CloudAdapter } from 'botbuilder';
import type { Logger } from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import type { CertificateBot } from './certificateBot.ts';
import type { ChannelToken } from './channelToken.ts';
import { type Gate, RefusedError } from './gate.ts';
import type { Metrics, Refusal } from './metrics.ts';

/** Teams' own messages end at 100 KB; what is larger is no message. */
const largestBody = 256 * 1024;

/** Milliseconds until a request must have come in. */
const timeLimits = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  // An option of Node's constructor, which restify calls itself; Node reads it when the server begins to listen.
  connectionsCheckingInterval: 2000,
};

/** What the server tells of, and is told by, the process it runs in. */
export interface Process {
  log: Logger;
  metrics: Metrics;
  /** Resolves where the store of the state can be used. */
  ping(): Promise<void>;
  isStopping(): boolean;
}

/** The bot's HTTP face: messages in, whether the process is alive, and whether it can do its work. */
export function createServer(adapter: CloudAdapter, bot: CertificateBot, gate: Gate, own: Process): Server {
  const { log } = own;
  // Its own log would tell whole requests, with what people wrote. The types do not know yet that it takes pino's.
  const silence: object = { log: log.child({}, { level: 'silent' }) };
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false, ...silence });
  Object.assign(server.server, timeLimits, { maxHeadersCount: 100 });
  // An upgrade that nobody answers would keep its connection for ever.
  server.on('upgrade', (_request, socket) => socket.destroy());
  server.pre(withSecurityHeaders);
  server.on('restifyError', (_request, response: Response, error: unknown, done: () => void) => {
    answerBriefly(response, error, own);
    done();
  });

  server.get('/healthz', (_request: Request, response: Response, next: Next) => {
    response.json(200, { status: 'ok' });
    next();
  });
  server.get('/readyz', async (_request: Request, response: Response) => {
    const isReady = !own.isStopping() && (await works(own.ping()));
    response.json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready' });
  });
  const tokens = new WeakMap<Request, ChannelToken | null>();
  server.post(
    '/api/messages',
    unlessStopping(own),
    async (request: Request, _response: Response) => {
      tokens.set(request, await gate.identify(request.headers.authorization));
    },
    plainJsonOnly,
    restify.plugins.bodyParser({ maxBodySize: largestBody, mapParams: false }),
    async (request: Request, response: Response) => {
      gate.admit(tokens.get(request) ?? null, request.body);
      try {
        await adapter.process(request, taciturn(response), (context) => bot.run(context));
      } catch (error) {
        log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'request failed');
        if (!response.headersSent) response.send(400);
      }
    },
  );
  return server;
}

/** On a connection that was kept alive there may come one more; whoever sent it tries again, and meets another process. */
function unlessStopping({ isStopping }: Process) {
  return (_request: Request, response: Response, next: Next): void => {
    if (isStopping()) {
      response.header('Connection', 'close');
      response.send(503);
    }
    next(isStopping() ? false : undefined);
  };
}

function works(work: Promise<void>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

function withSecurityHeaders(_request: Request, response: Response, next: Next): void {
  response.header('Cache-Control', 'no-store');
  response.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  response.header('Referrer-Policy', 'no-referrer');
  response.header('X-Content-Type-Options', 'nosniff');
  next();
}

/** The status alone: restify would tell what it makes of the request, in JSON. */
function answerBriefly(response: Response, error: unknown, { log, metrics }: Process): void {
  const known = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
  const status = known ? Number(error.statusCode) : 500;
  if (error instanceof RefusedError) {
    log.warn({ status, ...causeOf(error) }, 'request refused');
    metrics.refusal(refusals[error.statusCode]);
    // What a stranger may still send is not waited for.
    response.header('Connection', 'close');
  }
  if (!response.headersSent) response.send(status);
}

const refusals: Record<RefusedError['statusCode'], Refusal> = { 401: 'token', 403: 'tenant', 503: 'keys' };

/** Why the operator's own network or cloud kept a token from being checked; of a token there is nothing to tell. */
function causeOf({ cause }: RefusedError): { because?: string } {
  return cause instanceof Error ? { because: cause.message } : {};
}

/**
 * The body parser would write uploads to disk and unpack gzip without a limit; a broken gzip stream would even end the
 * process.
 */
function plainJsonOnly({ headers }: Request, response: Response, next: Next): void {
  const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
  const isWelcome = isJson && headers['content-encoding'] === undefined;
  if (!isWelcome) response.send(415);
  next(isWelcome ? undefined : false);
}

/** A response as the SDK needs it, without what it says about failures: that is the text of the error. */
function taciturn(response: Response) {
  return {
    socket: response.socket,
    header: (name: string, value: string) => response.header(name, value),
    status: (code: number) => response.status(code),
    send: (body: unknown) => response.statusCode < 400 && response.send(body),
    end: () => response.end(),
  };
}
