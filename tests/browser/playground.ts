import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { Chat, type View } from './chat.ts';

export interface Playground {
  url: string;
  stop(): Promise<void>;
}

/** The first Chromium there is: `CHROMIUM_PATH`, then the usual places on Linux; undefined if there is none. */
export function chromiumPath(): string | undefined {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [process.env.CHROMIUM_PATH, ...usual].find((path) => path && existsSync(path));
}

const missing = 'No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.';

/** Why browser tests are skipped on a newcomer's machine, said loudly; false where they run. With CI set they run and fail. */
export function skipBrowser(): string | false {
  if (chromiumPath() !== undefined || process.env.CI) return false;
  console.error(`\nBROWSER TESTS SKIPPED. ${missing}\n`);
  return missing;
}

/**
 * Starts Microsoft 365 Agents Playground as the Teams of the bot at `botEndpoint`, which has to listen before a chat is
 * opened. `port` is a wish: if it is taken or not given, a free one is used. Opening a second chat on one Playground
 * continues the same conversations as far as the bot can see.
 */
export async function startPlayground(options: { botEndpoint: string; port?: number }): Promise<Playground> {
  const { botEndpoint, port = 0 } = options;
  const cli = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  const args = ['-e', botEndpoint, '-c', 'msteams', '-p', `${port}`, '--disable-telemetry'];
  // --disable-telemetry alone leaves the statistics of Application Insights on, which call Azure.
  const quiet = { TEAMSAPPTESTER_BROWSER: 'none', APPLICATION_INSIGHTS_NO_STATSBEAT: '1', no_proxy: '*' };
  // It reads its configuration from, and writes its log to, the directory it runs in.
  const cwd = await mkdtemp(join(tmpdir(), 'playground-'));
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = () => child.kill();
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await exited;
    await rm(cwd, { recursive: true, force: true });
  };

  const spoken = once(child.stdout, 'data', { signal: AbortSignal.timeout(30_000) });
  const [said] = await Promise.race([spoken, exited]).catch(() => ['nothing within 30 s']);
  child.stdout.resume();
  const granted = /Listening on (\d+)/.exec(`${said}`)?.[1];
  if (granted) return { url: `http://localhost:${granted}`, stop };
  await stop();
  throw new Error(`The Playground did not start, it said: ${said}`);
}

/** Opens the Playground in a headless Chromium and shows one of its views. */
export async function openChat(url: string, view: View = 'personal'): Promise<Chat> {
  const browser = await launchChromium();
  try {
    // Wide enough for the list of chats beside the conversation, high enough for the longest card.
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    const chat = new Chat(browser, page);
    await page.goto(url);
    await chat.open(view);
    return chat;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Headless and without the network. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(missing);
  return chromium.launch({ executablePath, args: chromiumArguments });
}

const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing leaves this machine: the page asks for fonts of office.net.
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];
