import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  coversName,
  isStrictDnsName,
  toALabels,
  withoutPasteRemains,
} from '../../../diagnosis/names/dnsName.ts';

const strict = [
  'mail.contoso.com',
  'mail',
  'a',
  '*.contoso.com',
  'xn--mnchen-3ya.example',
  'ex-01.contoso.com',
  '_autodiscover._tcp.contoso.com',
  '1.contoso.com',
  `${'a'.repeat(63)}.com`,
  `${'a.'.repeat(126)}a`,
];

for (const name of strict) {
  test(`${name.slice(0, 60)} is a strict DNS name`, () => assert.ok(isStrictDnsName(name)));
}

const refused = [
  '',
  '.',
  '*',
  '*.',
  'a"; Remove-Mailbox -Identity *; "',
  '$(Get-Process)',
  'mail.contoso.com$(Get-Process)',
  '$env:USERNAME',
  'mail`n.contoso.com',
  "mail'.contoso.com",
  'mail\u2018.contoso.com',
  'mail\u2019.contoso.com',
  '\u201cmail.contoso.com\u201d',
  '\u201email.contoso.com',
  'mail.contoso.com\n',
  'mail.contoso.com\r\nRemove-Mailbox',
  '\nmail.contoso.com',
  'mail.contoso.com\0',
  'mail.contoso.com\u2028',
  'mail contoso.com',
  'mail.contoso.com ',
  'mail.contoso.com;',
  'mail.contoso.com|x',
  'mail.contoso.com&x',
  'mail.contoso.com,x',
  '{mail}',
  '-WhatIf',
  'mail.-WhatIf.com',
  'mail-.contoso.com',
  '-',
  'MAIL.contoso.com',
  'm\u00fcnchen.example',
  '\uff4dail.contoso.com',
  'mail.contoso.com.',
  '.contoso.com',
  'mail..contoso.com',
  '*.*.x',
  'mail.*.com',
  'm*.contoso.com',
  '**.contoso.com',
  '127.0.0.1',
  '*.0.0.1',
  'mail.123',
  '0x7f',
  'mail.0x7f',
  'mail.0x',
  '1',
  '::1',
  `${'a'.repeat(64)}.com`,
  `${'a.'.repeat(127)}a`,
  'a'.repeat(10_000),
  'a.'.repeat(5_000),
];

for (const name of refused) {
  test(`${JSON.stringify(name).slice(0, 60)} is no strict DNS name`, { timeout: 1000 }, () => {
    assert.equal(isStrictDnsName(name), false);
  });
}

const coverings: [pattern: string, host: string, covers: boolean][] = [
  ['mail.contoso.com', 'mail.contoso.com', true],
  ['MAIL.Contoso.com', 'mail.contoso.com', true],
  ['mail.contoso.com', 'mail2.contoso.com', false],
  ['*.contoso.com', 'mail.contoso.com', true],
  ['*.CONTOSO.com', 'mail.contoso.com', true],
  ['*.contoso.com', '*.contoso.com', true],
  ['*.contoso.com', 'contoso.com', false],
  ['*.contoso.com', '.contoso.com', false],
  ['*.contoso.com', 'a.mail.contoso.com', false],
  ['*.contoso.com', 'mail.contoso.com.evil.test', false],
  ['*.contoso.com', 'mailcontoso.com', false],
  ['*.mail.contoso.com', 'a.mail.contoso.com', true],
  ['*.mail.contoso.com', '*.contoso.com', false],
  ['*.contoso.com', '*.mail.contoso.com', false],
  ['*.com', 'contoso.com', false],
  ['*', 'contoso', false],
  ['*.', 'contoso.', false],
  ['*.*.com', 'mail.contoso.com', false],
  ['m*.contoso.com', 'mail.contoso.com', false],
  ['*l.contoso.com', 'mail.contoso.com', false],
  ['mail.*.com', 'mail.contoso.com', false],
  ['*.0.0.1', '127.0.0.1', false],
  ['*.contoso.com', 'a b.contoso.com', false],
  ['*.contoso.com', '-.contoso.com', false],
  ['\u212a.contoso.com', 'k.contoso.com', false],
  ['*.mar\u212a.com', 'mail.mark.com', false],
  ['*.contoso.com\0.evil.test', 'mail.contoso.com', false],
  ['mail.contoso.com\0', 'mail.contoso.com', false],
  ['', 'mail.contoso.com', false],
];

for (const [pattern, host, covers] of coverings) {
  test(`${JSON.stringify(pattern)} ${covers ? 'covers' : 'does not cover'} ${host}`, () => {
    assert.equal(coversName(pattern, host), covers);
  });
}

const aLabels: [name: string, ascii: string | null][] = [
  ['mail.contoso.com', 'mail.contoso.com'],
  ['MAIL.Contoso.com', 'mail.contoso.com'],
  ['m\u00fcnchen.example', 'xn--mnchen-3ya.example'],
  ['mu\u0308nchen.example', 'xn--mnchen-3ya.example'],
  ['*.m\u00fcnchen.example', '*.xn--mnchen-3ya.example'],
  ['mail\u3002contoso\u3002com', 'mail.contoso.com'],
  ['', null],
  ['*.', null],
  ['a b', null],
  ['a\n', null],
  ['a/b', null],
  ['a\\b', null],
  ['a?b', null],
  ['a#b', null],
  ['a%41', null],
  ['a:80', null],
  ['u@a', null],
  ['[::1]', null],
  ['a"; Remove-Mailbox -Identity *; "', null],
];

for (const [name, ascii] of aLabels) {
  test(`the A-labels of ${JSON.stringify(name)} are ${ascii}`, () => assert.equal(toALabels(name), ascii));
}

const pastes: [text: string, meant: string][] = [
  ['  mail.contoso.com\r\n', 'mail.contoso.com'],
  ['(mail.contoso.com)', 'mail.contoso.com'],
  ['"mail.contoso.com".', 'mail.contoso.com'],
  ['\u2018mail.contoso.com\u2019', 'mail.contoso.com'],
  ['Exchange <mail.contoso.com> ', 'mail.contoso.com'],
  ['mail\u200d.contoso.com\u2069', 'mail.contoso.com'],
  ['mail.contoso.com\u2028other', 'mail.contoso.com other'],
  ['a "b" c', 'a "b" c'],
  ['\u200b\u201c\u201d', ''],
];

for (const [text, meant] of pastes) {
  test(`${JSON.stringify(text)} was meant to be ${JSON.stringify(meant)}`, () => {
    assert.equal(withoutPasteRemains(text), meant);
  });
}
