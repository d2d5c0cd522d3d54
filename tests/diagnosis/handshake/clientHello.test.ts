import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientHello } from '../../../diagnosis/handshake/clientHello.ts';
import { offersCipherSuite } from '../../lab/tlsFlight.ts';

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
  const always = [10, 11, 13, 0xff01];
  assert.deepEqual([...extensions(clientHello(null)).keys()], always);
  const named = extensions(clientHello('mail.contoso.test'));
  assert.deepEqual([...named.keys()], [0, ...always]);
  assert.equal(named.get(0)?.toString('latin1', 5), 'mail.contoso.test');
});

test('the greeting takes signatures with SHA-1 and MD5', () => {
  const data = extensions(clientHello(null)).get(13) ?? Buffer.alloc(0);
  assert.equal(data.readUInt16BE(0), data.length - 2);
  const algorithms = Array.from({ length: data.length / 2 - 1 }, (_, index) =>
    data.readUInt16BE(2 + 2 * index),
  );
  for (const old of [0x0101, 0x0201, 0x0202, 0x0203]) assert.ok(algorithms.includes(old));
});

/** By their types, in the order of the greeting. */
function extensions(hello: Buffer): Map<number, Buffer> {
  const suites = 5 + 4 + 2 + 32 + 1;
  const compression = suites + 2 + hello.readUInt16BE(suites);
  const start = compression + 1 + hello.readUInt8(compression);
  assert.equal(hello.readUInt16BE(start), hello.length - start - 2);
  const found = new Map<number, Buffer>();
  for (let at = start + 2; at < hello.length; ) {
    const end = at + 4 + hello.readUInt16BE(at + 2);
    found.set(hello.readUInt16BE(at), hello.subarray(at + 4, end));
    at = end;
  }
  return found;
}
