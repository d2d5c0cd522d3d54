import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { test } from 'node:test';
import { parseNameServers } from '../../../diagnosis/network/nameServers.ts';

const lists: [text: string, servers: string[]][] = [
  ['10.0.0.53', ['10.0.0.53']],
  ['10.0.0.53:5353', ['10.0.0.53:5353']],
  ['2001:db8::53', ['2001:db8::53']],
  ['[2001:db8::53]', ['[2001:db8::53]']],
  ['[2001:db8::53]:5353', ['[2001:db8::53]:5353']],
  [' 10.0.0.53, 10.0.0.54\n2001:db8::53,', ['10.0.0.53', '10.0.0.54', '2001:db8::53']],
];

for (const [text, servers] of lists) {
  test(`${JSON.stringify(text)} is a list of ${servers.length} name servers that Node takes`, () => {
    assert.deepEqual(parseNameServers(text), { ok: true, value: servers });
    new Resolver().setServers(servers);
  });
}

const wrong: [text: string, entry: string][] = [
  ['', ''],
  [',', ','],
  ['dns.contoso.com', 'dns.contoso.com'],
  ['10.0.0.53, dns', 'dns'],
  ['10.0.0', '10.0.0'],
  ['10.0.0.53:', '10.0.0.53:'],
  ['10.0.0.53:0', '10.0.0.53:0'],
  ['10.0.0.53:65536', '10.0.0.53:65536'],
  ['10.0.0.53:dns', '10.0.0.53:dns'],
  ['10.0.0.53/24', '10.0.0.53/24'],
  ['[10.0.0.53]:53', '[10.0.0.53]:53'],
  ['[2001:db8::53]x', '[2001:db8::53]x'],
  ['[2001:db8::53', '[2001:db8::53'],
  ['udp://10.0.0.53', 'udp://10.0.0.53'],
];

for (const [text, entry] of wrong) {
  test(`${JSON.stringify(text)} is no list of name servers`, () => {
    assert.deepEqual(parseNameServers(text), { ok: false, reason: 'not-a-name-server', data: { entry } });
  });
}
