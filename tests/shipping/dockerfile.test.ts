import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ValidationSeverity, type ValidatorSettings, validate } from 'dockerfile-utils';
import manifest from '../../package.json' with { type: 'json' };
import { commandOf, containerFile, type Step, stagesOf } from './containerFile.ts';

const stages = stagesOf(containerFile);
const steps = stages.at(-1)?.steps ?? [];
const last = (keyword: string): Step => {
  const step = steps.findLast((each) => each.keyword === keyword);
  assert.ok(step, `the last stage has ${keyword}`);
  return step;
};

describe('the linter', () => {
  const strict: ValidatorSettings = {
    deprecatedMaintainer: ValidationSeverity.ERROR,
    directiveCasing: ValidationSeverity.ERROR,
    emptyContinuationLine: ValidationSeverity.ERROR,
    instructionCasing: ValidationSeverity.ERROR,
    instructionCmdMultiple: ValidationSeverity.ERROR,
    instructionEntrypointMultiple: ValidationSeverity.ERROR,
    instructionHealthcheckMultiple: ValidationSeverity.ERROR,
    instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
    instructionWorkdirRelative: ValidationSeverity.ERROR,
  };
  const objections = (text: string) => validate(text, strict).map(({ message }) => message);

  test('has nothing against the Dockerfile', () => assert.deepEqual(objections(containerFile), []));

  for (const mistake of ['WORKDIR app', "CMD ['node']", 'copy . .', 'COPY bot', 'STOPSIGNAL', 'NODE 24'])
    test(`would object to ${mistake}`, () =>
      assert.ok(objections(`${containerFile}\n${mistake}\n`).length > 0));
});

test('each stage begins with the Node that the tests run with', () => {
  const { node } = manifest.devDependencies;
  assert.deepEqual(
    stages.map(({ image }) => image),
    stages.map(() => `node:${node}-bookworm-slim`),
  );
});

test('only the packages that the bot runs with go in', () => {
  const installs = stages.flatMap((stage) => stage.steps).filter(({ rest }) => rest.startsWith('npm '));
  assert.deepEqual(
    installs.map(({ rest }) => rest.split(' --no-')[0]),
    ['npm ci --omit=dev'],
  );
});

test('it runs under an account without rights', () => assert.deepEqual(last('USER').words, ['node']));

test('what is remembered lies on a volume', () => {
  const [volume] = last('VOLUME').words;
  assert.match(last('ENV').rest, new RegExp(`STATE_URL=sqlite:${volume}/`));
});

test('Node is started itself and gets the signal on which the bot ends', () => {
  assert.deepEqual(commandOf(last('CMD')), ['node', 'bot/main.ts']);
  assert.deepEqual(last('STOPSIGNAL').words, ['SIGTERM']);
});

test('the build sees what is copied, and nothing else', () => {
  const ignore = readFileSync(new URL('../../.dockerignore', import.meta.url), 'utf8');
  const rules = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const copied = stages
    .flatMap((stage) => stage.steps)
    .filter(({ keyword, flags }) => keyword === 'COPY' && flags.from === undefined)
    .flatMap(({ words }) => words.slice(0, -1));
  assert.equal(rules.shift(), '*');
  assert.deepEqual(rules.toSorted(), [...new Set(copied)].map((name) => `!${name}`).toSorted());
});
