import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Question } from '../../cards/index.ts';
import { readAnswer } from '../../dialogs/answer.ts';

describe('a good answer', () => {
  const table: [question: Question, typed: string, text: string | null][] = [
    ['server', 'mail.contoso.com', 'mail.contoso.com:443'],
    ['server', '  MAIL.Contoso.com. ', 'mail.contoso.com:443'],
    ['server', 'https://mail.contoso.com/owa', 'mail.contoso.com:443'],
    ['server', 'mail.contoso.com:8443', 'mail.contoso.com:8443'],
    ['server', "it's https://mail.contoso.com/owa I think", 'mail.contoso.com:443'],
    ['server', 'mail.contoso.com msstd:other.contoso.com', 'mail.contoso.com:443'],
    ['server', 'anna@contoso.com', 'contoso.com:443'],
    ['server', 'exch01', 'exch01:443'],
    ['server', '2001:db8::1', '[2001:db8::1]:443'],
    ['principal', 'msstd:mail.contoso.com', 'msstd:mail.contoso.com'],
    ['principal', ' "msstd:mail.contoso.com" ', '"msstd:mail.contoso.com"'],
    ['principal', 'mail.contoso.com', 'mail.contoso.com'],
    ['principal', 'It says msstd:mail.contoso.com there', 'msstd:mail.contoso.com'],
    ['principal', 'msstd:mail.contoso.com, I think', 'msstd:mail.contoso.com'],
    ['principal', 'CertPrincipalName : msstd:mail.contoso.com', 'msstd:mail.contoso.com'],
    ['principal', 'fullsic:x', 'fullsic:x'],
    ['principal', "I don't know", null],
    ['principal', 'The box is not ticked.', 'none'],
    ['principal', 'msstd:none', 'msstd:none'],
    ['provider', '\r\ncertprincipalname: msstd:mail.contoso.com\r\n', 'msstd:mail.contoso.com'],
    ['provider', 'none', 'none'],
    ['provider', '$null', null],
    ['provider', 'It is empty', null],
    ['provider', 'CertPrincipalName :', null],
  ];
  for (const [question, typed, text] of table)
    test(`to ${question}: ${JSON.stringify(typed)} is ${text}`, () =>
      assert.deepEqual(readAnswer(question, typed, null), { ok: true, text }));
});

describe('an answer that is none is told why', () => {
  const table: [question: Question, typed: string, problem: RegExp][] = [
    ['server', '', /^There is no name in that/],
    ['server', 'what do you mean', /^That cannot be a server name/],
    ['server', 'msstd:mail.contoso.com', /^That is the principal name/],
    ['server', '*.contoso.com', /^A name with \* /],
    ['server', 'mail.contoso.com:0', /is not a port/],
    ['server', 'ok', /^That cannot be a server name/],
    ['server', 'yes, thanks', /^That cannot be a server name/],
    ['server', '123', /^That cannot be a server name/],
    ['server', "I don't know", /^Without the server I cannot look/],
    ['principal', '', /^That cannot be a principal name/],
    ['principal', ' . ', /^That cannot be a principal name/],
    ['principal', 'CertPrincipalName :', /^That cannot be a principal name/],
    ['principal', 'yes', /^That cannot be a principal name/],
    ['principal', 'msstd:', /^The name after msstd: is missing/],
    ['principal', 'msstd:a.com;b.com', /^There are several names/],
    ['principal', 'It is empty', /^That cannot be a principal name/],
    ['provider', '', /^That cannot be a principal name/],
    ['provider', 'no idea', /^Only an Exchange administrator/],
  ];
  for (const [question, typed, problem] of table)
    test(`to ${question}: ${JSON.stringify(typed)}`, () => {
      const answer = readAnswer(question, typed, null);
      assert.match(answer.ok ? `taken as ${answer.text}` : answer.problem, problem);
    });
});

describe('a pressed choice', () => {
  const table: [question: Question, choice: string, text: string | null | undefined][] = [
    ['principal', 'unknown', null],
    ['principal', 'notTicked', 'none'],
    ['provider', 'empty', null],
    ['server', 'unknown', undefined],
    ['provider', 'unknown', undefined],
    ['server', 'empty', undefined],
    ['server', 'notTicked', undefined],
    ['principal', 'empty', undefined],
    ['principal', 'toString', undefined],
  ];
  for (const [question, choice, text] of table)
    test(`${choice} to ${question} is ${text === undefined ? 'no answer' : text}`, () => {
      const answer = readAnswer(question, '', choice);
      assert.deepEqual(answer.ok ? answer.text : undefined, text);
    });
});
