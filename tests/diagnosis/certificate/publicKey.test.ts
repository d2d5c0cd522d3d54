import assert from 'node:assert/strict';
import { generateKeyPairSync, getCurves, type KeyObject, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { contentOf, readSequence, readValues, tags } from '../../../diagnosis/certificate/derValue.ts';
import { readPublicKey } from '../../../diagnosis/certificate/publicKey.ts';
import { alteredCertificate } from '../../lab/alteredCertificate.ts';
import { authorities } from '../../lab/authorities.ts';
import { type Asn1, bitString, integer, nothing, oid, sequence, toDer } from '../../lab/der.ts';
import { sharedKey } from '../../lab/keys.ts';
import { make, read } from './readBack.ts';

const keys: [key: () => KeyObject, keyType: string, keyBits: number | null][] = [
  [() => sharedKey('rsa-1024'), 'rsa', 1024],
  [() => sharedKey('rsa-2048'), 'rsa', 2048],
  [() => sharedKey('rsa-1031'), 'rsa', 1031],
  [() => generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).privateKey, 'rsa-pss', 1024],
  [() => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey, 'dsa', 1024],
  [() => generateKeyPairSync('ec', { namedCurve: 'P-224' }).privateKey, 'ec', 224],
  [() => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).privateKey, 'ec', 256],
  [() => sharedKey('p256'), 'ec', 256],
  [() => sharedKey('p384'), 'ec', 384],
  [() => sharedKey('p521'), 'ec', 521],
  [() => sharedKey('ed25519'), 'ed25519', 256],
  [() => generateKeyPairSync('ed448').privateKey, 'ed448', 448],
  [() => generateKeyPairSync('x25519').privateKey, 'x25519', null],
];

for (const [key, keyType, keyBits] of keys) {
  test(`a certificate with a key of type ${keyType} and ${keyBits} bits is read as Node reads it`, () => {
    const der = make({ key: key(), issuer: authorities().intermediate, dnsNames: ['owa.contoso.com'] });
    const node = new X509Certificate(der);
    assert.partialDeepStrictEqual(read(der), {
      commonNames: ['mail.contoso.com'],
      dnsNames: ['owa.contoso.com'],
      issuer: 'CN=Contoso Lab Issuing CA, O=Contoso',
      notBefore: node.validFromDate.toISOString(),
      notAfter: node.validToDate.toISOString(),
      serialNumber: node.serialNumber,
      sha1: node.fingerprint.replaceAll(':', ''),
      sha256: node.fingerprint256.replaceAll(':', ''),
      keyType,
      keyBits,
    });
    assert.equal(node.publicKey.asymmetricKeyType, keyType);
  });
}

/** Those of SEC 2, ANSI X9.62, RFC 5639 and GB/T 32918; nobody certifies keys on the wireless and Oakley groups. */
const curves = getCurves().filter((curve) => /^(sec[pt]|prime|brainpool|SM2)/.test(curve));
for (const namedCurve of curves) {
  test(`the bits of a key on ${namedCurve} are those of its field`, () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve });
    const [info] = readValues(publicKey.export({ type: 'spki', format: 'der' }));
    const { keyType, keyBits } = readPublicKey(info);
    const [, point] = readSequence(info);
    // An uncompressed point: a count of unused bits, a mark, and two coordinates (SEC 1 section 2.3.3).
    const octets = (contentOf(point, tags.bitString).length - 2) / 2;
    assert.deepEqual([keyType, Math.ceil((keyBits ?? 0) / 8)], ['ec', octets]);
    if (namedCurve !== 'SM2') assert.match(namedCurve, new RegExp(`\\D${keyBits}[krvt]`));
  });
}

const plain = make();

const algorithm = (id: string, ...parameters: Asn1[]) => sequence(oid(id), ...parameters);
const rsa = '1.2.840.113549.1.1.1';
const ec = '1.2.840.10045.2.1';
const publicKeys: [what: string, publicKey: Asn1, keyType: string, keyBits: number | null][] = [
  [
    'an unknown algorithm',
    sequence(algorithm('1.2.643.7.1.1.1.1'), bitString(Buffer.of(1))),
    'unknown',
    null,
  ],
  ['ML-DSA', sequence(algorithm('2.16.840.1.101.3.4.3.17'), bitString(Buffer.of(1))), 'ml-dsa-44', null],
  ['a curve without a name', sequence(algorithm(ec, sequence()), bitString(Buffer.of(4))), 'ec', null],
  ['an unknown curve', sequence(algorithm(ec, oid('1.2.3')), bitString(Buffer.of(4))), 'ec', null],
  ['inherited parameters', sequence(algorithm('1.2.840.10040.4.1'), bitString(Buffer.of(2))), 'dsa', null],
  [
    'a modulus that is missing',
    sequence(algorithm(rsa, nothing()), bitString(Buffer.of(0x30, 0))),
    'unknown',
    null,
  ],
  [
    'a modulus of zero',
    sequence(algorithm(rsa, nothing()), bitString(toDer(sequence(integer('0000'), integer('03'))))),
    'rsa',
    0,
  ],
  ['no bits at all', sequence(algorithm(rsa, nothing())), 'unknown', null],
  ['nothing inside', sequence(), 'unknown', null],
];

for (const [what, publicKey, keyType, keyBits] of publicKeys) {
  test(`a key with ${what} is ${keyType} of ${keyBits} bits, and the names still count`, () => {
    assert.partialDeepStrictEqual(read(alteredCertificate(plain, () => ({ publicKey }))), {
      commonNames: ['mail.contoso.com'],
      keyType,
      keyBits,
    });
  });
}
