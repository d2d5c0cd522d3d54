import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consoleDate, dayOrderOf } from '../../diagnosis/evidence/consoleDate.ts';

const dates: [text: string, day: string | undefined][] = [
  ['2026-03-01 12:00:00', '2026-03-01'],
  ['2026/3/1 0:59:59', '2026-03-01'],
  ['01.03.2026 00:59:59', '2026-03-01'],
  ['1. 3. 2026 0:59:59', '2026-03-01'],
  ['31/12/2026 00:59:59', '2026-12-31'],
  ['12/31/2026 12:59:59 AM', '2026-12-31'],
  ['5/5/2026 1:00:00 PM', '2026-05-05'],
  ['12/02/2018 1:53:00 PM', undefined],
  ['01-03-2026 12:00:00', undefined],
  ['1-Mar-2026 12:00:00', '2026-03-01'],
  ['Sunday, March 1, 2026 11:59:59 PM', '2026-03-01'],
  ['Sonntag, 1. M\u00e4rz 2026 23:59:59', '2026-03-01'],
  ['mardi 3 mars 2026 23:59:59', '2026-03-03'],
  ['martes, 5 de mayo de 2026 23:59:59', '2026-05-05'],
  ['1er ao\u00fbt 2026', '2026-08-01'],
  ['2026-02-30', undefined],
  ['32.01.2026', undefined],
  ['tomorrow', undefined],
];

for (const [text, day] of dates) {
  test(`"${text}" is ${day ?? 'no certain day'}`, () => assert.equal(consoleDate(text), day));
}

test('a day above twelve tells the order of all dates of a console', () => {
  assert.equal(dayOrderOf(['3/31/2026', '3/2/2026']), 'month-first');
  assert.equal(dayOrderOf(['31/3/2026', '3/2/2026']), 'day-first');
  assert.equal(dayOrderOf(['31/3/2026', '3/31/2026']), undefined);
  assert.equal(consoleDate('3/2/2026', 'day-first'), '2026-02-03');
  assert.equal(consoleDate('3/2/2026', 'month-first'), '2026-03-02');
});
