import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServerName } from '../../../diagnosis/names/serverName.ts';
import { isAllowedAddress, type Network, parseNetworks } from '../../../diagnosis/network/addressPolicy.ts';

const refused: Record<string, string[]> = {
  unspecified: ['0.0.0.0', '0.1.2.3', '0.255.255.255', '::', '::0.0.0.0'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'link-local or metadata': [
    '169.254.169.254',
    '169.254.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fd00:ec2::254',
  ],
  private: ['10.0.0.5', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', '192.168.255.255'],
  shared: ['100.64.0.1', '100.100.100.200', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  reserved: [
    '240.0.0.1',
    '255.255.255.254',
    '192.0.0.1',
    '192.0.0.192',
    '192.88.99.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '2001:db8::1',
    '2001:2::1',
    '3fff::1',
  ],
  broadcast: ['255.255.255.255'],
  'unique local': ['fc00::1', 'fd12:3456::1', 'fdff::1'],
  'site-local': ['fec0::1'],
  'not global unicast': ['100::1', '4000::1', '5f00::1', '::ffff:0:8.8.8.8'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.5', '::ffff:169.254.169.254'],
  'behind NAT64': ['64:ff9b::127.0.0.1', '64:ff9b::a00:5', '64:ff9b::a9fe:a9fe', '64:ff9b::'],
  'behind local NAT64': ['64:ff9b:1::a00:5', '64:ff9b:1::808:808', '64:ff9b:1:a00:0:500::'],
  '6to4': ['2002:7f00:1::1', '2002:a00:5::1', '2002:808:808::1'],
  Teredo: ['2001:0:7f00:1::1', '2001::1'],
  'IPv4-compatible': ['::127.0.0.1', '::8.8.8.8', '0:0:0:0:0:0:8.8.8.8', '::808:808', '::8.8.8.8%eth0'],
  "Azure's platform": ['168.63.129.16', '::ffff:168.63.129.16', '64:ff9b::168.63.129.16'],
  'no address': ['', 'localhost', 'mail.contoso.com', '1.2.3.4/8', '256.1.1.1', '1.2.3.4\n', '[::1]'],
};

for (const [kind, addresses] of Object.entries(refused)) {
  for (const address of addresses) {
    test(`${JSON.stringify(address)} (${kind}) may not be dialled`, () => {
      assert.equal(isAllowedAddress(address, []), false);
    });
  }
}

const spellings: Record<string, string[]> = {
  '127.0.0.1': [
    '2130706433',
    '0x7f000001',
    '0X7F000001',
    '017700000001',
    '127.1',
    '127.0.1',
    '0x7f.1',
    '0177.0.0.1',
    '00000177.0x0.0.1',
    '127.000.000.001',
    '127.0.0.1.',
    '127\u30020\u30020\u30021',
    '\uff11\uff12\uff17.\uff11',
    '\u2460\u2461\u2466.\u2460',
    '127.0.0.\u00ad1',
    'https://2130706433/owa',
    'anna@127.1',
  ],
  '0.0.0.0': ['0', '0x', '0.0'],
  '169.254.169.254': ['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518'],
  '10.0.0.5': ['0x0a.5', '012.5', '167772165'],
  '::1': ['0:0:0:0:0:0:0:1', '[::0001]', '[::0.0.0.1]'],
  '::ffff:7f00:1': ['::ffff:127.0.0.1', '[0:0:0:0:0:FFFF:7F00:1]'],
};

for (const [address, texts] of Object.entries(spellings)) {
  for (const text of texts) {
    test(`${text} as a server name is ${address} and may not be dialled`, () => {
      const server = parseServerName(text);
      assert.ok(server.ok);
      assert.equal(server.value.host, address);
      assert.equal(isAllowedAddress(server.value.host, []), false);
    });
  }
}

const dialled = [
  '8.8.8.8',
  '52.96.0.1',
  '168.63.129.17',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700:4700::1111',
  '2a01:111:f403::1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
];

for (const address of dialled) {
  test(`${address} is public and may be dialled`, () => assert.ok(isAllowedAddress(address, [])));
}

const exceptions: [allowed: string, address: string, dialled: boolean][] = [
  ['10.0.0.0/8', '10.0.0.5', true],
  ['10.0.0.0/8', '::ffff:10.0.0.5', true],
  ['10.0.0.0/8', '64:ff9b::10.0.0.5', true],
  ['10.0.0.0/8', '8.8.8.8', true],
  ['10.0.0.0/8', '::10.0.0.5', false],
  ['10.0.0.0/8', '192.168.0.1', false],
  ['10.0.0.0/8', '::1', false],
  ['10.0.0.0/8', '2002:a00:5::1', false],
  ['10.0.0.5', '10.0.0.5', true],
  ['10.0.0.5', '10.0.0.6', false],
  ['10.0.0.5/8', '10.9.9.9', true],
  ['fd00::/8', 'fd12::1', true],
  ['fd00::/8', '10.0.0.5', false],
  ['::1', '::1', true],
  ['192.168.1.0/24, 127.0.0.1', '127.0.0.1', true],
  ['168.63.129.16', '168.63.129.16', true],
  ['168.63.129.16', '::ffff:168.63.129.16', true],
  ['0.0.0.0/0', '169.254.169.254', true],
  ['0.0.0.0/0', '::1', false],
  ['::/0', '::1', true],
  ['::/0', '10.0.0.5', false],
  ['::/0', '64:ff9b::a00:5', false],
  ['::ffff:10.0.0.0/104', '10.0.0.5', true],
  ['::ffff:10.0.0.0/104', '::ffff:10.0.0.5', true],
  ['::ffff:10.0.0.0/104', '64:ff9b::10.0.0.5', true],
  ['::ffff:10.0.0.0/104', '192.168.0.1', false],
  ['::ffff:a00:0/104', '10.0.0.5', true],
  ['::ffff:10.0.0.5', '10.0.0.5', true],
  ['::ffff:10.0.0.5', '10.0.0.6', false],
  ['::ffff:0:0/96', '10.0.0.5', true],
  ['::ffff:0:0/96', '::1', false],
  ['10.0.0.0/8', '64:ff9b:1::a00:5', false],
  ['64:ff9b:1::/48', '64:ff9b:1::a00:5', true],
];

for (const [allowed, address, dialled] of exceptions) {
  test(`with ${allowed} allowed, ${address} ${dialled ? 'may' : 'may not'} be dialled`, () => {
    assert.equal(isAllowedAddress(address, networks(allowed)), dialled);
  });
}

const lists: [text: string, count: number][] = [
  ['', 0],
  [' , ', 0],
  ['10.0.0.0/8', 1],
  ['10.0.0.0/8,fd00::/8', 2],
  ['10.0.0.0/8 \n 192.168.1.1,\t::1,', 3],
];

for (const [text, count] of lists) {
  test(`${JSON.stringify(text)} is a list of ${count} networks`, () => {
    assert.equal(networks(text).length, count);
  });
}

const wrong: [text: string, entry: string][] = [
  ['10.0.0.0/33', '10.0.0.0/33'],
  ['10.0.0.0/-1', '10.0.0.0/-1'],
  ['10.0.0.0/', '10.0.0.0/'],
  ['10.0.0.0/8/8', '10.0.0.0/8/8'],
  ['10/8', '10/8'],
  ['10', '10'],
  ['0x0a.0.0.1', '0x0a.0.0.1'],
  ['::/129', '::/129'],
  ['192.168.1.1, intranet', 'intranet'],
  ['*', '*'],
  ['::ffff:10.0.0.0/95', '::ffff:10.0.0.0/95'],
  ['::ffff:10.0.0.0/8', '::ffff:10.0.0.0/8'],
  ['::10.0.0.0/104', '::10.0.0.0/104'],
  ['::10.0.0.5', '::10.0.0.5'],
  ['64:ff9b::/96', '64:ff9b::/96'],
  ['64:ff9b::10.0.0.0/104', '64:ff9b::10.0.0.0/104'],
  ['64:ff9b::a00:5', '64:ff9b::a00:5'],
];

for (const [text, entry] of wrong) {
  test(`${text} is no list of networks because of ${entry}`, () => {
    assert.deepEqual(parseNetworks(text), { ok: false, reason: 'not-a-network', data: { entry } });
  });
}

function networks(text: string): Network[] {
  const result = parseNetworks(text);
  assert.ok(result.ok);
  return result.value;
}
