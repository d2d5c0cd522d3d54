import { setTimeout as delay } from 'node:timers/promises';
import { median, ms, report } from '../figures.ts';
import { startBot } from './botProcess.ts';
import { converse, type World } from './conversation.ts';

const rounds = 40;
const turns = 2;

/** Conversations about a healthy server, one after the other, while as many check servers that never answer. */
export async function compareSlowChecks(world: World, silent: readonly number[]): Promise<void> {
  console.log(`A whole conversation while ${silent.length} others wait for silent servers`);
  await using bot = await startBot('ours', { ...world.env, STATE_URL: `sqlite:${world.newFile()}` });
  const { updates } = world.channel;
  const times = async () => {
    const taken: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      await converse(world, bot);
      taken.push(performance.now() - started);
    }
    return taken;
  };
  await times();
  const idle: number[] = [];
  const busy: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = updates();
    idle.push(...(await times()));
    const own = updates() - before;
    const begun = updates();
    // Each turn ends with a card that says so while the server is waited for; the result takes its place.
    await Promise.all(
      silent.map((port) => world.channel.person(bot).say(`check 127.0.0.1:${port} msstd:mail.contoso.test`)),
    );
    busy.push(...(await times()));
    const ended = updates() - begun - own;
    if (ended > 0) console.log(`  ${ended} of them had ended before the measurement had`);
    for (let waited = 0; updates() - begun - own < silent.length; waited++) {
      if (waited > 600) throw new Error('Not every check has ended.');
      await delay(100);
    }
    // What was seen less than three seconds ago the bot tells without a new check.
    await delay(4000);
  }
  const [alone, beside] = [median(idle), median(busy)];
  report('a healthy server', `${ms(alone)} -> ${ms(beside)}`, beside / alone, { atMost: 1.2 });
}
