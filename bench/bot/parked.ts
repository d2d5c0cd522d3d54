import { DatabaseSync } from 'node:sqlite';
import { medians, mib, ms, report } from '../figures.ts';
import { repeat } from '../rate.ts';
import { startBot } from './botProcess.ts';
import { converse, park, type World } from './conversation.ts';

const rounds = 120;

/** Conversations beside which others wait for their next answer, and what those that wait keep in memory. */
export async function compareParked(world: World): Promise<void> {
  console.log('A whole conversation while others are parked between the questions, against 1,000 that are');
  await using few = await startBot('ours', await parkedEnv(world, 1000));
  await using more = await startBot('ours', await parkedEnv(world, 10_000));
  await using many = await startBot('ours', await parkedEnv(world, 100_000));
  const bots = { few, more, many };
  const times = await medians(
    {
      few: () => converse(world, bots.few),
      more: () => converse(world, bots.more),
      many: () => converse(world, bots.many),
    },
    rounds,
  );
  const held = {
    few: (await few.memory()).heapUsed,
    more: (await more.memory()).heapUsed,
    many: (await many.memory()).heapUsed,
  };
  const target = { atMost: 1.1 };
  for (const [what, which] of [
    ['10,000 parked', 'more'],
    ['100,000 parked', 'many'],
  ] as const) {
    report(what, `${ms(times.few)} -> ${ms(times[which])}`, times[which] / times.few, target);
    report('  heap', `${mib(held.few)} -> ${mib(held[which])}`, held[which] / held.few, target);
  }
  await compareParking(world);
}

/** What one process holds after the ten thousandth conversation; the echo bot, which parks nothing, as often. */
async function compareParking(world: World): Promise<void> {
  for (const which of ['ours', 'echo'] as const) {
    await using bot = await startBot(which, { ...world.env, STATE_URL: `sqlite:${world.newFile()}` });
    const talk = () => world.channel.person(bot).say('check');
    await repeat(talk, 1000, 10);
    const before = await bot.memory();
    await repeat(talk, 9000, 10);
    const after = await bot.memory();
    for (const [what, kind] of [
      ['heap after parking 10,000 against 1,000', 'heapUsed'],
      ['resident set', 'rss'],
    ] as const) {
      const figures = [`${mib(before[kind])} -> ${mib(after[kind])}`, after[kind] / before[kind]] as const;
      if (which === 'ours') report(what, ...figures, { atMost: 1.1 });
      else report(`  ${kind} of the echo bot`, ...figures);
    }
  }
}

/** A file in which so many conversations are parked: one is, by the bot, and its items are copied for other people. */
async function parkedEnv(world: World, count: number): Promise<NodeJS.ProcessEnv> {
  const file = world.newFile();
  const env = { ...world.env, STATE_URL: `sqlite:${file}` };
  const bot = await startBot('ours', env);
  const { id, conversation, ...person } = world.channel.person(bot);
  await park({ id, conversation, ...person });
  await bot.stop();
  const database = new DatabaseSync(file);
  const copy = database.prepare(`
    WITH RECURSIVE other(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM other WHERE n < ?1)
    INSERT INTO items
    SELECT replace(replace(key, ?2, ?2 || '-' || n), ?3, ?3 || '-' || n), value, eTag, written FROM items, other`);
  const { changes } = copy.run(count - 1, id, conversation);
  if (Number(changes) < count - 1) throw new Error('Nothing was parked.');
  database.close();
  return env;
}
