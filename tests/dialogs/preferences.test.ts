import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Preferences, readPreferences } from '../../dialogs/preferences.ts';

describe('what is remembered of a person', () => {
  const user: Preferences = { reader: 'user' };
  const table: [what: string, stored: unknown, read: Preferences][] = [
    ['nothing', undefined, user],
    ['null', null, user],
    ['an empty object', {}, user],
    ['a text', 'admin', user],
    ['a list', ['admin', '2016'], user],
    ['an administrator', { reader: 'admin' }, { reader: 'admin' }],
    ['a version alone', { exchangeVersion: '2016' }, { reader: 'user', exchangeVersion: '2016' }],
    ['both', { reader: 'admin', exchangeVersion: 'se' }, { reader: 'admin', exchangeVersion: 'se' }],
    [
      'a reader of nobody',
      { reader: 'root', exchangeVersion: '2010' },
      { reader: 'user', exchangeVersion: '2010' },
    ],
    ['a version of nobody', { reader: 'admin', exchangeVersion: '2007' }, { reader: 'admin' }],
    ['a version that is a number', { reader: 'admin', exchangeVersion: 2016 }, { reader: 'admin' }],
    ['the names of inherited properties', { reader: 'toString', exchangeVersion: '__proto__' }, user],
    ['more than is known', { reader: 'admin', colour: 'green', deep: { a: [] } }, { reader: 'admin' }],
  ];
  for (const [what, stored, read] of table)
    test(`${what} is read as ${JSON.stringify(read)}`, () => assert.deepEqual(readPreferences(stored), read));
});
