import { medians, ms, report } from '../figures.ts';
import { startBot } from './botProcess.ts';
import type { World } from './conversation.ts';

/** From the start of the process to the end of the first turn. */
export async function compareColdStarts(world: World): Promise<void> {
  console.log('From the start of the process to the first answer (medians of 20)');
  const firstAnswer = (which: 'ours' | 'echo') => async () => {
    const bot = await startBot(which, { ...world.env, STATE_URL: `sqlite:${world.newFile()}` });
    await world.channel.person(bot).say('check');
    // Not waited for: how long the end takes is not asked.
    void bot.stop();
  };
  const { ours, echo } = await medians({ ours: firstAnswer('ours'), echo: firstAnswer('echo') }, 20);
  report('our bot against the echo bot', `${ms(echo)} -> ${ms(ours)}`, ours / echo, { atMost: 1.3 });
}
