import { median, ms, quantile, report, shuffled } from '../figures.ts';
import { repeat } from '../rate.ts';
import { type BotProcess, startBot } from './botProcess.ts';
import { type World, wholeConversation } from './conversation.ts';

const conversations = 200;
const concurrency = 10;
const rounds = 9;

interface Round {
  perSecond: number;
  p50: number;
  p99: number;
}

/** Whole conversations, ten at once, with our bot and with an echo bot that hears the same. */
export async function compareTurns(world: World): Promise<void> {
  console.log(`Whole conversations of three turns, ${concurrency} at once (medians of ${rounds} rounds)`);
  await using ours = await startBot('ours', { ...world.env, STATE_URL: `sqlite:${world.newFile()}` });
  await using echo = await startBot('echo', world.env);
  const bots = { ours, echo };
  const taken: Record<keyof typeof bots, Round[]> = { ours: [], echo: [] };
  for (let round = -2; round < rounds; round++) {
    for (const which of shuffled(['ours', 'echo'] as const)) {
      const figures = await converse(world, bots[which]);
      if (round >= 0) taken[which].push(figures);
    }
  }
  const both = (figure: keyof Round) =>
    [median(taken.echo.map((each) => each[figure])), median(taken.ours.map((each) => each[figure]))] as const;
  const [theirs, our] = both('perSecond');
  report('turns in a second', `${theirs.toFixed(0)}/s -> ${our.toFixed(0)}/s`, our / theirs, {
    atLeast: 0.6,
  });
  const [theirMiddle, ourMiddle] = both('p50');
  report('half of all turns took at most', `${ms(theirMiddle)} -> ${ms(ourMiddle)}`, ourMiddle / theirMiddle);
  const [theirSlow, ourSlow] = both('p99');
  const target = { atMost: 2 };
  report('99 of 100 turns took at most', `${ms(theirSlow)} -> ${ms(ourSlow)}`, ourSlow / theirSlow, target);
}

async function converse(world: World, bot: BotProcess): Promise<Round> {
  const times: number[] = [];
  const started = performance.now();
  await repeat(async () => times.push(...(await wholeConversation(world, bot))), conversations, concurrency);
  const perSecond = (times.length * 1000) / (performance.now() - started);
  return { perSecond, p50: median(times), p99: quantile(times, 0.99) };
}
