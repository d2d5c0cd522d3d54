import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bareForm,
  type PrincipalNameProblem,
  parsePrincipalName,
} from '../../../diagnosis/names/principalName.ts';

const names: [text: string, name: string][] = [
  ['msstd:mail.contoso.com', 'mail.contoso.com'],
  ['MSSTD: mail.contoso.com', 'mail.contoso.com'],
  ['Msstd :MAIL.Contoso.com', 'mail.contoso.com'],
  ['msstd\uff1amail.contoso.com', 'mail.contoso.com'],
  ['msstd:msstd:mail.contoso.com', 'mail.contoso.com'],
  ['msstd: msstd: mail.contoso.com', 'mail.contoso.com'],
  ['"msstd:mail.contoso.com"', 'mail.contoso.com'],
  ['msstd: "msstd:mail.contoso.com"', 'mail.contoso.com'],
  ['\u201cmsstd:mail.contoso.com\u201d', 'mail.contoso.com'],
  ['msstd:\u201email.contoso.com\u201c', 'mail.contoso.com'],
  ['<msstd:mail.contoso.com>', 'mail.contoso.com'],
  ['msstd:mail.contoso.com.', 'mail.contoso.com'],
  ['msstd:mail.contoso.com\r\n', 'mail.contoso.com'],
  ['msstd:mail\u200b.contoso.com', 'mail.contoso.com'],
  ['msstd:mail.contoso.com:443', 'mail.contoso.com'],
  ['msstd:https://mail.contoso.com/rpc', 'mail.contoso.com'],
  ['https://mail.contoso.com:443/rpc?x', 'mail.contoso.com'],
  ['msstd:mail.contoso.com?x', 'mail.contoso.com'],
  ['mail.contoso.com', 'mail.contoso.com'],
  ['*.contoso.com', '*.contoso.com'],
  ['msstd:*.contoso.com', '*.contoso.com'],
  ['msstd:m\u00fcnchen.example', 'xn--mnchen-3ya.example'],
  ['msstd:*.m\u00fcnchen.example', '*.xn--mnchen-3ya.example'],
  ['msstd:mail', 'mail'],
  ['anna@contoso.com', 'anna@contoso.com'],
  ['msstd:192.168.1.1', '192.168.1.1'],
  ['msstd:a\\b', 'a\\b'],
  ['msstd:-WhatIf', '-whatif'],
  ['msstd:Anna\u212a@CONTOSO.com', 'anna\u212a@contoso.com'],
];

for (const [text, name] of names) {
  test(`${JSON.stringify(text)} expects ${name}`, () => {
    assert.deepEqual(parsePrincipalName(text), {
      ok: true,
      value: { given: text.trim(), form: 'msstd', name },
    });
  });
}

for (const text of [
  '',
  '  ',
  '""',
  'none',
  ' None ',
  '\u201cnone\u201d',
  'msstd:none',
  'msstd: "none"',
  'msstd:none/',
]) {
  test(`${JSON.stringify(text)} means that nothing is compared`, () => {
    assert.deepEqual(parsePrincipalName(text), { ok: true, value: { given: text.trim(), form: 'none' } });
  });
}

for (const text of ['fullsic:\\\\contoso\\exchange\\mail', 'FULLSIC: x', '"fullsic:x"']) {
  test(`${text} is the full subject and issuer form, which has no name to compare`, () => {
    assert.deepEqual(parsePrincipalName(text), { ok: true, value: { given: text, form: 'fullsic' } });
  });
}

const problems: [PrincipalNameProblem, string[]][] = [
  ['too-long', ['a'.repeat(513), `msstd:${'a'.repeat(1_000_000)}`, ' '.repeat(1_000_000)]],
  ['several-names', ['msstd:a.contoso.com,b.contoso.com', 'msstd:a.contoso.com; msstd:b.contoso.com']],
  ['missing-name', ['msstd:', 'MSSTD: ', 'msstd:""', 'msstd:msstd:', 'msstd:.']],
  [
    'not-a-principal-name',
    [
      'mail',
      'hello world',
      '$null',
      '192.168.1.1',
      '-WhatIf.contoso.com',
      '*.*.contoso.com',
      'https://',
      'https://none',
      '0x7f.0x1',
    ],
  ],
];

for (const [reason, texts] of problems) {
  for (const text of texts) {
    test(`${JSON.stringify(text).slice(0, 60)} is refused: ${reason}`, { timeout: 1000 }, () => {
      assert.deepEqual(parsePrincipalName(text), { ok: false, reason });
    });
  }
}

test('the bare form is the prefix and the name, without a blank', () => {
  assert.equal(bareForm('mail.contoso.com'), 'msstd:mail.contoso.com');
});
