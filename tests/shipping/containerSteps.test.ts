import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { commandOf, containerFile, type Step, stagesOf } from './containerFile.ts';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../', import.meta.url));
const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);

/** What an image has at /, here in a folder: the steps are taken as they stand, without accounts and without isolation. */
const image = mkdtempSync(join(tmpdir(), 'image-'));
after(() => rmSync(image, { recursive: true }));
const within = (text: string) => text.replaceAll(/(?<=^|[\s=:])\/(?=app|data)/g, `${image}/`);

describe('the steps of the Dockerfile', { skip: process.platform === 'win32' }, () => {
  const env: Record<string, string> = {};
  let steps: Step[] = [];

  before(async () => {
    for (const stage of stagesOf(containerFile)) {
      for (const step of stage.steps) await take(step, env);
      steps = stage.steps;
    }
  });

  test('leave out what only tests need', () => {
    const packages = readdirSync(join(image, 'app/node_modules'));
    assert.ok(packages.includes('botbuilder'));
    for (const name of ['fast-check', 'playwright-core', 'node']) assert.ok(!packages.includes(name), name);
  });

  test('keep what Node compiles', () => assert.ok(readdirSync(join(image, 'app/compiled')).length > 0));

  test('make a bot that is healthy, remembers on its volume and ends on the signal', async () => {
    await using bot = await start(steps, env);
    const health = steps.find(({ keyword }) => keyword === 'HEALTHCHECK');
    assert.ok(health);
    const [node = '', ...words] = commandOf(health);
    const ask = (port: string) => run(node, words, { env: { PATH, PORT: port } });
    await ask(bot.port);
    await assert.rejects(ask('1'), { code: 1 }, 'where nothing answers it is not healthy');
    assert.ok(existsSync(join(image, 'data/bot.db')));
    assert.equal(await bot.end(steps.find(({ keyword }) => keyword === 'STOPSIGNAL')?.rest), 0);
  });
});

async function take({ keyword, words, flags, rest }: Step, env: Record<string, string>): Promise<void> {
  const app = join(image, 'app');
  if (keyword === 'WORKDIR') mkdirSync(within(rest), { recursive: true });
  if (keyword === 'ENV')
    for (const word of words) {
      const [name = '', ...value] = word.split('=');
      env[name] = within(value.join('='));
    }
  // Both stages are one folder here: what comes from the other is there already.
  if (keyword === 'COPY' && flags.from === undefined)
    for (const name of words.slice(0, -1)) cpSync(join(project, name), join(app, name), { recursive: true });
  // Making folders for an account takes an image that has it.
  if (keyword === 'RUN' && rest.startsWith('install '))
    for (const folder of words.filter((word) => word.startsWith('/'))) mkdirSync(within(folder));
  else if (keyword === 'RUN') {
    // The packages were fetched when the project was installed.
    const cache = { npm_config_prefer_offline: 'true' };
    await run('sh', ['-c', rest], { cwd: app, env: { ...process.env, ...env, ...cache, PATH } });
  }
}

async function start(steps: Step[], env: Record<string, string>) {
  const command = steps.find(({ keyword }) => keyword === 'CMD');
  assert.ok(command);
  const [node = '', ...words] = commandOf(command);
  const id = '11111111-2222-3333-4444-555555555555';
  const credentials = { MicrosoftAppId: id, MicrosoftAppTenantId: id, MicrosoftAppPassword: 'secret' };
  const child = spawn(node, words, {
    cwd: join(image, 'app'),
    env: { PATH, PORT: '0', HOST: '127.0.0.1', ...env, ...credentials },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${basename(node)} ended with exit code ${code}`)));
    createInterface(child.stdout).on('line', (line) => {
      const { msg, url } = JSON.parse(line);
      if (msg === 'listening') resolve(url);
    });
  });
  const end = async (signal = 'SIGKILL'): Promise<unknown> => {
    child.kill(signal as NodeJS.Signals);
    const [code] = await exit;
    return code;
  };
  const dispose = async () => {
    await end();
  };
  return { port: new URL(url).port, end, [Symbol.asyncDispose]: dispose };
}
