import { medians, ms, report } from '../figures.ts';
import { startBot } from './botProcess.ts';
import type { World } from './conversation.ts';

const rounds = 10;

/** From the start of the process to the end of the first turn. */
export async function compareColdStarts(world: World): Promise<void> {
  console.log(`From the start of the process to the first answer (medians of ${rounds})`);
  const start = (which: 'ours' | 'echo', more: NodeJS.ProcessEnv = {}) =>
    startBot(which, { ...world.env, STATE_URL: `sqlite:${world.newFile()}`, ...more });
  const first = { NODE_DISABLE_COMPILE_CACHE: '1' };
  const compiled = { NODE_COMPILE_CACHE: world.cache };
  // Node writes the cache when a process ends.
  for (const which of ['ours', 'echo'] as const) await (await start(which, compiled)).stop();
  await (await start('ours')).stop();
  const firstAnswer = (which: 'ours' | 'echo', more?: NodeJS.ProcessEnv) => async () => {
    const bot = await start(which, more);
    await world.channel.person(bot).say('check');
    bot.kill();
  };
  const times = await medians(
    {
      oursFirst: firstAnswer('ours', first),
      ours: firstAnswer('ours'),
      echo: firstAnswer('echo', first),
      oursCompiled: firstAnswer('ours', compiled),
      echoCompiled: firstAnswer('echo', compiled),
    },
    rounds,
  );
  const { oursFirst, ours, echo, oursCompiled, echoCompiled } = times;
  const target = { atMost: 1.3 };
  report('the first start', `${ms(echo)} -> ${ms(oursFirst)}`, oursFirst / echo, target);
  // Ours keeps what was compiled by itself.
  report('any other start', `${ms(echo)} -> ${ms(ours)}`, ours / echo, target);
  const cached = `${ms(echoCompiled)} -> ${ms(oursCompiled)}`;
  report('both with NODE_COMPILE_CACHE', cached, oursCompiled / echoCompiled, target);
}
