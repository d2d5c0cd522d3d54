import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type Card, languages, questionCard } from '../../cards/index.ts';
import { causes } from '../../diagnosis/causes/index.ts';
import { launchChromium, skipBrowser } from '../browser/playground.ts';
import { administratorsOnly, assertSendable, elements, textOf, unresolved } from '../cards/cardParts.ts';
import { type Exhibit, exhibits } from './exhibits.ts';
import { page } from './page.ts';
import { specimens } from './specimens.ts';

const seen = await specimens();
const shown = exhibits(seen);
const everywhere = languages.flatMap((language) =>
  exhibits(seen, language).map((exhibit) => [language, exhibit] as const),
);

test('every finding code has a page', () => {
  const names = shown.map(({ name }) => name);
  const missing = causes.map(({ code }) => code).filter((code) => !names.includes(code));
  assert.deepEqual(missing, [], 'tests/gallery/specimens.ts shows no diagnosis with it');
});

test('a code that no diagnosis shows has none', () => {
  const others = seen.filter(({ diagnosis }) => diagnosis.findings.every(({ code }) => code !== 'expired'));
  assert.ok(exhibits(others).every(({ name }) => name !== 'expired'));
});

describe('every card can be sent, with all of its labels and nothing left to fill in', () => {
  for (const [language, { name, cards }] of everywhere)
    test(`${name}, ${language}`, () => {
      for (const { card } of cards) {
        assertSendable(card);
        // The lab has a certificate whose name looks like an expression.
        assert.deepEqual(unresolved(card, [`\${secret}`]), []);
        for (const image of elements(card).filter(({ type }) => type === 'Image')) assert.ok(image.altText);
      }
    });
});

test('who only wants mail reads no terms, whatever the code', () => {
  const [, ...diagnosed] = shown;
  for (const { name, cards } of diagnosed) {
    // What stands before is the headline and the names.
    const [, text] = cards[0] ? textOf(cards[0].card).split('\nWhat it means\n') : [];
    assert.ok(text, name);
    assert.doesNotMatch(text, administratorsOnly, name);
  }
});

describe('in the browser', { skip: skipBrowser() }, () => {
  let browser: Browser;
  let window: Page;
  let folder: string;
  before(async () => {
    browser = await launchChromium();
    window = await browser.newPage();
    folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** What is wrong with an exhibit's cards as they are drawn, folded and unfolded. */
  async function faults(exhibit: Exhibit, language = 'en'): Promise<string[]> {
    const file = join(folder, `${exhibit.name}.html`);
    await writeFile(file, page(exhibit, language, new URL('../../', import.meta.url).href));
    await window.goto(pathToFileURL(file).href);
    await window.addScriptTag({ path: fileURLToPath(new URL('faults.js', import.meta.url)) });
    return await window.evaluate('faults()');
  }

  for (const [language, exhibit] of everywhere)
    test(`${exhibit.name} fits its width, narrow and wide, and names everything that can be used, ${language}`, async () => {
      assert.deepEqual(await faults(exhibit, language), []);
    });

  const dot = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=';
  const question = questionCard({ question: 'server', asked: 'one' }, 'en');
  const wrong: [what: string, card: Card, fault: RegExp][] = [
    [
      'a text that does not wrap',
      withBody({ type: 'TextBlock', text: 'so long '.repeat(20) }),
      /^text beyond/,
    ],
    ['a button too long for the card', withAction('so long '.repeat(20)), /^text beyond/],
    ['an input without a label', withBody({ type: 'Input.Text', id: 'x' }), /^no name: INPUT/],
    ['an image without a text', withBody({ type: 'Image', url: dot }), /^no name: IMG/],
    ['a folded text that does not wrap', folded('so long '.repeat(20)), /^text beyond/],
  ];
  for (const [what, card, fault] of wrong)
    test(`${what} would be found`, async () => {
      const found = await faults({ name: 'wrong', title: '', about: '', cards: [{ caption: '', card }] });
      assert.ok(found.length > 0);
      for (const line of found) assert.match(line, fault);
    });

  function withBody(...body: object[]): Card {
    return { ...question, body, actions: [] };
  }

  function withAction(title: string): Card {
    return { ...question, actions: [{ type: 'Action.Submit', title }] };
  }

  function folded(text: string): Card {
    const toggle = { type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] };
    return { ...withBody({ type: 'TextBlock', id: 'more', text, isVisible: false }), actions: [toggle] };
  }
});
