import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { inTurn } from '../../diagnosis/openHandshakes.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { cardAction, Person } from './client.ts';

let lab: Lab;
let bot: RunningBot;

before(async () => {
  lab = await startLab();
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    CHECK_ALLOW_NETWORKS: lab.allowNetworks.join(','),
    CHECK_TIMEOUT_MS: '1000',
  });
  bot = await startBot(configuration, pino({ level: 'silent' }), lab);
});
after(async () => {
  await bot?.stop();
  await lab?.stop();
});

/** As many as there may be at once, until they are released. */
async function takeAllHandshakes(): Promise<() => Promise<void>> {
  const free = Promise.withResolvers<void>();
  const { signal } = new AbortController();
  let begun = 0;
  const begin = () => {
    begun++;
    return free.promise;
  };
  const all = Array.from({ length: 512 }, (_, i) => inTurn([{ place: `192.0.2.${i}`, begin }], signal));
  while (begun < 512) await delay(1);
  return async () => {
    free.resolve();
    await Promise.all(all);
  };
}

const busy = /Too many checks are running\n.*try again in a few seconds/;
const good = /No fault found/;

test('a person whose check had no turn is told so, and can begin it again', async () => {
  const person = new Person(bot.url);
  const release = await takeAllHandshakes();
  const told = await person.say('check mail.contoso.test msstd:mail.contoso.test');
  assert.match(told.text, busy);
  await release();
  const { inPlace, text } = await person.press('Check again');
  assert.match(text, good);
  assert.notEqual(inPlace, null);
});

test('a person whose summary had no turn is told so', async () => {
  const release = await takeAllHandshakes();
  const summary = cardAction({ action: 'summary', server: 'wildcard.contoso.test' }, 'summary');
  assert.match((await new Person(bot.url).send(summary)).text, busy);
  await release();
});
