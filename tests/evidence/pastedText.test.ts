import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';

const shown = (raw: string) => readPastedText(raw).lines.map(({ text }) => text);
const numbered = (raw: string) => readPastedText(raw).lines.map(({ number, text }) => `${number} ${text}`);

describe('a pasted line', () => {
  const lines: [string, string, string][] = [
    ['of a quoted mail', '> > text', 'text'],
    ['of a mail quoted thrice', '>>> text', 'text'],
    ['quoted and escaped', '&gt; text', 'text'],
    ['with an indent', '\t text', '\t text'],
    [
      'with BBCode',
      '[SIZE=1][B]text[/B] mail.[COLOR=#000000]contoso[/COLOR].com[/SIZE]',
      'text mail.contoso.com',
    ],
    ['with sentences in BBCode', '[SIZE=1]One.[/SIZE][SIZE=1]Two.[/SIZE]', 'One. Two.'],
    ['with a picture in BBCode', '[IMG]https://www.contoso.com/Error.png[/IMG]text', ' text'],
    ['with a Markdown link', 'msstd:[mail.contoso.com](http://mail.contoso.com)', 'msstd:mail.contoso.com'],
    [
      'with bold text and code in Markdown',
      '**msstd:`mail.contoso.com`** ***.contoso.com**',
      'msstd:mail.contoso.com *.contoso.com',
    ],
    ['with a hidden name', '******@contoso.com', '******@contoso.com'],
    ['of PowerShell that goes on', 'Get-OutlookProvider `', 'Get-OutlookProvider `'],
    ['with odd blanks', 'a\u00a0b&nbsp;c\u202fd', 'a b c d'],
    ['with typographic quotation marks', '‘a’ “b” «c» ‚d‛', '\'a\' "b" "c" \'d\''],
    ['in the wrong encoding', 'doesnâ€™t', "doesn't"],
    ['escaped twice', 'doesn&#39;t &quot;a&quot; &amp; b', 'doesn\'t "a" & b'],
    ['with invisible characters', 'ma\u200bil\u00ad.contoso.com\ufeff', 'mail.contoso.com'],
    ['with blanks at its end', 'a \t ', 'a'],
    ['with a placeholder', 'server <host>', 'server <host>'],
    ['with an address', 'from Bea <b.smith@contoso.com>', 'from Bea <b.smith@contoso.com>'],
    ['with an answer of Autodiscover', '<Type>EXPR</Type>', '<Type>EXPR</Type>'],
    ['with a list in braces', '{a, b} [c]', '{a, b} [c]'],
  ];
  for (const [name, raw, expected] of lines) {
    test(name, () => assert.deepEqual(shown(raw), [expected]));
  }
});

describe('line numbers', () => {
  test('are those of the text, whatever ends its lines', () => {
    assert.deepEqual(numbered('a\r\nb\n\nc\rd\u2028e'), ['1 a', '2 b', '3 ', '4 c', '5 d', '6 e']);
  });

  test('are those of the markup where the text is markup', () => {
    const raw = '<html>\r\n<body\n  class="x">\n<p>one</p><p>two</p>\n\n<div>three\nfour</div></body></html>';
    assert.deepEqual(numbered(raw), ['4 one', '4 two', '6 three', '7 four']);
  });
});

describe('markup', () => {
  const pages: [string, string, string[]][] = [
    [
      'shows what a browser shows',
      '<div>a<br>b</div><script>x</script><style>y</style><p>c',
      ['a', 'b', 'c'],
    ],
    ['keeps the cells of a row apart', '<table><tr><td>a</td><td>b</td></tr></table>', ['a\tb']],
    ['keeps a word whole', '<p>ma<b>il</b>.contoso.com</p>', ['mail.contoso.com']],
    ['decodes its entities', '<p>it&#39;s &lt;x&gt;&nbsp;y</p>', ["it's <x> y"]],
    ['may be cut inside a tag', '<p>a</p><p cla', ['a']],
  ];
  for (const [name, raw, expected] of pages) {
    test(name, () => assert.deepEqual(shown(raw), expected));
  }

  test('that is nested without end is given up, not followed', () => {
    assert.deepEqual(shown(`<p>a</p>${'<div>'.repeat(5000)}b`), ['a']);
  });
});
