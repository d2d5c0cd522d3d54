import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mendName } from '../../diagnosis/evidence/brokenName.ts';

const breaks: [first: string, second: string, meaning: ReturnType<typeof mendName>][] = [
  ['mail.contoso.co', 'm', 'joined'],
  ['msstd:mail.con', 'toso.com', 'joined'],
  ['mail', '.contoso.com', 'joined'],
  ['mail.contoso.', 'com', 'joined'],
  ['msstd:', 'mail.contoso.com', 'joined'],
  ['mail.contoso.com', 'thanks', 'apart'],
  ['mail.contoso.com', 'EX02', 'apart'],
  ['mail.contoso.com', 'is:', 'apart'],
  ['mail.contoso.local', 'EX02', 'apart'],
  ['mail.contoso.de', 'mail.contoso.com', 'unknown'],
  ['mail.contoso.intranet', 'x', 'unknown'],
];

for (const [first, second, meaning] of breaks) {
  test(`"${first}" and "${second}" are ${meaning}`, () => assert.equal(mendName(first, second), meaning));
}
