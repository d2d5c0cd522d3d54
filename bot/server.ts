import type { CloudAdapter } from 'botbuilder';
import type { Logger } from 'pino';
import restify, { type Next, type Request, type Response, type Server } from 'restify';
import type { CertificateBot } from './certificateBot.ts';

/** Teams' own messages end at 100 KB; what is larger is no message. */
const largestBody = 256 * 1024;

/** The bot's HTTP face: messages in, and whether the process is alive. */
export function createServer(adapter: CloudAdapter, bot: CertificateBot, log: Logger): Server {
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false });
  server.use(plainJsonOnly, restify.plugins.bodyParser({ maxBodySize: largestBody, mapParams: false }));

  server.get('/healthz', (_request: Request, response: Response, next) => {
    response.json(200, { status: 'ok' });
    next();
  });
  server.post('/api/messages', async (request: Request, response: Response) => {
    try {
      await adapter.process(request, taciturn(response), (context) => bot.run(context));
    } catch (error) {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'request refused');
      if (!response.headersSent) response.send(400);
    }
  });
  return server;
}

/**
 * The body parser would write uploads to disk and unpack gzip without a limit, before anybody asks who is there; a
 * broken gzip stream would even end the process.
 */
function plainJsonOnly({ method, headers }: Request, response: Response, next: Next): void {
  const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
  const isWelcome = method !== 'POST' || (isJson && headers['content-encoding'] === undefined);
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
