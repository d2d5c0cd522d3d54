import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { openState } from '../../bot/state/openState.ts';
import { languages } from '../../cards/index.ts';
import { readPreferences } from '../../dialogs/preferences.ts';
import { skipRedis, startRedis } from '../bot/state/redisServer.ts';
import { silent } from '../bot/state/stores.ts';

const guide = readFileSync(new URL('../../docs/privacy.md', import.meta.url), 'utf8');
const unit = readFileSync(new URL('../../infra/mutual-authentication-bot.service', import.meta.url), 'utf8');

test('the table lists every preference that is kept', () => {
  const kept = readPreferences({ reader: 'admin', exchangeVersion: '2016', language: languages[1] });
  const names = { reader: 'administrator', exchangeVersion: 'Exchange', language: 'language' };
  assert.deepEqual(Object.keys(kept).toSorted(), Object.keys(names).toSorted());
  const row = guide.split('\n').find((line) => line.startsWith('|') && line.includes('administrator')) ?? '';
  for (const name of Object.values(names)) assert.ok(row.includes(name), name);
});

describe('the command that deletes a person', () => {
  const anna = '29:1anna-x_y';
  const key = (user: string) => `msteams/conversations/a:1/users/${user}/`;
  const items = Object.fromEntries(
    [anna, '29:ben'].flatMap((user) => [key(user), `msteams/users/${user}/`].map((each) => [each, { user }])),
  );
  const command = (tool: string) => {
    const line = guide.split('\n').find((each) => each.trim().startsWith(tool)) ?? '';
    return line.trim().replace('<user id>', anna);
  };
  const run = async (stateUrl: string, remove: () => void) => {
    const open = () => openState(stateUrl, { keepDays: 1, log: silent });
    const before = await open();
    await before.storage.write(structuredClone(items));
    await before.close();
    remove();
    const after = await open();
    const left = await after.storage.read(Object.keys(items));
    await after.close();
    assert.deepEqual(Object.keys(left), [key('29:ben'), 'msteams/users/29:ben/']);
  };

  // What brings redis-server brings redis-cli.
  test('finds the database and the password of Redis', { skip: skipRedis() }, async () => {
    await using server = await startRedis({ password: 'secret' });
    const url = `${server.url.replace('://:', '://default:')}/3`;
    const env = { ...process.env, STATE_URL: url };
    await run(url, () => execFileSync('sh', ['-c', command('redis-cli')], { stdio: 'pipe', env }));
  });

  test('finds the file of SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'privacy-'));
    const [, file = '', statement = ''] = /^sqlite3 (\S+) "(.+)"$/.exec(command('sqlite3')) ?? [];
    const path = join(folder, file);
    await run(`sqlite:${path}`, () => {
      const database = new DatabaseSync(path);
      database.exec(statement);
      database.close();
    });
    rmSync(folder, { recursive: true });
  });

  test('names the file under systemd', () => {
    const [, file = ''] = /STATE_URL=sqlite:(\S+)/.exec(unit) ?? [];
    assert.ok(file !== '' && guide.includes(`\`${file}\``), file);
  });
});
