import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientHello } from '../../../diagnosis/handshake/clientHello.ts';
import { extensionsOf, offersCipherSuite } from '../../lab/tlsFlight.ts';

test('the greeting is one record of TLS 1.0 around a ClientHello of TLS 1.2', () => {
  const hello = clientHello('mail.contoso.test');
  assert.equal(hello.toString('hex', 0, 3), '160301');
  assert.equal(hello.readUInt16BE(3), hello.length - 5);
  assert.equal(hello.readUInt8(5), 1);
  assert.equal(hello.readUIntBE(6, 3), hello.length - 9);
  assert.equal(hello.toString('hex', 9, 11), '0303');
});

test('every greeting is another one', () => {
  assert.notDeepEqual(clientHello(null), clientHello(null));
});

for (const [suite, name] of [
  [0x0005, 'RC4'],
  [0x000a, 'Triple-DES'],
  [0x0009, 'DES'],
  [0x0003, 'export RC4'],
  [0x0035, 'static RSA'],
  [0x0039, 'DHE'],
  [0x0038, 'DHE with DSA'],
  [0xc014, 'ECDHE'],
  [0xc02b, 'ECDHE with ECDSA'],
] as const) {
  test(`the greeting offers ${name}`, () => {
    assert.ok(offersCipherSuite(clientHello(null), suite));
  });
}

test('the greeting has the extensions that servers insist on, and the name where there is one', () => {
  const always = [10, 11, 13, 0xff01, 21];
  assert.deepEqual([...extensionsOf(clientHello(null)).keys()], always);
  const named = extensionsOf(clientHello('mail.contoso.test'));
  assert.deepEqual([...named.keys()], [0, ...always]);
  assert.equal(named.get(0)?.toString('latin1', 5), 'mail.contoso.test');
});

test('the greeting takes signatures with SHA-1 and MD5', () => {
  const data = extensionsOf(clientHello(null)).get(13) ?? Buffer.alloc(0);
  assert.equal(data.readUInt16BE(0), data.length - 2);
  const algorithms = Array.from({ length: data.length / 2 - 1 }, (_, index) =>
    data.readUInt16BE(2 + 2 * index),
  );
  for (const old of [0x0101, 0x0201, 0x0202, 0x0203]) assert.ok(algorithms.includes(old));
});

test('the greeting takes certificates on every curve with a number', () => {
  const data = extensionsOf(clientHello(null)).get(10) ?? Buffer.alloc(0);
  const groups = Array.from({ length: data.length / 2 - 1 }, (_, index) => data.readUInt16BE(2 + 2 * index));
  assert.equal(data.readUInt16BE(0), data.length - 2);
  const numbered = Array.from({ length: 0x1e }, (_, index) => index + 1);
  assert.deepEqual(
    groups.toSorted((a, b) => a - b),
    numbered,
  );
});

test('no greeting has a length on which some load balancers keep silent', () => {
  for (let length = 1; length <= 253; length++) {
    const hello = clientHello('a'.repeat(length));
    const message = hello.readUInt16BE(3);
    assert.ok(message < 256 || message > 511, `${message} bytes for a name of ${length}`);
    assert.ok([...extensionsOf(hello)].every(([type, data]) => type !== 21 || data.length > 0));
  }
});
