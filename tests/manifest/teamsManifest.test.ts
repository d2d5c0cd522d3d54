import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fillManifest, manifestProblem } from '../../manifest/teamsManifest.ts';

const appId = '11111111-2222-3333-4444-555555555555';
const botId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const manifest = fillManifest({ appId, botId });

describe('the manifest', () => {
  test("matches Microsoft's schema 1.19 once the ids are filled in", () => {
    assert.equal(manifestProblem(manifest), undefined);
    assert.equal(manifest.id, appId);
    assert.equal(manifest.bots[0]?.botId, botId);
  });

  test('leaves no placeholder behind', () => {
    assert.doesNotMatch(JSON.stringify(manifest), /\$\{\{|<<|TEAMS_APP_ID|BOT_ID/);
  });

  test('takes the developer from its maker and keeps the rest', () => {
    const { developer } = fillManifest({ appId, botId, developer: { name: 'Contoso IT' } });
    assert.deepEqual(developer, { ...manifest.developer, name: 'Contoso IT' });
  });

  const limits: [what: string, text: string, most: number][] = [
    ['short name', manifest.name.short, 30],
    ['full name', manifest.name.full, 100],
    ['short description', manifest.description.short, 80],
    ['full description', manifest.description.full, 4000],
    ['developer name', manifest.developer.name, 32],
  ];
  for (const [what, text, most] of limits) {
    test(`keeps the ${what} within ${most} characters`, () => {
      assert.ok(text.trim().length > 0 && text.length <= most, `${text.length} characters: ${text}`);
    });
  }

  test('says more in the full name and description than in the short ones', () => {
    assert.notEqual(manifest.name.full, manifest.name.short);
    assert.notEqual(manifest.description.full, manifest.description.short);
  });

  test('offers the same commands in each scope, one list per scope', () => {
    const [bot] = manifest.bots;
    assert.deepEqual(bot?.scopes, ['personal', 'team', 'groupChat']);
    assert.deepEqual(
      bot.commandLists.map((list) => list.scopes),
      [['personal'], ['team'], ['groupChat']],
    );
    for (const list of bot.commandLists) {
      assert.deepEqual(
        list.commands.map((command) => command.title),
        ['check', 'help', 'start over', 'cancel'],
      );
    }
  });

  test('offers to diagnose a message, by the same bot', () => {
    const [extension, ...others] = manifest.composeExtensions;
    assert.deepEqual(others, []);
    assert.equal(extension?.botId, botId);
    assert.partialDeepStrictEqual(extension.commands, [
      { id: 'diagnoseMessage', type: 'action', context: ['message'], fetchTask: true },
    ]);
  });

  test('keeps the titles and descriptions of commands within 32 and 128 characters', () => {
    const commands = [
      ...manifest.bots.flatMap(({ commandLists }) => commandLists.flatMap((list) => list.commands)),
      ...manifest.composeExtensions.flatMap((extension) => extension.commands),
    ];
    assert.equal(commands.length, 13);
    for (const { title, description } of commands)
      assert.ok(title.length <= 32 && description.length <= 128, title);
  });

  test('asks for no permission and no domain, and takes files', () => {
    assert.ok(
      !('permissions' in manifest) && !('authorization' in manifest) && !('devicePermissions' in manifest),
    );
    assert.deepEqual(manifest.validDomains, []);
    assert.equal(manifest.bots[0]?.supportsFiles, true);
  });

  const rejected: [what: string, change: object, expected: RegExp][] = [
    [
      'a bot id that is no GUID',
      { bots: [{ ...manifest.bots[0], botId: 'my-bot' }] },
      /manifest\/bots\/0\/botId/,
    ],
    ['an unknown property', { colour: 'teal' }, /must NOT have additional properties/],
    [
      'a short name of 31 characters',
      { name: { ...manifest.name, short: 'x'.repeat(31) } },
      /manifest\/name\/short/,
    ],
    [
      'a command of a message for another place',
      { composeExtensions: [{ botId, commands: [{ id: 'x', title: 'x', context: ['mail'] }] }] },
      /manifest\/composeExtensions\/0\/commands\/0\/context/,
    ],
    [
      'a language without its file',
      { localizationInfo: { defaultLanguageTag: 'en', additionalLanguages: [{ languageTag: 'de' }] } },
      /file/,
    ],
    ['another schema version', { manifestVersion: '1.17' }, /manifest\/manifestVersion/],
  ];
  for (const [what, change, expected] of rejected) {
    test(`is refused with ${what}`, () => {
      assert.match(manifestProblem({ ...manifest, ...change }) ?? '', expected);
    });
  }
});
