import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, posix, sep } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Each room may import from itself and from the rooms behind it. */
const rooms = ['bot', 'dialogs', 'cards', 'diagnosis'];

const botSdk = /^(botbuilder|botframework|@microsoft\/(agents|teams))/;
const refusedPackages: Record<string, RegExp[]> = {
  dialogs: [/^restify/],
  cards: [botSdk, /^restify/],
  diagnosis: [botSdk, /^restify/, /^adaptive(cards|-expressions)/, /^i18next/],
};

describe('imports run one way: bot, dialogs, cards, diagnosis', () => {
  const files = globSync(`{${rooms.join(',')}}/**/*.ts`, { cwd: root }).map((file) =>
    file.replaceAll(sep, '/'),
  );

  test('there is something to check', () => assert.ok(files.includes('diagnosis/types.ts')));

  for (const file of files) {
    test(file, () => assert.deepEqual(violations(file, readFileSync(`${root}${file}`, 'utf8')), []));
  }
});

describe('the rule refuses', () => {
  const table: [file: string, source: string][] = [
    ['dialogs/mainDialog.ts', `import { readConfiguration } from '../bot/configuration.ts';`],
    ['cards/render.ts', `import type { Bot } from '../bot/certificateBot.ts';`],
    ['cards/render.ts', `export * from '../dialogs/mainDialog.ts';`],
    ['diagnosis/check.ts', `import '../cards/texts.ts';`],
    ['diagnosis/causes/expired.ts', `import { texts } from '../../cards/texts.ts';`],
    ['diagnosis/check.ts', `const later = await import('../bot/telemetry.ts');`],
    ['diagnosis/check.ts', `const later = import(\n  "../bot/telemetry.ts"\n);`],
    ['bot/server.ts', `import { startLab } from '../tests/lab/lab.ts';`],
    ['cards/render.ts', `import {\n  check,\n  type Diagnosis,\n} from '../diagnosis/check.ts';`],
    ['cards/render.ts', `import type { Diagnosis } from '../diagnosis/types.ts';`],
    ['dialogs/serverStep.ts', `import { parseServerName } from "../diagnosis/names/serverName.ts";`],
    ['dialogs/mainDialog.ts', `import restify from 'restify';`],
    ['cards/render.ts', `import { CardFactory } from 'botbuilder';`],
    ['cards/render.ts', `import type { Attachment } from 'botframework-schema';`],
    ['cards/render.ts', `import restify from 'restify';`],
    ['diagnosis/check.ts', `import { TurnContext } from 'botbuilder-core/lib/turnContext';`],
    ['diagnosis/check.ts', `const sdk = require('botbuilder');`],
    ['diagnosis/check.ts', `import { TurnContext } from '@microsoft/agents-hosting';`],
    ['diagnosis/check.ts', `import restify from 'restify';`],
    ['diagnosis/check.ts', `import { Template } from 'adaptivecards-templating';`],
    ['diagnosis/check.ts', `import i18next from 'i18next';`],
  ];
  for (const [file, source] of table)
    test(`${source.replaceAll(/\s+/g, ' ')} in ${file}`, () =>
      assert.equal(violations(file, source).length, 1));
});

describe('the rule admits', () => {
  const table: [file: string, source: string][] = [
    ['bot/main.ts', `import { readConfiguration } from './configuration.ts';`],
    ['bot/main.ts', `import restify from 'restify';\nimport { ActivityHandler } from 'botbuilder';`],
    ['bot/configuration.ts', `import { parsePorts } from '../diagnosis/network/portPolicy.ts';`],
    ['bot/main.ts', `import about from '../package.json' with { type: 'json' };`],
    ['dialogs/mainDialog.ts', `import { renderHelp } from '../cards/help.ts';`],
    ['dialogs/mainDialog.ts', `import { WaterfallDialog } from 'botbuilder-dialogs';`],
    ['dialogs/mainDialog.ts', `import { check, type Diagnosis } from '../diagnosis/index.ts';`],
    ['cards/texts/german.ts', `import type { FindingCode } from '../../diagnosis/index.ts';`],
    [
      'cards/help.ts',
      `import template from './help.json' with { type: 'json' };\nimport i18next from 'i18next';`,
    ],
    ['diagnosis/causes/expired.ts', `import type { Finding } from '../types.ts';`],
    ['diagnosis/certificate.ts', `import forge from 'node-forge';\nimport { connect } from 'node:tls';`],
  ];
  for (const [file, source] of table)
    test(`${source.replaceAll(/\s+/g, ' ')} in ${file}`, () =>
      assert.deepEqual(violations(file, source), []));
});

describe('code lives in the room of the thing it is about', () => {
  test('no folder is a drawer for everything', () => assert.deepEqual(folders().filter(isDrawer), []));

  for (const folder of ['utils', 'bot/helpers', 'cards/texts/Common', 'diagnosis/services'])
    test(`${folder} would be refused`, () => assert.ok(isDrawer(folder)));

  for (const folder of ['bot', 'diagnosis/causes', 'tests/lab'])
    test(`${folder} is fine`, () => assert.ok(!isDrawer(folder)));
});

/** What the imports of one source file do against the rule, a sentence each. `file` is relative to the root, with `/`. */
function violations(file: string, source: string): string[] {
  return importedNames(source).flatMap((name) => {
    const objection = name.startsWith('.')
      ? objectionToFile(roomOf(file), posix.join(posix.dirname(file), name))
      : objectionToPackage(roomOf(file), name);
    return objection === null ? [] : [`${file} imports ${name}: ${objection}`];
  });
}

function objectionToFile(room: string, target: string): string | null {
  const targetRoom = roomOf(target);
  if (targetRoom === 'tests' || targetRoom === 'bench') return 'the product does not know its tests';
  if (targetRoom === room || !rooms.includes(targetRoom)) return null;
  if (rooms.indexOf(targetRoom) < rooms.indexOf(room)) return `${room}/ must not know ${targetRoom}/`;
  if (room !== 'bot' && targetRoom === 'diagnosis' && target !== 'diagnosis/index.ts')
    return 'the door of diagnosis/ is diagnosis/index.ts';
  return null;
}

function objectionToPackage(room: string, name: string): string | null {
  const refused = refusedPackages[room]?.some((pattern) => pattern.test(name));
  return refused ? `${room}/ must not know this package` : null;
}

function importedNames(source: string): string[] {
  const imports = /\b(?:from|import|require)\s*\(?\s*(['"`])([^'"`]+)\1/g;
  return [...source.matchAll(imports)].map(([, , name = '']) => name);
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function folders(): string[] {
  const foreign = /^(node_modules|data|\..*)$/;
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return top
    .filter(({ name }) => !foreign.test(name))
    .flatMap(({ name }) => [
      name,
      ...readdirSync(`${root}${name}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${entry.parentPath}/${entry.name}`),
    ]);
}

function isDrawer(folder: string): boolean {
  return /^(utils|helpers|common|services)$/i.test(basename(folder));
}
