import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { readConfiguration } from '../../bot/configuration.ts';
import parameters from '../../infra/azure.parameters.json' with { type: 'json' };

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const template = read('infra/azure.bicep');
const guide = read('docs/deploy.md');

describe('the settings that the template gives to the App Service', () => {
  const settings = settingsOf(template);
  const samples: Record<string, string> = {
    'identity.properties.clientId': '11111111-2222-3333-4444-555555555555',
    'identity.properties.tenantId': '66666666-7777-8888-9999-000000000000',
    allowedTenants: '66666666-7777-8888-9999-000000000000',
    helpdeskContact: '',
    'uriComponent(state.listKeys().primaryKey)': 'a%2Bb%2Fc%3D',
    'redis.properties.hostName': 'contoso-redis.westeurope.redis.azure.net',
  };
  const env = Object.fromEntries(
    Object.entries(settings).map(([name, expression]) => [name, evaluated(expression, samples)]),
  );

  test('are taken by the bot', () => {
    const { credentials, stateUrl, allowedTenants } = readConfiguration(env);
    assert.equal(credentials?.appType, 'UserAssignedMSI');
    assert.equal(stateUrl, 'rediss://:a%2Bb%2Fc%3D@contoso-redis.westeurope.redis.azure.net:10000/0');
    assert.deepEqual(allowedTenants, [samples.allowedTenants]);
  });

  test('are all known to the bot or to Azure', () => {
    const variables = read('README.md');
    const unknown = Object.keys(settings).filter(
      (name) => !variables.includes(`\`${name}\``) && !/^(WEBSITE|SCM)_/.test(name),
    );
    assert.deepEqual(unknown, []);
  });
});

test('the parameters of the toolkit are those of the template, with each that has no default', () => {
  const declared = [...template.matchAll(/^param (\w+) \w+( =)?/gm)];
  const names = declared.map(([, name]) => name);
  const given = Object.keys(parameters.parameters);
  assert.deepEqual(
    given.filter((name) => !names.includes(name)),
    [],
  );
  const needed = declared.filter(([, , fallback]) => fallback === undefined).map(([, name = '']) => name);
  assert.deepEqual(
    needed.filter((name) => !given.includes(name)),
    [],
  );
});

describe('each lifecycle of m365agents.yml', () => {
  const toolkit: Record<'provision' | 'deploy' | 'publish', Action[]> = parse(read('m365agents.yml'));
  /** What the toolkit asks for, and what the guide has people write. */
  const atFirst = ['AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP_NAME', ...asked(guide)];
  const outputs = [...template.matchAll(/^output (\w+) /gm)].map(([, name = '']) => name);

  for (const lifecycle of ['provision', 'deploy', 'publish'] as const)
    test(`${lifecycle} uses only files that are there and variables that have a value by then`, () => {
      const known = new Set(atFirst);
      const before = lifecycle === 'provision' ? [] : toolkit.provision;
      for (const action of [...before, ...toolkit[lifecycle]]) {
        for (const text of texts(action.with)) {
          for (const name of placeholders(text)) assert.ok(known.has(name), `${action.uses}: ${name}`);
          const isSource = /^\.\/(infra|manifest)\/[\w.]+$/.test(text) && text !== './manifest/build';
          if (!isSource) continue;
          assert.ok(existsSync(new URL(`../../${text}`, import.meta.url)), text);
          for (const name of placeholders(read(text))) assert.ok(known.has(name), `${text}: ${name}`);
        }
        for (const name of Object.values(action.writeToEnvironmentFile ?? {})) known.add(name);
        if (action.uses === 'arm/deploy') for (const name of outputs) known.add(name);
      }
    });
});

test('the toolkit uploads all that the bot runs with', () => {
  const rules = read('.webappignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const needed = ['package.json', 'node_modules', 'bot', 'cards', 'dialogs', 'diagnosis'];
  for (const rule of rules) {
    assert.match(rule, /^\/[\w.*]+$/, 'a name without a slash would be left out of all packages, too');
    assert.ok(!needed.includes(rule.slice(1)), rule);
  }
});

interface Action {
  uses: string;
  with: unknown;
  writeToEnvironmentFile?: Record<string, string>;
}

/** Names and expressions in the block of the app settings. */
function settingsOf(bicep: string): Record<string, string> {
  const [, block = ''] = /name: 'appsettings'\n\s+properties: \{\n([\s\S]*?)\n {4}\}/.exec(bicep) ?? [];
  const lines = [...block.matchAll(/^ +(\w+): (.+)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', expression = '']) => [name, expression]));
}

/** The value of a Bicep string, or of an expression that is a sample's name. */
function evaluated(expression: string, samples: Record<string, string>): string {
  const sample = (name: string) => {
    const value = samples[name];
    assert.notEqual(value, undefined, `a sample for ${name}`);
    return String(value);
  };
  if (!expression.startsWith("'")) return sample(expression);
  return expression.slice(1, -1).replaceAll(/\$\{([^}]+)\}/g, (_whole, name: string) => sample(name));
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
}

/** What the guide writes to env/.env.dev. */
function asked(text: string): string[] {
  const [line = ''] = /^printf .*env\/\.env\.dev$/m.exec(text) ?? [];
  return [...line.matchAll(/(?:'|\\n)([A-Z_]+)=/g)].map(([, name = '']) => name);
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
