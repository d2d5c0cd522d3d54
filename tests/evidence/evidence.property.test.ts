import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';
import type { Evidence } from '../../diagnosis/index.ts';
import { readCorpus } from './corpus.ts';

const runs = { seed: 2710606, numRuns: 20 };
const blanks = fc.array(fc.constantFrom(' ', '\n', '\r\n', '\t', '   ', '\n\n', '\u00a0', '\n> ', ''), {
  minLength: 16,
  maxLength: 16,
});

describe('only hosts that are in the text are told, and no text is too much,', () => {
  for (const { name, text } of readCorpus()) {
    const bytes = Buffer.from(text);

    test(`of ${name} as it is`, () => tellsOnlyWhatIsThere(text));

    test(`of ${name} cut at any byte`, () => {
      fc.assert(
        fc.property(fc.nat(bytes.length), (length) =>
          tellsOnlyWhatIsThere(bytes.subarray(0, length).toString()),
        ),
        runs,
      );
    });

    test(`of ${name} without its beginning`, () => {
      fc.assert(
        fc.property(fc.nat(bytes.length), (start) => tellsOnlyWhatIsThere(bytes.subarray(start).toString())),
        runs,
      );
    });

    test(`of ${name} with other white space`, () => {
      fc.assert(
        fc.property(blanks, (others) => {
          let count = 0;
          tellsOnlyWhatIsThere(text.replace(/\s+/g, () => others[count++ % others.length] ?? ''));
        }),
        runs,
      );
    });

    test(`of ${name} wrapped at any width`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 100 }), (width) =>
          tellsOnlyWhatIsThere(text.replace(new RegExp(`.{${width}}`, 'gu'), '$&\n')),
        ),
        runs,
      );
    });
  }
});

function tellsOnlyWhatIsThere(text: string): void {
  const evidence = readEvidence(text);
  assert.ok(evidence.ok);
  const visible = readPastedText(text).lines.map((line) => line.text);
  const there = comparable([text, ...visible].join('\n'));
  for (const host of hostsOf(evidence.value))
    assert.ok(
      [host, domainToUnicode(host)].some((form) => there.includes(comparable(form))),
      host,
    );
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { value, line } of evidence.value.sources) assert.ok(line >= 1 && line <= lines, value);
}

/** What whole certificates say is in the text, too, but in base64. */
function hostsOf({ servers, principal, sources }: Evidence): string[] {
  const told = sources.filter(({ field, format }) => format !== 'certificate' && namesHost.has(field));
  return [
    ...servers.map(({ host }) => host),
    ...(principal?.name === undefined ? [] : [principal.name]),
    ...told.map(({ value }) => value),
  ];
}

const namesHost = new Set(['server', 'principal', 'commonName', 'dnsName', 'exprServer', 'exchServer']);

/** Full-width letters are the same in a host name. */
function comparable(text: string): string {
  return text
    .replace(/[\s\u200b-\u200f\u2060\ufeff\u00ad]+/g, '')
    .normalize('NFKC')
    .toLowerCase();
}
