import { medians, ms, report } from '../figures.ts';
import { startBot } from './botProcess.ts';
import type { World } from './conversation.ts';

const rounds = 10;

/** From the start of the process to the end of the first turn. */
export async function compareColdStarts(world: World): Promise<void> {
  console.log(`From the start of the process to the first answer (medians of ${rounds})`);
  const start = (which: 'ours' | 'echo', more: NodeJS.ProcessEnv = {}) =>
    startBot(which, { ...world.env, STATE_URL: `sqlite:${world.newFile()}`, ...more });
  const compiled = { NODE_COMPILE_CACHE: world.cache };
  // Node writes the cache when a process ends.
  for (const which of ['ours', 'echo'] as const) await (await start(which, compiled)).stop();
  const firstAnswer = (which: 'ours' | 'echo', more?: NodeJS.ProcessEnv) => async () => {
    const bot = await start(which, more);
    await world.channel.person(bot).say('check');
    bot.kill();
  };
  const times = await medians(
    {
      ours: firstAnswer('ours'),
      echo: firstAnswer('echo'),
      oursCompiled: firstAnswer('ours', compiled),
      echoCompiled: firstAnswer('echo', compiled),
    },
    rounds,
  );
  const { ours, echo, oursCompiled, echoCompiled } = times;
  const target = { atMost: 1.3 };
  report('our bot against the echo bot', `${ms(echo)} -> ${ms(ours)}`, ours / echo, target);
  const cached = `${ms(echoCompiled)} -> ${ms(oursCompiled)}`;
  report('both with NODE_COMPILE_CACHE', cached, oursCompiled / echoCompiled, target);
}
