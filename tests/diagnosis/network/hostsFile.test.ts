import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesInHosts, addressesInHostsFile } from '../../../diagnosis/network/hostsFile.ts';

const hosts = `\ufeff192.0.2.1 mail.contoso.test
# 192.0.2.66 mail.contoso.test
192.0.2.2\tother.contoso.test  mail.contoso.test\talias
  2001:db8::1   MAIL.Contoso.TEST # mail2.contoso.test\r
192.0.2.3 webmail.contoso.test mail.contoso.test.example#mail.contoso.test
192.0.2 short.contoso.test
mail.contoso.test 192.0.2.4
192.0.2.5
fe80::1%lo0 link.contoso.test`;

const table: [host: string, addresses: string[]][] = [
  ['mail.contoso.test', ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
  ['alias', ['192.0.2.2']],
  ['webmail.contoso.test', ['192.0.2.3']],
  ['mail2.contoso.test', []],
  ['contoso.test', []],
  ['short.contoso.test', []],
  ['192.0.2.4', []],
  ['link.contoso.test', ['fe80::1%lo0']],
  ['unknown.contoso.test', []],
];

for (const [host, addresses] of table) {
  test(`${host} has ${addresses.join(', ') || 'no address'} there`, () => {
    const expected = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    assert.deepEqual(addressesInHosts(hosts, host), expected);
  });
}

test('an empty file has nothing', () => {
  assert.deepEqual(addressesInHosts('', 'mail.contoso.test'), []);
});

test('a name that this machine does not know has no address there', async () => {
  assert.deepEqual(await addressesInHostsFile('unknown.contoso.test'), []);
});
