import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { AppPackageError, buildAppPackage, readIcons } from '../../manifest/appPackage.ts';
import { fillManifest } from '../../manifest/teamsManifest.ts';
import { readTranslations } from '../../manifest/translations.ts';

const appId = '11111111-2222-3333-4444-555555555555';
const botId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const manifest = fillManifest({ appId, botId });

describe('the package', () => {
  test('holds the manifest, its languages and the two icons at its root and nothing else', () => {
    const files = unzipSync(buildAppPackage({ appId, botId }));
    assert.deepEqual(Object.keys(files).sort(), [
      'color.png',
      'de.json',
      'es.json',
      'fr.json',
      'ja.json',
      'manifest.json',
      'nl.json',
      'outline.png',
    ]);
    for (const [file, texts] of Object.entries(readTranslations(manifest)))
      assert.deepEqual(JSON.parse(strFromU8(files[file] ?? new Uint8Array())), texts);
    assert.deepEqual(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())), manifest);
    assert.deepEqual({ color: files['color.png'], outline: files['outline.png'] }, readIcons());
  });

  test('holds the files that its manifest names', () => {
    const files = unzipSync(buildAppPackage({ appId, botId }));
    const languages = manifest.localizationInfo.additionalLanguages.map(({ file }) => file);
    for (const file of [manifest.icons.color, manifest.icons.outline, ...languages])
      assert.ok(file in files, file);
  });

  test('is the same bytes each time', () => {
    assert.deepEqual(buildAppPackage({ appId, botId }), buildAppPackage({ appId, botId }));
  });

  test('is refused when an id is no GUID', () => {
    assert.throws(() => buildAppPackage({ appId: 'x', botId }), AppPackageError);
  });
});

describe('the package with a broken icon', () => {
  const icons = readIcons();

  const wrong: [what: string, broken: Partial<typeof icons>, sentence: string][] = [
    [
      'a colour icon of the wrong size',
      { color: icons.outline },
      'color.png must be 192×192 pixels, but is 32×32.',
    ],
    [
      'an outline of the wrong size',
      { outline: icons.color },
      'outline.png must be 32×32 pixels, but is 192×192.',
    ],
    ['an icon that is no PNG', { color: new Uint8Array(100) }, 'color.png is not a PNG file.'],
    ['an empty icon', { outline: new Uint8Array() }, 'outline.png is not a PNG file.'],
  ];
  for (const [what, broken, sentence] of wrong) {
    test(`is refused with ${what}`, () => {
      assert.throws(
        () => buildAppPackage({ appId, botId }, { ...icons, ...broken }),
        new AppPackageError(sentence),
      );
    });
  }
});
