import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemLookup } from '../../../diagnosis/network/systemLookup.ts';

/** Names of which the system's own resolver was asked, and their answers to come. */
let asked: Map<string, (addresses: object[]) => void>;
const found = [{ address: '192.0.2.1', family: 4 }];
const inTime = () => new AbortController().signal;

beforeEach(() => {
  asked = new Map();
  mock.method(dns, 'lookup', (host: string) => new Promise((answer) => asked.set(host, answer)));
  mock.method(fs, 'readFile', async () => '192.0.2.1 mail.contoso.test listed');
  syncBuiltinESMExports();
});
afterEach(() => {
  mock.restoreAll();
  syncBuiltinESMExports();
});

async function answer(host: string): Promise<void> {
  while (!asked.has(host)) await nextTurn();
  asked.get(host)?.(found);
}

for (const host of ['mail.contoso.test', 'listed']) {
  test(`${host} is in the hosts file, and nobody is asked`, async () => {
    assert.deepEqual(await systemLookup(host, inTime()), found);
    assert.deepEqual([...asked.keys()], []);
  });
}

for (const host of ['intranet', 'printer.local']) {
  test(`${host} is unknown to DNS, so the system is asked`, { timeout: 5000 }, async () => {
    const looking = systemLookup(host, inTime());
    await answer(host);
    assert.deepEqual(await looking, found);
  });
}

describe('the system', () => {
  test('is asked for two names at once', { timeout: 5000 }, async () => {
    const looking = ['one', 'two', 'three'].map((host) => systemLookup(host, inTime()));
    while (asked.size < 2) await nextTurn();
    assert.deepEqual([...asked.keys()], ['one', 'two']);
    await Promise.all(['one', 'two', 'three'].map(answer));
    assert.deepEqual(await Promise.all(looking), [found, found, found]);
  });

  test('is not asked for a name that nobody waits for any more', { timeout: 5000 }, async () => {
    const end = new AbortController();
    const looking = ['one', 'two'].map((host) => systemLookup(host, inTime()));
    const given = assert.rejects(systemLookup('three', end.signal), { name: 'AbortError' });
    const last = systemLookup('four', inTime());
    end.abort();
    await Promise.all([answer('one'), answer('two'), answer('four')]);
    await Promise.all([...looking, given, last]);
    assert.equal(asked.has('three'), false);
  });
});
