import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAutodiscoverXml } from '../../diagnosis/evidence/autodiscoverXml.ts';
import { readStatements } from './readStatements.ts';

function section(type: string, ...children: string[]): string {
  return `<Protocol>\n  <Type>${type}</Type>\n  ${children.join('\n  ')}\n</Protocol>\n`;
}

const server = '<Server>mail.contoso.com</Server>';
const ssl = '<SSL>On</SSL>';
const principal = '<CertPrincipalName>msstd:contoso.com</CertPrincipalName>';
const expr = section('EXPR', server, ssl, principal);
const said = ['server mail.contoso.com', 'principal msstd:contoso.com', 'exprPrincipal msstd:contoso.com'];

const answers: [title: string, text: string, readings: string[][]][] = [
  ['a fixed principal of Outlook Anywhere', expr, [said]],
  [
    'the default principal, which says nothing of the provider',
    section('EXPR', server, ssl, '<CertPrincipalName>msstd:Mail.contoso.com</CertPrincipalName>'),
    [['server mail.contoso.com', 'principal msstd:Mail.contoso.com']],
  ],
  [
    "Exchange Online's, which is no provider's either",
    section(
      'EXPR',
      '<Server>outlook.office365.com</Server>',
      ssl,
      '<CertPrincipalName>msstd:outlook.com</CertPrincipalName>',
    ),
    [['server outlook.office365.com', 'principal msstd:outlook.com']],
  ],
  [
    'a principal that is switched off',
    section('EXPR', server, ssl, '<CertPrincipalName>None</CertPrincipalName>'),
    [['server mail.contoso.com', 'principal None', 'exprPrincipal None']],
  ],
  [
    'no principal where there is no TLS',
    section('EXPR', server, '<SSL>Off</SSL>', '<CertPrincipalName>None</CertPrincipalName>'),
    [['server mail.contoso.com (likely)']],
  ],
  ['no principal at all', section('EXPR', server, ssl), [['server mail.contoso.com']]],
  ['the time to live', section('EXPR', server, '<TTL>12</TTL>'), [['server mail.contoso.com', 'exprTtl 12']]],
  [
    'EXHTTP inside and outside',
    section('EXHTTP', '<Server>in.contoso.com</Server>') +
      section('EXHTTP', '<Server>out.contoso.com</Server>', principal),
    [['server in.contoso.com', 'server out.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'EXCH, whose server is none to check',
    section('EXCH', '<Server>cas01.contoso.local</Server>', principal, '<TTL>1</TTL>'),
    [['exchPrincipal msstd:contoso.com', 'exchTtl 1']],
  ],
  [
    'WEB, whose inner sections are only addresses',
    `<Protocol><Type>WEB</Type><External><OWAUrl>https://owa.contoso.com/</OWAUrl>${section('EXPR', '<Server>other.contoso.com</Server>')}</External></Protocol>${expr}`,
    [said],
  ],
  [
    'MAPI over HTTP alone, as a guess',
    '<Protocol Type="mapiHttp" Version="1"><MailStore><InternalUrl>https://in.contoso.com/mapi/</InternalUrl><ExternalUrl>https://mail.contoso.com/mapi/</ExternalUrl></MailStore></Protocol>',
    [['server https://mail.contoso.com/mapi/ (guessed)']],
  ],
  [
    'a redirect, as a guess',
    '<Account><Action>redirectUrl</Action><RedirectUrl>https://other.contoso.com/autodiscover/autodiscover.xml</RedirectUrl></Account>',
    [['server https://other.contoso.com/autodiscover/autodiscover.xml (guessed)']],
  ],
  ['chat around it', `hi i < 3 got this <from> the server ${expr} and a<b thanks`, [said]],
  ['a tag before it that is cut off in a value', `<Protocol Type="mapi\n${expr}`, [said]],
  ['a comment and an instruction without their ends', `<?xml version="1.0"\n<!-- ${expr}`, [said]],
  ['CDATA around it', `<![CDATA[${expr}]]>`, [said]],
  ['deep within other elements', `${'<a>'.repeat(1000)}${expr}`, [said]],
  [
    'entities of its own, which stay text',
    `<!DOCTYPE a [<!ENTITY b "evil.contoso.com">]>${expr.replace('mail.contoso.com', '&b;')}`,
    [['principal msstd:contoso.com', 'exprPrincipal msstd:contoso.com']],
  ],
  ['prefixed names', expr.replace(/<(\/?)/g, '<$1ad:'), [said]],
  ['escaped markup', expr.replaceAll('<', '&lt;').replaceAll('>', '&gt;'), [said]],
  ['markup escaped twice', expr.replaceAll('<', '&amp;lt;').replaceAll('>', '&amp;gt;'), [said]],
  ['a quoted mail', expr.replace(/^/gm, '> '), [said]],
  [
    'a quoted mail with chat around',
    `one\ntwo\nthree\n${expr.replaceAll('contoso', 'con\ntoso').replace(/^/gm, '> ')}\nfour`,
    [said],
  ],
  ['a tree view', expr.replace('<Protocol>', '- <Protocol>'), [said]],
  [
    'lines wrapped within tags',
    expr.replaceAll('Name>', '\nName\n>').replaceAll('<Server', '<Ser\nver'),
    [said],
  ],
  ['lines wrapped within values', expr.replaceAll('contoso', 'con\n    toso'), [said]],
  [
    'links that a chat made',
    expr.replace('mail.contoso.com', '<a href="http://mail.contoso.com">mail.contoso.com</a>'),
    [said],
  ],
  [
    'a web page that shows it',
    '<pre><span>&lt;</span><b>Type</b><span>&gt;</span>EXPR<span>&lt;/Type&gt;</span>\n<span>&lt;</span>Server<span>&gt;</span>mail.contoso.com<span>&lt;/</span>Server<span>&gt;</span></pre>',
    [['server mail.contoso.com']],
  ],
  ['line ends written out, as programs print them', expr.replaceAll('\n', '\\r\\n'), [said]],
  ['no beginning', expr.slice(expr.indexOf('<Type>')), [said]],
  [
    'no beginning and no type',
    expr.slice(expr.indexOf('<Server>')),
    [['server mail.contoso.com (likely)', 'principal msstd:contoso.com (likely)']],
  ],
  ['no end', expr.slice(0, expr.indexOf('contoso.com</Cert')), [['server mail.contoso.com']]],
  [
    'one cut off by the next',
    `${expr.slice(0, expr.indexOf('toso.com</Cert'))}\n${section('EXPR', '<Server>b.contoso.com</Server>')}`,
    [['server mail.contoso.com', 'server b.contoso.com']],
  ],
  [
    'two answers',
    `<Autodiscover>${expr}</Autodiscover>\nand\n<Autodiscover>${section('EXHTTP', '<Server>b.contoso.com</Server>')}</Autodiscover>`,
    [said, ['server b.contoso.com']],
  ],
];

for (const [title, text, readings] of answers) {
  test(`An answer of Autodiscover is read: ${title}`, () => {
    assert.deepEqual(readStatements(readAutodiscoverXml, text), readings);
  });
}

const versions: [version: string, statements: string[]][] = [
  ['738180DA', ['exchangeVersion 2010']],
  ['7383807B', ['exchangeVersion 2010']],
  ['73C08204', ['exchangeVersion 2013']],
  ['73C18880', ['exchangeVersion 2016']],
  ['73C282D7', ['exchangeVersion 2019']],
  ['73C28A02', ['exchangeVersion se']],
  ['720280F0', []],
  ['73D4A05B', []],
  ['15.01.2507.000', []],
];

for (const [version, statements] of versions) {
  test(`The version ${version} says ${statements[0] ?? 'nothing'}`, () => {
    const text = section('EXCH', `<ServerVersion>${version}</ServerVersion>`);
    assert.deepEqual(readStatements(readAutodiscoverXml, text), [statements]);
  });
}

test('The version of Exchange Online is nobody’s own', () => {
  const text = `<MicrosoftOnline>True</MicrosoftOnline>${section('EXCH', '<ServerVersion>73C08419</ServerVersion>')}`;
  assert.deepEqual(readStatements(readAutodiscoverXml, text), [[]]);
});

const others: [title: string, text: string][] = [
  ['IMAP settings of another provider', section('IMAP', '<Server>imap.contoso.com</Server>')],
  ['other XML', '<config><server>mail.contoso.com</server><type>web</type></config>'],
  ['a sentence', 'The EXPR Server is mail.contoso.com'],
];

for (const [title, text] of others) {
  test(`No answer of Autodiscover is seen in ${title}`, () => {
    assert.deepEqual(readStatements(readAutodiscoverXml, text), []);
  });
}
