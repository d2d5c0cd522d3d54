import pino from 'pino';
import { startBot } from './bot.ts';
import { ConfigurationError, readConfiguration } from './configuration.ts';

try {
  const configuration = readConfiguration(process.env);
  const log = pino({ level: configuration.logLevel });
  const bot = await startBot(configuration, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      log.info({ signal }, 'stopping');
      await bot.stop();
      process.exit(0);
    });
  }
} catch (error) {
  if (error instanceof ConfigurationError) console.error(error.message);
  else if (isPortTaken(error)) console.error(`${error.message}. Set PORT to a free one.`);
  else throw error;
  process.exitCode = 1;
}

function isPortTaken(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
