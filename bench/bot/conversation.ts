import type { BotProcess } from './botProcess.ts';
import type { Channel, Person } from './channel.ts';

/** What the bots and those who talk to them need. */
export interface World {
  channel: Channel;
  /** Of a healthy server on 127.0.0.1 that has not been checked for a while, so that it must be asked. */
  nextPort(): number;
  /** The variables of a bot that may check servers on loopback, and limits nobody who measures. */
  env: NodeJS.ProcessEnv;
  /** A new path for a database. */
  newFile(): string;
  /** Where Node keeps compiled code for the bots that are told to use it. */
  cache: string;
}

/**
 * The two questions with their answers and the check, or cancelled instead of the second answer. Resolves with how long
 * each turn took, in milliseconds.
 */
export async function converse(
  { channel, nextPort }: World,
  bot: BotProcess,
  { cancel = false } = {},
): Promise<number[]> {
  const person = channel.person(bot);
  const times: number[] = [];
  const said = ['check', `127.0.0.1:${nextPort()}`, cancel ? 'cancel' : 'msstd:mail.contoso.test'];
  let answer = '';
  for (const text of said) {
    const started = performance.now();
    answer = await person.say(text);
    times.push(performance.now() - started);
  }
  const isComplete = cancel || /Echo: msstd|principal-matches/.test(answer);
  if (!isComplete) throw new Error(`No result came: ${answer}`);
  return times;
}

/** The two questions without a check. */
export async function park(person: Person): Promise<void> {
  await person.say('check');
  await person.say('mail.contoso.test');
}
