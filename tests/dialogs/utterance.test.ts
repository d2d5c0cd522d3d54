import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { languages, textsFor } from '../../cards/index.ts';
import { findPrincipal, findServer, readChoice, readUtterance } from '../../dialogs/utterance.ts';

describe('a text', () => {
  const host = 'mail.contoso.com:443';
  const table: [text: string, server: string | null, principal?: string][] = [
    ['Outlook asks for my password.Please help', null],
    ["it's https://mail.contoso.com/owa I think", host],
    ['(see mail.contoso.com)', host],
    ['"mail.contoso.com"', host],
    ['Is it mail.contoso.com?', host],
    ['MAIL.CONTOSO.COM!', host],
    ['mail.contoso.com, autodiscover.contoso.com', host],
    ['mail.contoso.com:8443', 'mail.contoso.com:8443'],
    ['write to anna@contoso.com', null],
    ['mailto:anna@contoso.com', null],
    ['https://anna@mail.contoso.com/', host],
    ['version 15.1.2507.6', null],
    ['it costs 3.50 or 1.000.000', null],
    ['on 24.11.2026 at 10.30', null],
    ['e.g. i.e. etc.', null],
    ['report.docx and setup.exe', null],
    ['192.0.2.1', '192.0.2.1:443'],
    ['[2001:db8::1]:8443', '[2001:db8::1]:8443'],
    ['exch01', null],
    ['exch01.contoso.local', 'exch01.contoso.local:443'],
    ['mail.contoso.test', 'mail.contoso.test:443'],
    ['bücher.example', 'xn--bcher-kva.example:443'],
    ['*.contoso.com', null],
    ['msstd:mail.contoso.com', null, 'msstd:mail.contoso.com'],
    ['MSSTD: mail.contoso.com', null, 'MSSTD: mail.contoso.com'],
    ['mail.contoso.com says msstd:*.contoso.com', host, 'msstd:*.contoso.com'],
    ['msstd:*.contoso.com at mail.contoso.com', host, 'msstd:*.contoso.com'],
    ['msstd:', null],
    ['', null],
    [`${'x'.repeat(4000)} mail.contoso.com`, null],
  ];
  for (const [text, server, principal] of table)
    test(`${JSON.stringify(text.slice(0, 60))} names ${server ?? 'no server'} and ${principal ?? 'no principal name'}`, () =>
      assert.deepEqual(readUtterance(text), { command: null, server, principal }));
});

describe('after "check"', () => {
  const table: [text: string, server: string | null, principal?: string][] = [
    ['check', null],
    ['Check.', null],
    ['check exch01', 'exch01:443'],
    ['check again', null],
    ['check mail.contoso.com, the box is not ticked', 'mail.contoso.com:443', 'none'],
    ['check mail.contoso.com not ticked', 'mail.contoso.com:443', 'none'],
    ['check again', null],
    ['check exch01 msstd:exch01', 'exch01:443', 'msstd:exch01'],
    ['check mail.contoso.com mail.contoso.com', 'mail.contoso.com:443', 'mail.contoso.com'],
    ['check mail.contoso.com none', 'mail.contoso.com:443', 'none'],
    ['  TEST   mail.contoso.com ', 'mail.contoso.com:443'],
    ['diagnose https://mail.contoso.com/owa', 'mail.contoso.com:443'],
    ['check msstd:mail.contoso.com', null, 'msstd:mail.contoso.com'],
    ['check msstd:mail.contoso.com mail.contoso.com', 'mail.contoso.com:443', 'msstd:mail.contoso.com'],
    ['check the server mail.contoso.com please', 'mail.contoso.com:443'],
    ['check a server', null],
    ['check it please', null],
    ['check mail.contoso.com again', 'mail.contoso.com:443'],
  ];
  for (const [text, server, principal] of table)
    test(`${JSON.stringify(text)} means ${server ?? 'no server'} and ${principal ?? 'no principal name'}`, () =>
      assert.deepEqual(readUtterance(text), { command: 'check', server, principal }));

  test('a longer word is no command', () => assert.equal(readUtterance('checkmail').command, null));
});

describe('a command', () => {
  const table = {
    help: ['help', ' HELP! ', '?', 'Hi', 'how it works', 'What can you do?'],
    cancel: ['cancel', 'Stop.', 'never  mind', 'quit'],
    startOver: ['start over', 'Restart', 'new', 'reset!!'],
    check: ['check', 'start', 'test'],
  };
  for (const [command, texts] of Object.entries(table))
    for (const text of texts)
      test(`${JSON.stringify(text)} is ${command}`, () => assert.equal(readUtterance(text).command, command));

  for (const text of ['help yourself', 'stop it now', 'what is new', '', 'cancellation'])
    test(`${JSON.stringify(text)} is none`, () => assert.equal(readUtterance(text).command, null));

  for (const locale of ['en', 'en-GB', 'xx-YY', '../../etc', ''])
    test(`is understood with the locale ${JSON.stringify(locale)}`, () =>
      assert.equal(readUtterance('help', locale).command, 'help'));
});

describe('a language', () => {
  for (const language of languages) {
    const own = textsFor(language)('language.own');
    const english = new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? '';
    const words = textsFor(language)('words.language').split('|');
    for (const text of [own, english, `language ${english}`, `language: ${language}`, `${words[0]} ${own}`])
      test(`${JSON.stringify(text)} is ${language}, whatever is spoken`, () => {
        for (const spoken of languages) {
          const read = readUtterance(text, spoken);
          assert.deepEqual([read.command, read.language], ['speak', language], spoken);
        }
      });
    for (const word of words)
      test(`${JSON.stringify(word)} asks for the choice, whatever is spoken`, () => {
        for (const spoken of languages) assert.equal(readUtterance(word, spoken).command, 'language', spoken);
      });
  }

  for (const text of ['espanol', 'FRANCAIS', 'ingles'])
    test(`${JSON.stringify(text)} is one without its marks, too`, () =>
      assert.equal(readUtterance(text).command, 'speak'));

  for (const text of ['language klingon', 'Sprache umstellen'])
    test(`${JSON.stringify(text)} asks for the choice`, () =>
      assert.equal(readUtterance(text).command, 'language'));

  for (const text of [
    'de',
    'en',
    'I speak German',
    'msstd:german',
    'german.contoso.com',
    'languages of the world',
  ])
    test(`${JSON.stringify(text)} is none`, () => assert.equal(readUtterance(text).command, null));
});

describe('a choice', () => {
  test('counts only for the question that offers it', () => {
    assert.equal(readChoice('principal', 'Not ticked'), 'notTicked');
    assert.equal(readChoice('server', 'not ticked'), null);
    assert.equal(readChoice('provider', '$NULL'), 'empty');
    assert.equal(readChoice('principal', '$null'), null);
    assert.equal(readChoice('server', 'I don’t know!'), 'unknown');
    assert.equal(readChoice('principal', 'mail.contoso.com'), null);
  });
});

describe('a text made to take long', () => {
  const evil = ['.', 'a.', 'msstd:', 'msstd: ', '1.', '"', '@', '(', 'a@a.'].map((part) =>
    part.repeat(200_000),
  );
  for (const text of evil)
    test(`${JSON.stringify(text.slice(0, 8))} and so on is read at once`, () => {
      const started = performance.now();
      readUtterance(text);
      findServer(text);
      findPrincipal(text);
      assert.ok(performance.now() - started < 2000);
    });
});

test('"I don\'t know" behind the server is told apart from nothing said', () => {
  const { server, principal } = readUtterance("check mail.contoso.com I don't know");
  assert.deepEqual({ server, principal }, { server: 'mail.contoso.com:443', principal: null });
});

describe('where there are no blanks between words', () => {
  const table: [text: string, server: string | null, principal?: string][] = [
    ['mail.contoso.comです', 'mail.contoso.com:443'],
    [
      'サーバーはmail.contoso.comで、msstd:mail.contoso.comです。',
      'mail.contoso.com:443',
      'msstd:mail.contoso.com',
    ],
    ['check mail.contoso.com、msstd:old.contoso.com', 'mail.contoso.com:443', 'msstd:old.contoso.com'],
  ];
  for (const [text, server, principal] of table)
    test(text, () => {
      const read = readUtterance(text, 'ja');
      assert.deepEqual([read.server, read.principal], [server, principal]);
    });
});
