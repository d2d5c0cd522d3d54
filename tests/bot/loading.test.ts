import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

test('the bot starts without what it has no use for', async () => {
  await import('../../bot/bot.ts');
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  assert.ok(loaded.some((file) => file.includes('botbuilder-dialogs')));
  // The SDK's index of dialogs loads them; see dialogs/dialogSdk.ts.
  assert.deepEqual(
    loaded.filter((file) =>
      /recognizers-text-(?:suite|number|date-time)|botbuilder-dialogs.lib.prompts/.test(file),
    ),
    [],
  );
});
