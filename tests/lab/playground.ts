import pino from 'pino';
import { startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { startAdvice } from '../../bot/startError.ts';
import { startPlayground } from '../browser/playground.ts';
import { startLab } from './lab.ts';

/** The demo: the lab's servers, the bot that may reach them, and Teams' emulator, until Ctrl-C. */
const lab = await startLab();
process.on('uncaughtException', (error) => {
  console.error(startAdvice(error) ?? error);
  process.exit(1);
});
const configuration = readConfiguration({
  ...process.env,
  CHECK_ALLOW_NETWORKS: [process.env.CHECK_ALLOW_NETWORKS ?? '', ...lab.allowNetworks].join(','),
  PORT: process.env.PORT ?? '3978',
  STATE_URL: process.env.STATE_URL ?? 'memory:',
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
});
const bot = await startBot(configuration, pino({ level: configuration.logLevel }), lab);
const playground = await startPlayground({ botEndpoint: `${bot.url}/api/messages`, port: 56150 });

const width = Math.max(...lab.names.map(({ name }) => name.length));
console.log(`
Open ${playground.url} and type: check

Servers to try (real TLS servers on this machine; principal name e.g. msstd:mail.contoso.test):
${lab.names.map(({ name, what }) => `  ${name.padEnd(width)}  ${what}`).join('\n')}

Ctrl-C ends everything.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all([playground.stop(), bot.stop(), lab.stop()]);
    process.exit(0);
  });
}
