import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';

export type View = 'personal' | 'group' | 'channel';

/**
 * One person's window on the Playground. "Newest" is what the bot sent last, in a channel what it sent last below the
 * newest post. Each view is a conversation of its own; the bot hears that it was installed when one is first opened.
 */
export class Chat {
  /** Uncaught errors and console errors of the page, without those about fonts and the icon it does not get. */
  readonly consoleErrors: string[] = [];
  readonly page: Page;
  readonly #browser: Browser;
  #view: View = 'personal';
  /** The bot's messages when the user spoke last: what was there before is no answer. */
  #before: string[] = [];

  constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.on('pageerror', (error) => this.consoleErrors.push(error.message));
    page.on('console', (message) => {
      const { href, origin, pathname } = new URL(message.location().url || page.url());
      if (message.type() !== 'error' || origin !== new URL(page.url()).origin || pathname === '/favicon.ico')
        return;
      this.consoleErrors.push(`${message.text()} (${href})`);
    });
  }

  /** Shows the chat with the bot alone, the group chat, or the General channel of a team. */
  async open(view: View): Promise<void> {
    await this.page.getByRole('treeitem', { name: ui.view[view] }).click();
    const log = this.page.getByRole('button', { name: ui.hideLog });
    if (await log.isVisible()) await log.click();
    this.#view = view;
    this.#before = [];
    await this.page.getByRole('button', { name: ui.send[view] }).waitFor();
  }

  /**
   * Types and sends a message, in a channel as a new post. Outside the personal view the bot is mentioned in front,
   * as without that it hears nothing; `mention: false` leaves that out.
   */
  async say(text: string, options: { mention?: boolean } = {}): Promise<void> {
    this.#before = await this.#botMessages().allInnerTexts();
    const posts = this.page.locator(ui.post);
    const postCount = await posts.count();
    const editor = this.page.locator(ui.editor).first();
    await editor.click();
    if (options.mention ?? this.#view !== 'personal') {
      await this.page.keyboard.type('@');
      await this.page.getByRole('menuitem', { name: ui.bot }).click();
      await this.page.keyboard.type(' ');
    }
    await this.page.keyboard.insertText(text);
    await this.page.getByRole('button', { name: ui.send[this.#view], exact: true }).click();
    if (this.#view !== 'channel') return;
    await posts.nth(postCount).waitFor();
    this.#before = [];
  }

  /** Waits until the bot's newest message, come or changed since `say`, contains the text. Returns the whole message. */
  async waitForText(wanted: string, timeout = 15_000): Promise<string> {
    const end = Date.now() + timeout;
    for (;;) {
      const texts = await this.#botMessages().allInnerTexts();
      const newest = texts.at(-1) ?? '';
      if (texts.length !== this.#before.length || newest !== this.#before.at(-1)) this.#before = [];
      if (this.#before.length === 0 && newest.includes(wanted)) return newest;
      if (Date.now() > end) throw new Error(`No "${wanted}" within ${timeout} ms, but: ${newest}`);
      await delay(50);
    }
  }

  /** Fills the text input with that label in the newest card. */
  async fill(label: string, value: string): Promise<void> {
    await this.#newestCard().getByRole('textbox', { name: label }).fill(value);
  }

  /** Picks a choice of the choice set with that label in the newest card, drop-down list or radio buttons. */
  async choose(label: string, choice: string): Promise<void> {
    const card = this.#newestCard();
    const list = card.getByRole('combobox', { name: label });
    if ((await list.count()) === 0) {
      return card.getByRole('radiogroup', { name: label }).getByLabel(choice, { exact: true }).check();
    }
    await list.click();
    await this.page.getByRole('option', { name: choice, exact: true }).click();
  }

  /** Presses the button of the newest card with that title, also one in the overflow menu. */
  async press(title: string): Promise<void> {
    const card = this.#newestCard();
    const button = card.getByRole('button', { name: title, exact: true });
    const overflow = card.getByRole('button', { name: ui.overflow });
    if ((await button.count()) > 0 || (await overflow.count()) === 0) return button.click();
    await overflow.click();
    await this.page.getByRole('menuitem', { name: title, exact: true }).click();
  }

  /** The bot's newest message as it reads on the screen. */
  async lastCardText(): Promise<string> {
    return (await this.#botMessages().allInnerTexts()).at(-1) ?? '';
  }

  /** The texts of all messages in the order shown. A quick answer can stand before the message it answers. */
  async messages(): Promise<string[]> {
    return this.#scope().locator(ui.message[this.#view]).allInnerTexts();
  }

  /** Saves the window, or with `part: 'card'` the newest message alone, as PNG. */
  async screenshot(path: string, part: 'window' | 'card' = 'window'): Promise<void> {
    if (part === 'window') return void (await this.page.screenshot({ path }));
    const message = this.#botMessages().last();
    const size = this.page.viewportSize() ?? { width: 0, height: 0 };
    const height = (await message.boundingBox())?.height ?? 0;
    // What is scrolled out of sight would be missing from the picture.
    await this.page.setViewportSize({ ...size, height: Math.max(size.height, Math.ceil(height) + 200) });
    await message.screenshot({ path });
    await this.page.setViewportSize(size);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  #scope(): Locator {
    return this.#view === 'channel' ? this.page.locator(ui.post).first() : this.page.locator('body');
  }

  #botMessages(): Locator {
    return this.#scope().locator(ui.botMessage);
  }

  #newestCard(): Locator {
    return this.#scope().locator(ui.botMessage).locator(ui.card).last();
  }
}

/** All that depends on how the Playground draws its page (0.2.28). Its bot and its user have fixed names. */
const ui = {
  view: { personal: 'Personal Chat', group: 'Group Chat', channel: 'My Team - General' },
  hideLog: 'Hide log panel',
  editor: '[data-lexical-editor]',
  send: { personal: 'Send Message', group: 'Send Message', channel: 'Post' },
  bot: 'Test Bot',
  /** A channel shows its newest post on top; answers stand inside the post, the newest last. */
  post: '.fui-Card:has([aria-label="Show more information"])',
  message: {
    personal: '[aria-label="Message header"] + div',
    group: '[aria-label="Message header"] + div',
    channel: '.fui-CardHeader + *, div:has(> .fui-Avatar) + div',
  },
  botMessage:
    'div:has(> .fui-Avatar[aria-label="Test Bot"]) + div, .fui-CardHeader:has([aria-label="Test Bot"]) + *',
  /** Without the card inside that an `Action.ShowCard` opens. */
  card: '.ac-adaptiveCard:not(.ac-adaptiveCard .ac-adaptiveCard)',
  overflow: 'More options',
};
