import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { displayName, displayNames } from '../../cards/displayName.ts';

const table: [what: string, text: string, shown: string][] = [
  ['a host name', 'mail.contoso.com', 'mail.contoso.com'],
  ['nothing', '', ''],
  ['letters of any alphabet', 'münchen почта 郵件 بريد', 'münchen почта 郵件 بريد'],
  ['quotes, Markdown and markup', '"*a*" [b](c) <b>`d`', '"*a*" [b](c) <b>`d`'],
  ['expressions of a template', `\${secret} {{x}} $t(help.title)`, `\${secret} {{x}} $t(help.title)`],
  ['line breaks', 'a\r\nb\u2028c\u2029d', 'a��b�c�d'],
  ['controls', 'a\0b\x1b[31mc\x7fd\u0085', 'a�b�[31mc�d�'],
  ['characters that turn the direction', 'a\u202eb\u2066c\u200fd', 'a�b�c�d'],
  ['characters that cannot be seen', 'a\u200bb\ufeffc\u00add\u2060e', 'a�b�c�d�e'],
  ['tags, which hide whole sentences', 'a\u{e0041}\u{e0042}b', 'a��b'],
  ['blanks of any width', 'a\u00a0b\u2003c\u3000d', 'a b c d'],
  ['private use', 'a\ue000b\u{f0000}c', 'a�b�c'],
  ['half a character', 'a\ud800b\udc00c', 'a�b�c'],
  ['a face', '💥', '💥'],
  ['120 characters', 'x'.repeat(120), 'x'.repeat(120)],
  ['121 characters', 'x'.repeat(121), `${'x'.repeat(120)}…`],
  ['120 faces', '💥'.repeat(120), '💥'.repeat(120)],
  ['121 faces', '💥'.repeat(121), `${'💥'.repeat(120)}…`],
  ['a million characters', 'x'.repeat(1_000_000), `${'x'.repeat(120)}…`],
  ['a shown name again', `${'x'.repeat(119)}�`, `${'x'.repeat(119)}�`],
];

for (const [what, text, shown] of table) {
  test(`${what} is shown as ${JSON.stringify(shown).slice(0, 40)}`, () =>
    assert.equal(displayName(text), shown));
}

describe('several names', () => {
  const long = 'x'.repeat(119);
  const names: [texts: string[], shown: string][] = [
    [[], ''],
    [['a'], 'a'],
    [['a', 'b\n'], 'a, b�'],
    [[long, long, long, long], [long, long, long, '…'].join(', ')],
    [[long, long, long, 'y'.repeat(117)], [long, long, long, 'y'.repeat(117)].join(', ')],
    [['x'.repeat(1000)], `${'x'.repeat(120)}…`],
  ];
  for (const [texts, shown] of names) {
    test(`${texts.length} of ${texts.join('').length} characters`, () => {
      assert.equal(displayNames(texts), shown);
    });
  }
});
