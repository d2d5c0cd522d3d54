import { median, ms, quantile, report, shuffled } from '../figures.ts';
import { repeat } from '../rate.ts';
import { type BotProcess, startBot } from './botProcess.ts';
import { converse, type World } from './conversation.ts';

const conversations = 200;
const concurrency = 10;
const rounds = 5;

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  /** Of the bot to the channel, in a turn. */
  requests: number;
}

/** Conversations, ten at once, with our bot and with an echo bot that hears the same. */
export async function compareTurns(world: World): Promise<void> {
  await using ours = await startBot('ours', { ...world.env, STATE_URL: `sqlite:${world.newFile()}` });
  await using echo = await startBot('echo', world.env);
  for (const [what, cancel] of [
    ['Whole conversations of three turns', false],
    ['The same, cancelled before the check', true],
  ] as const) {
    console.log(`${what}, ${concurrency} at once (medians of ${rounds} rounds)`);
    const bots = { ours, echo };
    const taken: Record<keyof typeof bots, Figures[]> = { ours: [], echo: [] };
    for (let round = -2; round < rounds; round++) {
      for (const which of shuffled(['ours', 'echo'] as const)) {
        const figures = await measure(world, bots[which], cancel);
        if (round >= 0) taken[which].push(figures);
      }
    }
    const of = (figure: keyof Figures, which: keyof typeof bots) =>
      median(taken[which].map((each) => each[figure]));
    const [theirs, our] = [of('perSecond', 'echo'), of('perSecond', 'ours')];
    report('turns', `${theirs.toFixed(0)}/s -> ${our.toFixed(0)}/s`, our / theirs, { atLeast: 0.6 });
    const [few, many] = [of('requests', 'echo'), of('requests', 'ours')];
    report('  requests to the channel in a turn', `${few.toFixed(2)} -> ${many.toFixed(2)}`, many / few);
    for (const [line, figure, target] of [
      ['a turn, p50', 'p50', undefined],
      ['a turn, p99', 'p99', { atMost: 2 }],
    ] as const) {
      const [their, mine] = [of(figure, 'echo'), of(figure, 'ours')];
      report(line, `${ms(their)} -> ${ms(mine)}`, mine / their, target);
    }
  }
}

async function measure(world: World, bot: BotProcess, cancel: boolean): Promise<Figures> {
  const times: number[] = [];
  const before = world.channel.requests();
  const started = performance.now();
  const one = async () => times.push(...(await converse(world, bot, { cancel })));
  await repeat(one, conversations, concurrency);
  const perSecond = (times.length * 1000) / (performance.now() - started);
  const requests = (world.channel.requests() - before) / times.length;
  return { perSecond, p50: median(times), p99: quantile(times, 0.99), requests };
}
