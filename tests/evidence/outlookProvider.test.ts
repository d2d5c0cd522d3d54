import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOutlookProviders } from '../../diagnosis/evidence/outlookProvider.ts';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';
import { told } from './told.ts';

const heading = [
  'Name                          Server                        CertPrincipalName             TTL',
  '----                          ------                        -----------------             ---',
].join('\n');
const expr = 'EXPR                                                        ';

const wrapped = `
Name                Server              CertPrincipalNa TTL
                                        me
----                ------              --------------- ---
EXCH                                                    1
EXPR                                    msstd:mail.wing 1
                                        tip.com
`;

const texts: [name: string, text: string, statements: string][] = [
  [
    'a value and its empty server',
    `${heading}\n${expr}msstd:mail.contoso.com        1`,
    'exprPrincipal=msstd:mail.contoso.com exprServer= exprTtl=1',
  ],
  [
    'an empty column as $null',
    `${heading}\n${expr}                              1`,
    'exprPrincipal= exprServer= exprTtl=1',
  ],
  [
    'of a value that is cut what is left',
    `${heading}\n${expr}msstd:mail.northwindtrad...   1`,
    'exprCut=msstd:mail.northwindtrad exprServer= exprTtl=1',
  ],
  [
    'of a value that is cut with one character what is left',
    `${heading}\n${expr}msstd:mail.northwindtraders\u2026  1`,
    'exprCut=msstd:mail.northwindtraders exprServer= exprTtl=1',
  ],
  [
    'of a value that is cut what is left, without columns',
    'Name Server CertPrincipalName TTL\nEXCH msstd:mail.north... 1',
    'exchCut=msstd:mail.north exchServer= exchTtl=1',
  ],
  [
    'of a value that is cut what is left, in a list',
    'Name : EXPR\nCertPrincipalName : msstd:mail.north...\nTTL : 1\n',
    'exprCut=msstd:mail.north exprTtl=1',
  ],
  [
    'headings and cells that are wrapped',
    wrapped,
    'exchPrincipal= exchServer= exchTtl=1 / exprPrincipal=msstd:mail.wingtip.com exprServer= exprTtl=1',
  ],
  [
    'headings that are wrapped twice, and numbers at the right',
    'Name CertPrinci TTL\n     palNam\n     e\n---- ---------- ---\nEXCH              1\nEXPR msstd:mail   1\n     .wingtip.c\n     om\n',
    'exchPrincipal= exchTtl=1 / exprPrincipal=msstd:mail.wingtip.com exprTtl=1',
  ],
  [
    'a value without prefix by its column',
    `${heading}\n${expr}mail.contoso.com              1`,
    'exprPrincipal=mail.contoso.com exprServer= exprTtl=1',
  ],
  [
    'a server by its column',
    `${heading}\nEXPR                          cas.contoso.com                                             1`,
    'exprPrincipal= exprServer=cas.contoso.com exprTtl=1',
  ],
  [
    'one name without columns as neither',
    'Name Server CertPrincipalName TTL\nEXPR mail.contoso.com 1',
    'exprTtl=1',
  ],
  [
    'two names without columns by their order',
    'Name Server CertPrincipalName TTL\nEXPR cas.contoso.com mail.contoso.com 1',
    'exprPrincipal=mail.contoso.com exprServer=cas.contoso.com exprTtl=1',
  ],
  [
    'the words of a row that has lost its columns',
    'Name Server CertPrincipalName TTL\nEXCH 1\nEXPR msstd:mail.contoso.com 1',
    'exchPrincipal= exchServer= exchTtl=1 / exprPrincipal=msstd:mail.contoso.com exprServer= exprTtl=1',
  ],
  ['a row that breaks off as nothing', `${heading}\nEXPR`, ''],
  [
    'other columns in another order',
    'TTL CertPrincipalName      Name\n--- -----------------      ----\n  1 msstd:mail.contoso.com EXPR',
    'exprPrincipal=msstd:mail.contoso.com exprTtl=1',
  ],
  [
    'columns of numbers, which end below their heading',
    'Name TTL CertPrincipalName\n---- --- -----------------\nEXPR   1 none',
    'exprPrincipal=none exprTtl=1',
  ],
  [
    'an empty last column',
    'Name CertPrincipalName\n---- -----------------\nEXCH\nEXPR msstd:mail.contoso.com',
    'exchPrincipal= / exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'an empty cell at the end of a text as likely empty',
    'Name CertPrincipalName\n---- -----------------\nEXPR',
    'exprPrincipal=?',
  ],
  ['"None" beside the flags as nothing', 'Name CertPrincipalName OutlookProviderFlags\nEXPR None', ''],
  [
    'a broken name put together',
    `${heading}\n${expr}msstd:mail.contoso.co\nm        1`,
    'exprPrincipal=msstd:mail.contoso.com exprServer= exprTtl=1',
  ],
  [
    'rows without a heading',
    'EXCH     1\nEXPR     msstd:mail.contoso.com 1',
    'exchPrincipal=? exchServer=? exchTtl=1? / exprPrincipal=msstd:mail.contoso.com? exprServer=? exprTtl=1?',
  ],
  [
    'rows as people type them',
    'EXPR: msstd:a.contoso.com, EXCH = "msstd:b.contoso.com".',
    'exprPrincipal=msstd:a.contoso.com? / exchPrincipal=msstd:b.contoso.com?',
  ],
  [
    'rows between bars',
    '| EXCH | | | 1 |\n| EXPR | | msstd:mail.contoso.com | 1 |',
    'exchPrincipal=? exchServer=? exchTtl=1? / exprPrincipal=msstd:mail.contoso.com? exprServer=? exprTtl=1?',
  ],
  [
    'no links behind names',
    'Name : EXPR\nCertPrincipalName : msstd:mail.contoso.com<http://mail.contoso.com/>\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'names inside of links',
    'Name : EXPR\nCertPrincipalName : msstd:[mail.contoso.com](https://mail.contoso.com/)\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'the bare value of a property',
    '[PS] C:\\>(Get-OutlookProvider EXPR).CertPrincipalName\nmsstd:mail.contoso.com\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'the expanded value of a property',
    'Get-OutlookProvider EXCH | select -ExpandProperty CertPrincipalName\n\nmsstd:mail.contoso.com\n',
    'exchPrincipal=msstd:mail.contoso.com',
  ],
  [
    'rows of a single line',
    'Name Server CertPrincipalName TTL ---- ------ ----------------- --- EXCH 1 EXPR msstd:mail.contoso.com 1 WEB 1',
    'exchPrincipal=? exchServer=? exchTtl=1? / exprPrincipal=msstd:mail.contoso.com? exprServer=? exprTtl=1?',
  ],
  ['no server named like a provider', 'EXCH 2016', ''],
  ['no sentence', 'EXPR and EXCH both have msstd:mail.contoso.com', ''],
  [
    'a list',
    'Name : EXPR\nCertPrincipalName : msstd:mail.contoso.com\nTTL : 24\n',
    'exprPrincipal=msstd:mail.contoso.com exprTtl=24',
  ],
  [
    'an empty value of a list as $null',
    'CertPrincipalName :\nServer :\nName : EXPR\n',
    'exprPrincipal= exprServer=',
  ],
  [
    'the blank after the prefix',
    'Name : EXPR\nCertPrincipalName : msstd: mail.contoso.com\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'a value with a remark',
    'Name : EXPR\nCertPrincipalName : msstd:mail.contoso.com <-- this one\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  ['a value that only names its prefix as nothing', 'Name : EXPR\nCertPrincipalName : msstd:\n', ''],
  ['a value that the text breaks off as nothing', 'Name : EXPR\nCertPrincipalName : msstd:mail.cont', ''],
  ['the end of a text as likely empty', 'Name : EXPR\nCertPrincipalName :', 'exprPrincipal=?'],
  [
    'a list by the provider asked for',
    '[PS] C:\\>Get-OutlookProvider -Identity EXCH | fl\n\nCertPrincipalName : msstd:a.contoso.com\n',
    'exchPrincipal=msstd:a.contoso.com',
  ],
  [
    'the only value as likely that of EXPR',
    'CertPrincipalName : msstd:mail.contoso.com',
    'exprPrincipal=msstd:mail.contoso.com?',
  ],
  [
    'three values in the order of Active Directory',
    'CertPrincipalName : msstd:a.contoso.com\n\nCertPrincipalName : msstd:b.contoso.com\n\nCertPrincipalName :\n\n',
    'exchPrincipal=msstd:a.contoso.com? / exprPrincipal=msstd:b.contoso.com?',
  ],
  [
    'two values without names as nothing',
    'CertPrincipalName : msstd:a.contoso.com\n\nCertPrincipalName : msstd:b.contoso.com\n',
    '',
  ],
  [
    'a line that goes on below its value',
    'Name              : EXPR\nCertPrincipalName : msstd:mail.contoso.co\n                    m\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'a line that goes on at the left',
    'Name : EXPR\nCertPrincipalName : msstd:mail.contoso.co\nm\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'a value below its label',
    'Name : EXPR\nCertPrincipalName :\nmsstd:mail.contoso.com\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'a greeting below as no part of the value',
    'Name : EXPR\nCertPrincipalName : msstd:mail.contoso.com\nthanks\n',
    'exprPrincipal=msstd:mail.contoso.com',
  ],
  [
    'two lines that may be one name as nothing',
    'Name : EXPR\nCertPrincipalName : msstd:mail.contoso.de\nmail.contoso.com\n',
    '',
  ],
  [
    'JSON',
    '{"x": 1}\n{\n  "Name":  "EXPR",\n  "CertPrincipalName":  null,\n  "TTL":  1\n}\n',
    'exprPrincipal= exprTtl=1',
  ],
  [
    'CSV with semicolons',
    '"Name";"CertPrincipalName";"TTL"\n"EXPR";"msstd:mail.contoso.com";"1"',
    'exprPrincipal=msstd:mail.contoso.com exprTtl=1',
  ],
  [
    'the whole cells of a CSV line that breaks off',
    '"Name","TTL","CertPrincipalName"\n"EXPR","1","msstd:mail.con',
    'exprTtl=1',
  ],
  ['no command that sets it', "Set-OutlookProvider EXPR -CertPrincipalName:'msstd:mail.contoso.com'", ''],
  [
    'no command that sets it in two lines',
    '[PS] C:\\>Set-OutlookProvider EXPR -\nCertPrincipalName:"msstd:mail.contoso.com"',
    '',
  ],
  ['no other provider', 'Name : WEB\nCertPrincipalName : msstd:mail.contoso.com\n', ''],
  [
    'no other virtual directory',
    'Name : Autodiscover (Default Web Site)\nServer : EX01\nInternalUrl : https://a.contoso.com/\n',
    '',
  ],
];

for (const [name, text, statements] of texts) {
  test(`reads ${name}`, () => assert.equal(told(readOutlookProviders, text), statements));
}

test('takes no piece of a wrapped name for a server', () => {
  const evidence = readEvidence(wrapped);
  assert.ok(evidence.ok);
  const { servers, principal, providers } = evidence.value;
  assert.deepEqual([servers, principal], [[], undefined]);
  assert.equal(providers.expr?.certPrincipalName, 'msstd:mail.wingtip.com');
});

test('counts the lines as the text was given', () => {
  const text = readPastedText(
    `hello\n\n> ${heading.replace('\n', '\n> ')}\n> EXCH 1\n> EXPR msstd:mail.contoso.com 1`,
  );
  const lines = readOutlookProviders(text).map(({ statements }) => statements.map(({ line }) => line));
  assert.deepEqual(lines, [
    [5, 5, 5],
    [6, 6, 6],
  ]);
});

test('reads a thousand rows of one text, and no more', () => {
  for (const end of ['\n', ' ']) {
    const text = `EXPR msstd:mail.contoso.com 1${end}`.repeat(1500);
    assert.equal(readOutlookProviders(readPastedText(text)).length, 1000);
  }
});
