import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';
import { bareForm, type Evidence, formatServerName } from '../../diagnosis/index.ts';
import { readCorpus } from './corpus.ts';

const corpus = readCorpus();

describe('what people paste is understood', () => {
  for (const { name, bytes, expected } of corpus)
    test(name, () => {
      const evidence = readEvidence(bytes);
      assert.ok(evidence.ok);
      const told = summaryOf(evidence.value);
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, told[key]])), expected);
    });
});

test('there are at least 60 texts, and what is said of each is something', () => {
  assert.ok(corpus.length >= 60, `${corpus.length}`);
  assert.deepEqual(
    corpus.filter(({ expected }) => Object.keys(expected).length === 0),
    [],
  );
});

describe('a format has a mangled text as well', () => {
  for (const format of new Set(corpus.map((text) => text.format)))
    test(format, () =>
      assert.ok(corpus.some((text) => text.format === format && text.name.includes('mangled'))),
    );
});

/** Each part as it is written in the expectations. */
function summaryOf(evidence: Evidence): Record<string, unknown> {
  const { principal } = evidence;
  return {
    ...evidence,
    servers: evidence.servers.map(formatServerName),
    principal: principal?.name === undefined ? principal?.form : bareForm(principal.name),
    conflicts: evidence.conflicts.map(({ field }) => field),
    certificates: evidence.certificates.length,
  };
}
