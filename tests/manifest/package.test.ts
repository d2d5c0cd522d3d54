import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildAppPackage } from '../../manifest/appPackage.ts';

const appId = '11111111-2222-3333-4444-555555555555';
const botId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'app-package-'));
  after(() => rmSync(folder, { recursive: true }));

  test('writes the package, says where it is and what to do next', () => {
    const out = join(folder, 'new', 'bot.zip');
    const { status, stdout, stderr } = run(['--app-id', appId, '--bot-id', botId, '--out', out]);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.ok(stdout.includes(out));
    assert.match(stdout, /Manage your apps/);
    assert.match(stdout, /example addresses .*https:\/\/example\.com\/privacy/);
    assert.deepEqual(new Uint8Array(readFileSync(out)), buildAppPackage({ appId, botId }));
  });

  test('takes the bot id from MicrosoftAppId and uses it for the Teams app too', () => {
    const out = join(folder, 'environment.zip');
    assert.equal(run(['--out', out], { MicrosoftAppId: botId }).status, 0);
    assert.deepEqual(new Uint8Array(readFileSync(out)), buildAppPackage({ appId: botId, botId }));
  });

  test('puts the developer into the manifest', () => {
    const out = join(folder, 'developer.zip');
    const links = [
      '--website',
      'https://contoso.com',
      '--privacy',
      'https://contoso.com/p',
      '--terms',
      'https://contoso.com/t',
    ];
    const { stdout } = run(['--bot-id', botId, '--out', out, '--developer', 'Contoso IT', ...links]);
    assert.doesNotMatch(stdout, /example/);
    const developer = {
      name: 'Contoso IT',
      websiteUrl: 'https://contoso.com',
      privacyUrl: 'https://contoso.com/p',
      termsOfUseUrl: 'https://contoso.com/t',
    };
    assert.deepEqual(new Uint8Array(readFileSync(out)), buildAppPackage({ appId: botId, botId, developer }));
  });

  test('explains itself when asked for help', () => {
    const { status, stdout } = run(['--help']);
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: npm run package:teams/);
  });

  const wrong: [what: string, args: string[], env: Record<string, string>, expected: RegExp][] = [
    ['a bot id that is no GUID', ['--bot-id', 'bot'], {}, /^--bot-id must be a GUID .*"bot"/],
    ['an empty bot id', ['--bot-id='], { MicrosoftAppId: botId }, /^--bot-id must be a GUID/],
    ['a MicrosoftAppId that is no GUID', [], { MicrosoftAppId: 'bot' }, /^MicrosoftAppId must be a GUID/],
    [
      'a Teams app id in braces',
      ['--bot-id', botId, '--app-id', `{${appId}}`],
      {},
      /^--app-id must be a GUID/,
    ],
    ['an option without its value', ['--bot-id'], {}, /--bot-id/],
    ['an unknown option', ['--botid', botId], {}, /Unknown option '--botid'/],
    ['a stray argument', ['package.zip'], {}, /Unexpected argument 'package\.zip'/],
    [
      'a website without https',
      ['--bot-id', botId, '--website', 'http://a.example'],
      {},
      /^--website .* https/,
    ],
    [
      'a developer name that is too long',
      ['--bot-id', botId, '--developer', 'x'.repeat(33)],
      {},
      /^--developer /,
    ],
  ];
  for (const [what, args, env, expected] of wrong) {
    test(`answers ${what} with one sentence and exit code 64`, () => {
      const { status, stdout, stderr } = run(args, env);
      assert.deepEqual({ status, stdout }, { status: 64, stdout: '' });
      assert.match(stderr, expected);
      assert.match(stderr, /^[^\n]+\.\n$/);
    });
  }

  test('writes a package without any id, and says that it will not reach a bot', () => {
    const { status, stdout } = run(['--out', join(folder, 'placeholder.zip')]);
    assert.equal(status, 0);
    assert.match(stdout, /No bot id was given/);
  });

  test('takes the app id as the id of the bot where no other is given', () => {
    const { status, stdout } = run(['--app-id', appId, '--out', join(folder, 'app.zip')]);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`Teams app id ${appId}, bot id ${appId}`));
  });

  test('says why a file cannot be written, without a stack trace', () => {
    const { status, stderr } = run(['--bot-id', botId, '--out', folder]);
    assert.equal(status, 1);
    assert.match(stderr, /^The package was not written: EISDIR[^\n]+\n$/);
  });
});

function run(args: string[], env: Record<string, string> = {}) {
  const script = fileURLToPath(new URL('../../manifest/package.ts', import.meta.url));
  const { MicrosoftAppId: _, ...inherited } = process.env;
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...inherited, ...env } });
}
