import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { languages } from '../../cards/index.ts';
import { launchChromium } from '../browser/playground.ts';
import { type Exhibit, exhibits } from './exhibits.ts';
import { indexPage, languagesPage, page } from './page.ts';
import { specimens } from './specimens.ts';

const folder = new URL('../../docs/gallery/', import.meta.url);

/**
 * Writes docs/gallery: in each language a page for each exhibit, and a picture of each of its cards, unfolded, which git
 * ignores.
 */
async function makeGallery(): Promise<void> {
  const seen = await specimens();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await writeFile(new URL('index.html', folder), languagesPage(languages, '../../'));
  const browser = await launchChromium();
  try {
    const window = await browser.newPage({ viewport: { width: 1960, height: 1200 } });
    for (const language of languages)
      await makePages(exhibits(seen, language), language, new URL(`${language}/`, folder), window);
  } finally {
    await browser.close();
  }
  console.log(`${new URL('index.html', folder)}`);
}

async function makePages(shown: Exhibit[], language: string, folder: URL, window: Page): Promise<void> {
  const root = '../../../';
  await mkdir(folder);
  await writeFile(new URL('index.html', folder), indexPage(shown, root));
  for (const exhibit of shown)
    await writeFile(new URL(`${exhibit.name}.html`, folder), page(exhibit, language, root));
  for (const exhibit of shown) await photograph(exhibit, folder, window);
}

async function photograph({ name, cards }: Exhibit, folder: URL, window: Page): Promise<void> {
  await window.goto(new URL(`${name}.html`, folder).href);
  await window.evaluate('unfold()');
  const sections = window.locator('section');
  for (const [index, { caption }] of cards.entries()) {
    const path = new URL(`${name}-${caption.toLowerCase().replaceAll(/\W+/g, '-')}.png`, folder).pathname;
    await sections.nth(index).screenshot({ path });
  }
}

await makeGallery();
