import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readConfiguration } from '../../bot/configuration.ts';
import { commandOf, containerFile, stagesOf } from './containerFile.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const guide = read('docs/deploy.md');
const steps = stagesOf(containerFile).at(-1)?.steps ?? [];
const folders = steps.filter(({ keyword, words }) => keyword === 'COPY' && words[0] === words[1]);

describe('the guide', () => {
  test('copies the same folders as the Dockerfile', () => {
    const names = folders.map(({ words }) => words[0] ?? '').toSorted();
    for (const command of ['zip --quiet', 'cp --recursive']) {
      const [line = ''] = new RegExp(`^${command}.*$`, 'm').exec(guide) ?? [];
      assert.deepEqual(
        names.filter((name) => !line.split(' ').includes(name)),
        [],
        command,
      );
    }
    const [, removed = ''] = /rm -r \S+\{([\w,]+)\}/.exec(guide) ?? [];
    assert.deepEqual(removed.split(',').toSorted(), names);
  });

  test('leads only to files and headings that are there', () => {
    const headings = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchor(title));
    for (const [, target = ''] of guide.matchAll(/\]\(([^)]+)\)/g)) {
      if (target.startsWith('https://')) continue;
      const [file = '', heading] = target.split('#');
      if (file === '') assert.ok(headings.includes(heading ?? ''), target);
      else assert.ok(existsSync(new URL(`../../docs/${file}`, import.meta.url)), target);
    }
  });

  test('names no setting that the bot does not know', () => {
    const known = read('README.md');
    for (const [name] of guide.matchAll(
      /\b(CHECK|STATE|RATE|LOG|ALLOWED|HELPDESK)_[A-Z_]+\b|\bMicrosoftApp\w+/g,
    ))
      assert.ok(known.includes(`\`${name}\``) || name === 'HELPDESK_CONTACT', name);
  });

  test('says which address is for a load balancer, and where metrics and log are explained', () => {
    const several = section('Several machines');
    assert.ok(several.includes('/readyz'));
    const watch = section('Watch it');
    for (const said of ['/readyz', 'METRICS_PORT', '](operation.md)']) assert.ok(watch.includes(said), said);
  });

  test('has systemd read a changed unit', () => {
    const [, upgrade = ''] = /- systemd: ([\s\S]*?)\n- /.exec(section('Upgrade')) ?? [];
    const steps = ['infra/mutual-authentication-bot.service', 'daemon-reload', 'systemctl restart'];
    const places = steps.map((step) => upgrade.indexOf(step));
    assert.ok(!places.includes(-1), upgrade);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  });

  test('quotes what the bot logs', () => {
    const [, table = ''] = guide.split('## When it does not work');
    for (const phrase of ['request refused', 'turn failed', 'an answer could not be sent'])
      assert.ok(table.includes(phrase) && logged().includes(`'${phrase}'`), phrase);
    for (const phrase of ['the error card could not be sent', 'the state cannot be used'])
      assert.ok(table.includes(phrase) && logged().includes(`'${phrase}'`), phrase);
  });
});

describe('the unit of systemd', () => {
  const unit = read('infra/mutual-authentication-bot.service');
  const settings = [...unit.matchAll(/^(\w+)=(.*)$/gm)];
  const valuesOf = (name: string) =>
    settings.filter(([, key]) => key === name).map(([, , value = '']) => value);
  const env = Object.fromEntries(
    valuesOf('Environment').flatMap((line) =>
      line.split(' ').map((word) => word.split('=') as [string, string]),
    ),
  );

  test('starts what the image starts', () =>
    assert.deepEqual(
      valuesOf('ExecStart'),
      steps.filter(({ keyword }) => keyword === 'CMD').map((step) => `/usr/bin/${commandOf(step).join(' ')}`),
    ));

  test('sets what the bot takes, for this machine only', () => {
    const id = '11111111-2222-3333-4444-555555555555';
    const secrets = { MicrosoftAppId: id, MicrosoftAppTenantId: id, MicrosoftAppPassword: 'secret' };
    const { host, stateUrl } = readConfiguration({ ...env, ...secrets });
    assert.equal(host, '127.0.0.1');
    assert.equal(stateUrl, `sqlite:/var/lib/${valuesOf('StateDirectory')}/bot.db`);
    assert.equal(env.NODE_COMPILE_CACHE, `/var/cache/${valuesOf('CacheDirectory')}`);
  });

  test('gives the bot no rights that it does not need', () => {
    for (const name of ['DynamicUser', 'NoNewPrivileges', 'ProtectHome', 'PrivateDevices'])
      assert.deepEqual(valuesOf(name), ['yes'], name);
    assert.deepEqual(valuesOf('ProtectSystem'), ['strict']);
    assert.deepEqual(valuesOf('CapabilityBoundingSet'), ['']);
    assert.deepEqual(valuesOf('MemoryDenyWriteExecute'), ['no'], 'V8 could not compile');
  });
});

function section(title: string): string {
  return guide.split('\n## ').find((part) => part.startsWith(`${title}\n`)) ?? '';
}

/** As GitHub makes them. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function logged(): string {
  const files = ['bot/adapter.ts', 'bot/delivery.ts', 'bot/server.ts', 'bot/state/sqliteState.ts'];
  return files.map(read).join('\n');
}
