import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startBotProcess } from './botProcess.ts';
import { Person } from './client.ts';
import { until } from './state/until.ts';

const secret = 'secret of contoso';
const faults = {
  'an exception in a callback': 'throw error',
  'a rejection': 'Promise.reject(error)',
  'an error of a socket': 'throw Object.assign(error, { syscall: "read", code: "ECONNRESET" })',
};

/** A bot in which, with each SIGUSR2, happens what nobody handles. */
function start(what: keyof typeof faults) {
  const code = `process.on('SIGUSR2', () => { const error = new RangeError('${secret}'); ${faults[what]} })`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(code)}`;
  return startBotProcess({ STATE_URL: 'memory:', NODE_OPTIONS });
}

const told = (printed: string) => printed.split('\n').filter((line) => line.includes('not handled'));

describe('what nobody handles', { skip: process.platform === 'win32' }, () => {
  for (const what of ['a rejection', 'an error of a socket'] as const)
    test(`does not end the process: ${what}`, async () => {
      await using bot = await start(what);
      bot.signal('SIGUSR2');
      await until('it is logged', async () => told(bot.printed()).length > 0);
      assert.match((await new Person(bot.url).say('help')).text, /What I can do/);
      assert.equal(bot.exitCode(), null);
      assert.equal(told(bot.printed()).length, 1);
      assert.match(bot.printed(), /RangeError/);
      assert.doesNotMatch(bot.printed(), new RegExp(secret));
    });

  test('ends it with exit code 1: an exception in a callback', async () => {
    await using bot = await start('an exception in a callback');
    bot.signal('SIGUSR2');
    await until('it ends', async () => bot.exitCode() !== null);
    assert.equal(bot.exitCode(), 1);
    const [line, ...others] = told(bot.printed());
    assert.deepEqual(others, []);
    const { level, error, at } = JSON.parse(line ?? '{}');
    assert.deepEqual([level, error], [60, 'RangeError']);
    assert.ok(at.length > 0);
    assert.doesNotMatch(bot.printed(), new RegExp(secret));
  });
});
