import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, moment } from '../../cards/day.ts';
import { textsFor } from '../../cards/texts.ts';

const written: [language: string, day: string, moment: string][] = [
  ['en', 'Nov 15, 2026', 'Nov 15, 2026, 23:05'],
  ['de', '15.11.2026', '15.11.2026, 23:05'],
  ['fr', '15 nov. 2026', '15 nov. 2026, 23:05'],
  ['es', '15 nov 2026', '15 nov 2026, 23:05'],
  ['nl', '15 nov 2026', '15 nov 2026, 23:05'],
  ['ja', '2026/11/15', '2026/11/15 23:05'],
];

for (const [language, ofDay, ofMoment] of written)
  test(`a date is written as in ${language}`, () => {
    const t = textsFor(language);
    assert.equal(day('2026-11-15', t), ofDay);
    assert.equal(day('2026-11-15T23:05:59.000Z', t), ofDay);
    assert.equal(moment('2026-11-15T23:05:59.000Z', t), ofMoment);
  });

test('without a date there is none', () => {
  for (const none of ['', undefined, null, 'soon', 'soon 1', '2026-02-30', '2026-13-01', '15.11.2026'])
    assert.equal(day(none, textsFor('en')), '', String(none));
  assert.equal(moment('soon', textsFor('en')), '');
});
