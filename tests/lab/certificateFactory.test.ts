import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { type CertificateOptions, createCertificate, type SignatureHash } from './certificateFactory.ts';
import type { TypedAttribute } from './distinguishedName.ts';
import { type KeyType, newKey, sharedKey } from './keys.ts';

function readBack(options: Partial<CertificateOptions>): X509Certificate {
  return new X509Certificate(
    createCertificate({ subject: ['mail.contoso.test'], key: 'p256', ...options }).der,
  );
}

const keyTypes: [KeyType, string, object][] = [
  ['rsa-1024', 'rsa', { modulusLength: 1024 }],
  ['rsa-2048', 'rsa', { modulusLength: 2048 }],
  ['p256', 'ec', { namedCurve: 'prime256v1' }],
  ['p384', 'ec', { namedCurve: 'secp384r1' }],
  ['p521', 'ec', { namedCurve: 'secp521r1' }],
  ['ed25519', 'ed25519', {}],
];

for (const [key, type, details] of keyTypes) {
  test(`a self-signed ${key} certificate carries that key and verifies with it`, () => {
    const made = createCertificate({ subject: ['mail.contoso.test'], key });
    const read = new X509Certificate(made.pem);
    assert.equal(read.publicKey.asymmetricKeyType, type);
    assert.partialDeepStrictEqual(read.publicKey.asymmetricKeyDetails, details);
    assert.ok(read.verify(read.publicKey));
    assert.ok(read.checkPrivateKey(made.key));
    assert.deepEqual(read.raw, made.der);
  });
}

const signatures: [KeyType, SignatureHash, string][] = [
  ['rsa-2048', 'md5', 'md5WithRSAEncryption'],
  ['rsa-2048', 'sha1', 'sha1WithRSAEncryption'],
  ['rsa-2048', 'sha256', 'sha256WithRSAEncryption'],
  ['p256', 'sha1', 'ecdsa-with-SHA1'],
  ['p384', 'sha384', 'ecdsa-with-SHA384'],
];

for (const [key, signatureHash, algorithm] of signatures) {
  test(`a ${key} key signs with ${signatureHash}`, () => {
    const read = readBack({ key, signatureHash });
    assert.equal(read.signatureAlgorithm, algorithm);
    assert.ok(read.verify(read.publicKey));
  });
}

test('an EC key cannot sign with MD5', () => {
  assert.throws(() => readBack({ signatureHash: 'md5' }), /no certificate signature ec md5/);
});

test('keys are shared by type unless a new one is asked for', () => {
  assert.equal(sharedKey('p256'), sharedKey('p256'));
  assert.ok(!newKey('p256').equals(sharedKey('p256')));
});

test('a chain verifies from the leaf to the root', () => {
  const root = createCertificate({ subject: ['Root'], ca: true, key: newKey('rsa-2048') });
  const middle = createCertificate({ subject: ['Middle'], ca: true, key: newKey('p384'), issuer: root });
  const leaf = createCertificate({ subject: ['mail.contoso.test'], key: 'ed25519', issuer: middle });
  const [readLeaf, readMiddle, readRoot] = [leaf, middle, root].map(({ der }) => new X509Certificate(der));
  assert.ok(readLeaf && readMiddle && readRoot);
  assert.ok(readLeaf.checkIssued(readMiddle) && readLeaf.verify(readMiddle.publicKey));
  assert.ok(readMiddle.checkIssued(readRoot) && readMiddle.verify(readRoot.publicKey));
  assert.equal(readLeaf.checkIssued(readRoot), false);
  assert.deepEqual([readLeaf.ca, readMiddle.ca, readRoot.ca], [false, true, true]);
});

test('checkIssued notices a wrong authority key identifier', () => {
  const root = createCertificate({ subject: ['Root'], ca: true, key: newKey('p256') });
  const leaf = readBack({ issuer: root, authorityKeyId: Buffer.alloc(20) });
  assert.equal(leaf.checkIssued(new X509Certificate(root.der)), false);
});

test('the alternative names hold DNS names, addresses of both families and e-mail names', () => {
  const names = {
    dnsNames: ['mail.contoso.test', '*.contoso.test'],
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    emailNames: ['postmaster@contoso.test'],
  };
  assert.equal(
    readBack(names).subjectAltName,
    'DNS:mail.contoso.test, DNS:*.contoso.test, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1, ' +
      'email:postmaster@contoso.test',
  );
});

test('there are no alternative names unless some are given', () => {
  assert.equal(readBack({}).subjectAltName, undefined);
});

test('the subject keeps the order of its attributes, except in a shared RDN, which DER sorts', () => {
  const subject: CertificateOptions['subject'] = [
    { type: 'c', value: 'DE' },
    { type: 'dc', value: 'test' },
    { type: 'o', value: 'Contoso' },
    [{ value: 'mail.contoso.test' }, { type: 'ou', value: 'IT' }],
    'owa.contoso.test',
    { type: 'emailAddress', value: 'postmaster@contoso.test' },
  ];
  assert.deepEqual(readBack({ subject }).subject.split('\n'), [
    'C=DE',
    'DC=test',
    'O=Contoso',
    'OU=IT + CN=mail.contoso.test',
    'CN=owa.contoso.test',
    'emailAddress=postmaster@contoso.test',
  ]);
});

test('an empty subject is allowed', () => {
  assert.equal(readBack({ subject: [], dnsNames: ['mail.contoso.test'] }).subject, undefined);
});

const commonNames: [TypedAttribute, string][] = [
  [{ value: 'mäil.contoso.test' }, 'mäil.contoso.test'],
  [{ value: 'mäil.contoso.test', as: 't61' }, 'mäil.contoso.test'],
  [{ value: 'mäil.contoso.test', as: 'bmp' }, 'mäil.contoso.test'],
  [{ value: 'mäil.contoso.test', as: 'universal' }, 'mäil.contoso.test'],
  [{ value: 'mail.contoso.test', as: 'ia5' }, 'mail.contoso.test'],
  [{ value: 'mail.contoso.test', as: 'printable' }, 'mail.contoso.test'],
  [{ value: 'mail.contoso.test\0.evil.test' }, 'mail.contoso.test\\00.evil.test'],
];

for (const [attribute, expected] of commonNames) {
  test(`a common name in ${attribute.as ?? 'utf8'} reads ${JSON.stringify(expected)}`, () => {
    assert.equal(readBack({ subject: [attribute] }).subject, `CN=${expected}`);
  });
}

const malformed: [string, TypedAttribute, string][] = [
  ['a VisibleString', { value: 'mail', as: 'visible' }, '1a046d61696c'],
  ['invalid UTF-8', { value: Buffer.from('c3', 'hex') }, '0c01c3'],
  ['a BMPString of odd length', { value: Buffer.from('00416d', 'hex'), as: 'bmp' }, '1e0300416d'],
  ['an OCTET STRING', { value: 'mail', as: 4 }, '04046d61696c'],
];

for (const [what, attribute, der] of malformed) {
  test(`${what} as common name is written byte for byte`, () => {
    const made = createCertificate({ subject: [attribute], key: 'p256' });
    assert.ok(made.der.includes(Buffer.from(`0603550403${der}`, 'hex')));
  });
}

test('dates are UTCTime before 2050 and GeneralizedTime from then on', () => {
  const made = createCertificate({
    subject: ['mail.contoso.test'],
    key: 'p256',
    notBefore: new Date('2049-12-31T23:59:59Z'),
    notAfter: new Date('2050-01-01T00:00:00Z'),
  });
  const read = new X509Certificate(made.der);
  assert.equal(read.validFromDate.toISOString(), '2049-12-31T23:59:59.000Z');
  assert.equal(read.validToDate.toISOString(), '2050-01-01T00:00:00.000Z');
  assert.ok(made.der.includes('\x17\x0d491231235959Z\x18\x0f20500101000000Z', 0, 'latin1'));
});

const serialNumbers = [
  ['7f', '7F'],
  ['0080', '80'],
  ['80', '-80'],
] as const;

for (const [hex, expected] of serialNumbers) {
  test(`the serial number ${hex} reads ${expected}`, () => {
    assert.equal(readBack({ serialNumber: hex }).serialNumber, expected);
  });
}

test('an extra extension and the address of the issuer are in the certificate', () => {
  const value = Buffer.from('0500', 'hex');
  const options = {
    aiaIssuerUrl: 'http://pki.contoso.test/ca.crt',
    extraExtensions: [{ oid: '1.2.3.4', value }],
  };
  const read = readBack(options);
  assert.equal(read.infoAccess?.trim(), 'CA Issuers - URI:http://pki.contoso.test/ca.crt');
  assert.ok(read.raw.includes(Buffer.from('06032a030404020500', 'hex')));
});
