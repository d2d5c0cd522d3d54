import { startBot } from './bot.ts';
import { readConfiguration } from './configuration.ts';
import { createLog } from './log.ts';
import { startAdvice } from './startError.ts';
import { watchUnhandled } from './unhandled.ts';

try {
  const configuration = readConfiguration(process.env);
  const log = createLog(configuration.logLevel);
  const starting = startBot(configuration, log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      log.info({ signal }, 'stopping');
      const bot = await starting;
      await bot.stop();
      process.exit(0);
    });
  }
  await starting;
  watchUnhandled(log);
} catch (error) {
  const advice = startAdvice(error);
  if (advice === null) throw error;
  console.error(advice);
  process.exitCode = 1;
}
