import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';
import type { EvidenceFormat } from '../../diagnosis/evidence/statement.ts';
import { bareForm, type Evidence, formatServerName } from '../../diagnosis/index.ts';
import { readCorpus } from './corpus.ts';

const corpus = readCorpus();

describe('what people paste is understood', () => {
  for (const { name, bytes, expected } of corpus)
    test(name, () => {
      const evidence = readEvidence(bytes);
      assert.ok(evidence.ok);
      const told = summaryOf(evidence.value);
      assert.deepEqual(
        Object.fromEntries(Object.keys(expected).map((key) => [key, told[key] ?? null])),
        expected.formats === undefined ? expected : { ...expected, formats: sorted(expected.formats) },
      );
    });
});

test('there are at least 60 texts, and what is said of each is something', () => {
  assert.ok(corpus.length >= 60, `${corpus.length}`);
  assert.deepEqual(
    corpus.filter(({ expected }) => Object.keys(expected).length === 0).map(({ name }) => name),
    [],
  );
});

describe('a format has a text as chats, mails and consoles leave it', () => {
  const damage = /mangled|quoted|wrapped|narrow|cut|truncated|lost|typos|escaped|one-line/;
  for (const format of new Set(corpus.map((text) => text.format)))
    test(format, () => assert.ok(corpus.some((text) => text.format === format && damage.test(text.name))));
});

/** Each part as it is written in the expectations. */
function summaryOf(evidence: Evidence): Record<string, unknown> {
  const { principal } = evidence;
  return {
    ...evidence,
    formats: sorted(withoutIncidental(evidence.formats)),
    servers: evidence.servers.map(formatServerName),
    principal: principal?.name === undefined ? principal?.form : bareForm(principal.name),
    conflicts: evidence.conflicts.map(({ field }) => field),
    certificates: evidence.certificates.length,
  };
}

/** Which reader comes first is no matter of a text. */
function sorted(formats: unknown): unknown {
  return Array.isArray(formats) ? formats.toSorted() : formats;
}

/** Every report holds sentences and URLs; they are told of a text that is nothing else. */
function withoutIncidental(formats: EvidenceFormat[]): EvidenceFormat[] {
  const records = formats.filter((format) => format !== 'sentence' && format !== 'url');
  return records.length > 0 ? records : formats;
}
