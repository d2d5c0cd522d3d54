import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { readExchangeCertificates } from '../../diagnosis/evidence/exchangeCertificate.ts';
import { readOutlookAnywhere } from '../../diagnosis/evidence/outlookAnywhere.ts';
import { readOutlookProviders } from '../../diagnosis/evidence/outlookProvider.ts';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import type { Statement } from '../../diagnosis/evidence/statement.ts';

const readers = [readOutlookProviders, readOutlookAnywhere, readExchangeCertificates];

function statementsOf(text: string): Statement[] {
  const pasted = readPastedText(text);
  return readers.flatMap((read) => read(pasted).flatMap(({ statements }) => statements));
}

function every(step: number, from: number, to: number): number[] {
  return Array.from(
    { length: Math.max(Math.ceil((to - from) / step), 0) },
    (_, index) => from + index * step,
  );
}

const damages: Record<string, (text: string) => string[]> = {
  'wrapped at any width': (text) =>
    every(11, 24, 130).map((width) => text.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\n')),
  'broken at any place': (text) =>
    every(17, 1, text.length).map((at) => `${text.slice(0, at)}\n${text.slice(at)}`),
  'moved and shortened by a chat': (text) => [
    text.replace(/ +/g, ' '),
    text.replace(/ +/g, '\t'),
    text.replace(/ {2,}/g, '\t'),
    text.replace(/^[ \t]+/gm, ''),
    text.replace(/\n\n+/g, '\n'),
    text.replace(/\n/g, '\n\n'),
    text.replace(/\s+/g, ' '),
    text.replace(/^/gm, '> '),
    text.replace(/^/gm, '\t'),
    text.replace(/ /g, '\u00a0'),
  ],
};

/** Where one certificate is lost, another may be told, but only by the names that stand there. */
function isToldOf(text: string, { field, value }: Statement, whole: Statement[]): boolean {
  if (whole.some((other) => other.field === field && other.value === value)) return true;
  if (/principal$|server$|ttl$|version$/i.test(field)) return false;
  return !/name$/i.test(field) || text.replace(/\n */g, '').includes(value);
}

const texts = globSync(
  `${import.meta.dirname}/corpus/{outlook-provider,outlook-anywhere,exchange-certificate}/*.txt`,
);

for (const [damage, make] of Object.entries(damages)) {
  test(`tells nothing else of a text that is ${damage}`, () => {
    assert.ok(texts.length > 20);
    for (const path of texts) {
      const text = readFileSync(path, 'utf8');
      const whole = statementsOf(text);
      for (const damaged of make(text)) {
        const wrong = statementsOf(damaged).filter((statement) => !isToldOf(text, statement, whole));
        assert.deepEqual(wrong, [], `${basename(path)}:\n${damaged}`);
      }
    }
  });
}

test('never takes a value that is cut off at any place for $null', () => {
  for (const path of texts) {
    const text = readFileSync(path, 'utf8');
    const whole = statementsOf(text);
    for (const at of every(13, 1, text.length)) {
      for (const { field, value, certainty } of statementsOf(text.slice(0, at))) {
        const isWrong =
          value === '' &&
          certainty === 'certain' &&
          !whole.some((other) => other.field === field && other.value === '');
        assert.ok(!isWrong, `${field} of ${basename(path)} cut at ${at}`);
      }
    }
  }
});
