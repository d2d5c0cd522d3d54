import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServerName, type ServerNameProblem } from '../../../diagnosis/names/serverName.ts';

const names: [text: string, host: string, port?: number][] = [
  ['mail.contoso.com', 'mail.contoso.com'],
  ['MAIL.Contoso.COM', 'mail.contoso.com'],
  ['mail.contoso.com.', 'mail.contoso.com'],
  ['mail.contoso.com:8443', 'mail.contoso.com', 8443],
  ['mail.contoso.com.:8443', 'mail.contoso.com', 8443],
  ['mail.contoso.com:00443', 'mail.contoso.com'],
  ['mail.contoso.com:65535', 'mail.contoso.com', 65535],
  ['https://mail.contoso.com', 'mail.contoso.com'],
  ['HTTPS://mail.contoso.com:443/owa/auth.aspx?url=https://x.test#top', 'mail.contoso.com'],
  ['http://anna:secret@mail.contoso.com:8443/', 'mail.contoso.com', 8443],
  ['mail.contoso.com/rpc/rpcproxy.dll', 'mail.contoso.com'],
  ['anna@contoso.com', 'contoso.com'],
  ['mailto:anna@contoso.com', 'contoso.com'],
  ['Anna Muster <anna@contoso.com>', 'contoso.com'],
  ['Mail <mail.contoso.com>', 'mail.contoso.com'],
  ['<mail.contoso.com>', 'mail.contoso.com'],
  ['"mail.contoso.com"', 'mail.contoso.com'],
  ["'mail.contoso.com',", 'mail.contoso.com'],
  ['\u201cmail.contoso.com\u201d', 'mail.contoso.com'],
  ['\u201email.contoso.com\u201c', 'mail.contoso.com'],
  ['\u00abmail.contoso.com\u00bb', 'mail.contoso.com'],
  [' \t mail.contoso.com \r\n', 'mail.contoso.com'],
  ['\u00a0mail.contoso.com\u00a0', 'mail.contoso.com'],
  ['mail\u200b.contoso\u2060.com\ufeff', 'mail.contoso.com'],
  ['\u202email.contoso.com\u202c', 'mail.contoso.com'],
  ['ma\u00adil.contoso.com', 'mail.contoso.com'],
  ['m\u00fcnchen.example', 'xn--mnchen-3ya.example'],
  ['M\u00dcNCHEN.example:8443', 'xn--mnchen-3ya.example', 8443],
  ['mail\u3002contoso\u3002com', 'mail.contoso.com'],
  ['\uff4d\uff41\uff49\uff4c.contoso.com', 'mail.contoso.com'],
  ['server', 'server'],
  ['ex_01.contoso.com', 'ex_01.contoso.com'],
  ['10.0.0.1', '10.0.0.1'],
  ['10.0.0.1:8443', '10.0.0.1', 8443],
  ['0x7f.1', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['0177.0.0.1', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['[2001:db8::1]:8443', '2001:db8::1', 8443],
  ['[2001:DB8:0::1]', '2001:db8::1'],
  ['https://[2001:db8::1]:8443/owa', '2001:db8::1', 8443],
  ['2001:db8::1', '2001:db8::1'],
  ['::1', '::1'],
  ['::ffff:127.0.0.1', '::ffff:7f00:1'],
];

for (const [text, host, port = 443] of names) {
  test(`${JSON.stringify(text)} is ${host} at port ${port}`, () => {
    assert.deepEqual(parseServerName(text), { ok: true, value: { host, port } });
  });
}

const problems: [ServerNameProblem, string[]][] = [
  ['empty', ['', ' \r\n', '""', '\u201c\u201d', '\u200b', '<>']],
  ['too-long', ['a'.repeat(2049)]],
  [
    'principal-name',
    ['msstd:mail.contoso.com', 'MSSTD : x', '\u201cmsstd:x\u201d', 'msstd\uff1ax', 'fullsic:\\contoso\\x'],
  ],
  ['wildcard', ['*.contoso.com', 'https://*.contoso.com/owa', '*']],
  ['port', ['mail:0', 'mail:65536', 'mail:https', 'mail:', 'mail:443:443', 'mail:-1', 'mail:4 4', '[::1]:x']],
  [
    'not-a-server-name',
    [
      'mail contoso com',
      'ftp://mail.contoso.com',
      'Server: mail.contoso.com',
      'mail.contoso.com other.contoso.com',
      'mail.contoso.com, other.contoso.com',
      'mail.contoso.com\nother.contoso.com',
      'https://',
      '@',
      'a..b',
      '-WhatIf',
      'mail-.contoso.com',
      'x*.contoso.com',
      'a\\b',
      'a%2eb',
      'a|b',
      '$(Get-Process)',
      'a"; Remove-Mailbox -Identity *; "',
      'a`b.contoso.com',
      `${'a'.repeat(64)}.contoso.com`,
      `${'a.'.repeat(127)}aa`,
      '256.1.1.1',
      '1.2.3.4.5',
      'mail.contoso.123',
      '[1.2.3.4]',
      'fe80::1%eth0',
    ],
  ],
];

for (const [reason, texts] of problems) {
  for (const text of texts) {
    test(`${JSON.stringify(text).slice(0, 60)} is refused: ${reason}`, () => {
      assert.deepEqual(parseServerName(text), { ok: false, reason });
    });
  }
}

for (const text of ['a', '"', ' ', '<', '@', ':', '.', '\u200b']) {
  test(`a million times ${JSON.stringify(text)} is refused at once`, { timeout: 1000 }, () => {
    assert.deepEqual(parseServerName(text.repeat(1_000_000)), { ok: false, reason: 'too-long' });
  });

  test(`as much of ${JSON.stringify(text)} as is read is answered at once`, { timeout: 1000 }, () => {
    assert.equal(parseServerName(text.repeat(2048)).ok, false);
  });
}
