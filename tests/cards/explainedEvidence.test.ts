import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explainEvidence } from '../../cards/explainedEvidence.ts';
import { languages, textsFor } from '../../cards/texts.ts';
import type { Conflict } from '../../diagnosis/index.ts';
import { readEvidence } from '../../diagnosis/index.ts';

const table = (expr: string) =>
  `Name Server CertPrincipalName         TTL\n---- ------ -----------------         ---\nEXPR        ${expr.padEnd(25)} 1\n`;

function read(text: string) {
  const evidence = readEvidence(text);
  assert.ok(evidence.ok);
  return evidence.value;
}

describe('a value that is cut off', () => {
  test('is told, with what is left of it and how it is had whole', () => {
    assert.deepEqual(explainEvidence(read(table('msstd:old.contos...')), textsFor('en')).notes, [
      'The value of EXPR is cut off after msstd:old.contos. Run Get-OutlookProvider EXPR | Format-List and paste that.',
    ]);
  });

  for (const language of languages)
    test(`is told with the same command: ${language}`, () => {
      const [note] = explainEvidence(read(table('msstd:old.contos...')), textsFor(language)).notes;
      assert.match(note ?? '', /EXPR.*msstd:old\.contos(?!\.\.).*Get-OutlookProvider EXPR \| Format-List/);
    });

  test('is nothing to tell where the whole value stands there, too', () => {
    const text = `${table('msstd:old.contos...')}\nName : EXPR\nCertPrincipalName : msstd:old.contoso.com\n`;
    assert.deepEqual(explainEvidence(read(text), textsFor('en')).notes, []);
  });
});

const conflicts: [what: string, conflict: Conflict, shown: RegExp][] = [
  [
    'an empty provider by a word',
    { field: 'exprPrincipal', values: ['msstd:*.wingtip.com', ''] },
    /: msstd:\*\.wingtip\.com, empty \(\$null\)$/,
  ],
  [
    'days as the language writes them',
    { field: 'notAfter', values: ['2026-03-01', '2027-03-01T12:00:00Z'] },
    /: Mar 1, 2026, Mar 1, 2027$/,
  ],
  [
    'names as they are',
    { field: 'principal', values: ['msstd:a.contoso.com', 'none'] },
    /: msstd:a\.contoso\.com, none$/,
  ],
];

for (const [what, conflict, shown] of conflicts) {
  test(`what the text contradicts itself in shows ${what}`, () => {
    const [note] = explainEvidence({ ...read(''), conflicts: [conflict] }, textsFor('en')).notes;
    assert.match(note ?? '', shown);
  });
}
