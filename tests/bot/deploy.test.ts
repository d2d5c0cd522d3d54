import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import pino from 'pino';
import { startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { Person } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
const file = join(folder, 'bot.db');
after(() => rmSync(folder, { recursive: true }));

function start() {
  return startBot(readConfiguration({ PORT: '0', STATE_URL: `sqlite:${file}` }), pino({ level: 'silent' }));
}

/** As an earlier version of the bot would have left it. */
function makeOlder(): number {
  const database = new DatabaseSync(file);
  try {
    const rename = `UPDATE items SET value = replace(value, '"id":"main.', '"id":"earlier.')`;
    const { changes } = database.prepare(rename).run();
    return Number(changes);
  } finally {
    database.close();
  }
}

test('a deploy in the middle of a dialog starts it afresh with a kind word, and shifts no answers', async () => {
  const first = await start();
  const before = new Person(first.url);
  await before.say('check');
  await first.stop();
  assert.ok(makeOlder() > 0);

  const second = await start();
  try {
    const anna = new Person(second.url, before);
    const answer = await anna.say('check');
    assert.match(answer.text, /I was renewed while we were talking/);
    assert.match(answer.text, /Which server does Outlook connect to\?/);
    const next = await anna.say('cancel');
    assert.doesNotMatch(next.text, /I was renewed/, 'that is said once');
  } finally {
    await second.stop();
  }
});
