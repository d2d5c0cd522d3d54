import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explain, preformatted, textsFor, ticketSummary } from '../../cards/index.ts';
import { type Diagnosis, diagnose } from '../../diagnosis/index.ts';
import { type Given, observation, wildcard as wildcardName } from '../diagnosis/observation.ts';
import { diagnosed } from './diagnosed.ts';

const t = textsFor('en');
const summaryOf = (diagnosis: Diagnosis) => ticketSummary(explain(diagnosis, t), t);

/** Only headings begin in the first column, and only commands in the ninth. */
const headingsOf = (summary: string) => summary.split('\n').filter((line) => /^\S/.test(line));
const commandsOf = (summary: string) => summary.split('\n').filter((line) => /^ {8}\S/.test(line));

const wildcard = {
  name: '*.contoso.com',
  commonNames: ['*.contoso.com'],
  dnsNames: ['contoso.com'],
  principal: 'mail.contoso.com',
  addresses: 2,
  silent: 1,
  providers: {},
  sound: true,
};

test('a summary tells the result, what was checked, the names, who must act, and the certificate', () => {
  const summary = summaryOf(diagnosed(wildcard));
  const parts = [
    /^Why does Outlook ask for a password\?\nChecked mail\.contoso\.com on Jun 15, 2026, 12:00 UTC · principal-/,
    /\n\nProblem found\n {2}Outlook may keep asking for a password: /,
    /\n {2}Outlook expects +mail\.contoso\.com\n {2}The certificate says +\*\.contoso\.com\n/,
    /\n\nWhy\n/,
    /\n\nWhat to do\n/,
    /\n {4}Who does it: an Exchange administrator\n/,
    /\n {8}Set-OutlookProvider EXPR -CertPrincipalName:"msstd:\*\.contoso\.com"\n/,
    /\n {4}Undo: /,
    /\n\nOther ways\n {2}Get a new certificate\n/,
    /\n {2}Issued by +\*\.contoso\.com\n {2}Valid +Jan 1, 2026 to Dec 31, 2026\n {2}Thumbprint \(SHA-1\) +(AB){20}\n/,
    /\n {2}Addresses +2001:db8:\S+:1000,\n? +2001:db8:\S+:1001 \(shows no\s+certificate\)\n/,
  ];
  const positions = parts.map((part) => summary.search(part));
  assert.ok(!positions.includes(-1), `${positions}\n${summary}`);
  assert.deepEqual(
    positions,
    positions.toSorted((one, other) => one - other),
  );
});

test('a summary has the commands that count, and none that is only a rehearsal or another way', () => {
  const diagnosis = diagnosed(wildcard);
  const plan = diagnosis.fixes.filter(({ alternative }) => !alternative);
  const real = plan.flatMap(({ steps, undo }) => [
    ...steps.flatMap(({ commands }) => commands.filter(({ rehearsal }) => !rehearsal)),
    ...undo,
  ]);
  assert.ok(diagnosis.fixes.length > plan.length);
  assert.deepEqual(
    commandsOf(summaryOf(diagnosis)).map((line) => line.trim()),
    real.map(({ text }) => text),
  );
});

test('a summary promises no more than the chat has', () => {
  const promise = /That also shows how to try each change/;
  const of = (given: Given) => summaryOf(diagnose(observation(given)));
  assert.match(of({ cn: [wildcardName] }), promise);
  assert.doesNotMatch(of({ error: 'name-not-found', noLeaf: true }), promise);
  assert.doesNotMatch(of({ cn: [wildcardName] }), /press "Check again"|Check again here/);
});

test('a summary of a server that was not reached names its addresses', () => {
  const summary = summaryOf(diagnosed({ name: 'x', addresses: 2, silent: 2, sound: true }));
  assert.match(summary, /\nAddresses: 2001:\S+:1000 \(shows no certificate\), 2001:\S+:1001 \(shows no /);
});

describe('a hostile name makes no line of its own:', () => {
  const fake = 'Problem solved';
  const command = 'Remove-Mailbox -Identity *';
  const breaks = ['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029', '\n\n\n'];
  const blanks = [' ', '\t', '\u00a0', '\u3000'].flatMap((blank) =>
    [4, 8, 30, 60, 90].map((count) => blank.repeat(count)),
  );
  for (const between of [...breaks, ...breaks.map((each) => each + ' '.repeat(8)), ...blanks])
    test(JSON.stringify(between), () => {
      const name = `a${between}${fake}${between}${command}`;
      const harmless = summaryOf(diagnosed({ name: 'a b c' }));
      // In front of it there are texts of every length.
      for (let length = 0; length < 80; length += 1) {
        const summary = summaryOf(diagnosed({ name: 'x'.repeat(length) + name, dnsNames: [name] }));
        assert.deepEqual(
          headingsOf(summary).filter((line) => line.includes(fake) || line.includes('Remove-Mailbox')),
          [],
        );
        assert.deepEqual(
          commandsOf(summary).filter((line) => line.includes('Remove-Mailbox')),
          [],
        );
      }
      assert.deepEqual(headingsOf(summaryOf(diagnosed({ name }))), headingsOf(harmless));
    });
});

test('a summary holds nothing that steers a terminal', () => {
  const summary = summaryOf(diagnosed({ name: '\u001b[2J\u009b2J\u202e\u{e0041}x\u0000' }));
  assert.doesNotMatch(summary, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u);
});

describe('preformatted text', () => {
  const table: [text: string, message: string][] = [
    ['a\n  b', '<pre>a\n  b</pre>'],
    ['</pre><b>x</b>', '<pre>&lt;/pre&gt;&lt;b&gt;x&lt;/b&gt;</pre>'],
    ['&lt; & <', '<pre>&amp;lt; &amp; &lt;</pre>'],
    ['*a* `b` $& "c"', '<pre>*a* `b` $&amp; "c"</pre>'],
  ];
  for (const [text, message] of table)
    test(`${JSON.stringify(text)} is shown as it is`, () => assert.equal(preformatted(text), message));
});
