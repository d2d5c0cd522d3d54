import type { CloudAdapter } from 'botbuilder';
import type { Logger } from 'pino';
import restify, { type Request, type Response, type Server } from 'restify';
import type { CertificateBot } from './certificateBot.ts';

/** Teams' own messages end at 100 KB; what is larger is no message. */
const largestBody = 256 * 1024;

/** The bot's HTTP face: messages in, and whether the process is alive. */
export function createServer(adapter: CloudAdapter, bot: CertificateBot, log: Logger): Server {
  const server = restify.createServer({ name: '', handleUncaughtExceptions: false });
  server.use(restify.plugins.bodyParser({ maxBodySize: largestBody, mapParams: false }));

  server.get('/healthz', (_request: Request, response: Response, next) => {
    response.json(200, { status: 'ok' });
    next();
  });
  server.post('/api/messages', async (request: Request, response: Response) => {
    try {
      await adapter.process(request, response, (context) => bot.run(context));
    } catch (error) {
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'request refused');
      if (!response.headersSent) response.send(400);
    }
  });
  return server;
}
