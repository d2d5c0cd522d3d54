import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { readCertificate } from '../../diagnosis/certificate.ts';
import type { Certificate } from '../../diagnosis/types.ts';
import { authorities } from '../lab/authorities.ts';
import { type CertificateOptions, createCertificate } from '../lab/certificateFactory.ts';
import type { NameAttribute, StringType } from '../lab/distinguishedName.ts';
import type { KeyType } from '../lab/keys.ts';

function readBack(options: Partial<CertificateOptions> = {}): Certificate {
  const { der } = createCertificate({ subject: ['mail.contoso.com'], key: 'p256', ...options });
  const result = readCertificate(der);
  assert.ok(result.ok);
  return result.value;
}

const keys: [key: KeyType, keyType: string, keyBits: number, signatureAlgorithm: string][] = [
  ['rsa-1024', 'rsa', 1024, 'sha256WithRSAEncryption'],
  ['rsa-2048', 'rsa', 2048, 'sha256WithRSAEncryption'],
  ['p256', 'ec', 256, 'ecdsa-with-SHA256'],
  ['p384', 'ec', 384, 'ecdsa-with-SHA256'],
  ['p521', 'ec', 521, 'ecdsa-with-SHA256'],
  ['ed25519', 'ed25519', 256, 'Ed25519'],
];

for (const [key, keyType, keyBits, signatureAlgorithm] of keys) {
  test(`a certificate with a key of type ${key} is read like any other`, () => {
    assert.partialDeepStrictEqual(readBack({ key, dnsNames: ['owa.contoso.com'] }), {
      commonNames: ['mail.contoso.com'],
      dnsNames: ['owa.contoso.com'],
      keyType,
      keyBits,
      signatureAlgorithm,
    });
  });
}

test('fingerprints and the serial number are those of Node, in upper-case hexadecimal without colons', () => {
  const { der } = createCertificate({ subject: ['mail.contoso.com'], serialNumber: '1a2b3c' });
  const node = new X509Certificate(der);
  const result = readCertificate(der);
  assert.ok(result.ok);
  assert.equal(result.value.sha1, node.fingerprint.replaceAll(':', ''));
  assert.equal(result.value.sha256, node.fingerprint256.replaceAll(':', ''));
  assert.equal(result.value.serialNumber, '1A2B3C');
  assert.match(result.value.sha1, /^[0-9A-F]{40}$/);
});

test('dates are ISO 8601 in UTC, also beyond 2049', () => {
  const dates = readBack({
    notBefore: new Date('2020-01-05T04:03:02Z'),
    notAfter: new Date('2051-12-31T23:59:59Z'),
  });
  assert.equal(dates.notBefore, '2020-01-05T04:03:02.000Z');
  assert.equal(dates.notAfter, '2051-12-31T23:59:59.000Z');
});

const subjects: [what: string, subject: NameAttribute[], commonNames: string[], line: string][] = [
  ['one common name', ['mail.contoso.com'], ['mail.contoso.com'], 'CN=mail.contoso.com'],
  [
    'several common names in their order',
    ['b.contoso.com', { type: 'o', value: 'Contoso' }, 'a.contoso.com'],
    ['b.contoso.com', 'a.contoso.com'],
    'CN=a.contoso.com, O=Contoso, CN=b.contoso.com',
  ],
  [
    'a common name that shares its RDN',
    [[{ value: 'mail.contoso.com' }, { type: 'ou', value: 'IT' }]],
    ['mail.contoso.com'],
    'CN=mail.contoso.com, OU=IT',
  ],
  [
    'two common names in one RDN',
    [[{ value: 'a.contoso.com' }, { value: 'b.contoso.com' }]],
    ['a.contoso.com', 'b.contoso.com'],
    'CN=b.contoso.com, CN=a.contoso.com',
  ],
  ['no common name', [{ type: 'o', value: 'Contoso' }], [], 'O=Contoso'],
  ['no subject', [], [], ''],
  ['an empty common name', [''], [''], 'CN='],
];

for (const [what, subject, commonNames, line] of subjects) {
  test(`a subject with ${what} is read`, () => {
    const certificate = readBack({ subject });
    assert.deepEqual(certificate.commonNames, commonNames);
    assert.equal(certificate.subject, line);
  });
}

const strings: [type: StringType, text: string][] = [
  ['utf8', 'Z\u00fcrich \u20ac \u{1f600}'],
  ['bmp', 'Z\u00fcrich \u20ac'],
  ['bmp', 'mail.contoso.com'],
  ['bmp', ''],
  ['universal', 'Z\u00fcrich \u20ac \u{1f600}'],
  ['universal', 'mail.contoso.com'],
  ['t61', 'Z\u00fcrich'],
  ['printable', 'mail.contoso.com'],
  ['ia5', 'mail.contoso.com'],
];

for (const [as, value] of strings) {
  test(`the common name ${JSON.stringify(value)} is read from a string of type ${as}`, () => {
    assert.deepEqual(readBack({ subject: [{ value, as }] }).commonNames, [value]);
  });
}

const hostile = [
  'mail.contoso.com\0.evil.test',
  'mail.contoso.com\nCN=evil.test',
  'mail.contoso.com, CN=evil.test',
  'a"; Remove-Mailbox -Identity *; "',
  '$(Get-Process)',
  '\u201cmail.contoso.com\u201d',
  '**[click](http://evil.test)** <b>x</b>',
  ' mail.contoso.com ',
  'MAIL.contoso.com',
  'x'.repeat(5000),
];

for (const name of hostile) {
  test(`the name ${JSON.stringify(name).slice(0, 50)} is read exactly as it is`, () => {
    // A Buffer is written byte by byte, as an authority without scruples would.
    const ascii = Buffer.from(name, 'latin1');
    const certificate = readBack({ subject: [name], dnsNames: [ascii], emailNames: [name] });
    assert.deepEqual(certificate.commonNames, [name]);
    assert.deepEqual(certificate.dnsNames, [ascii.toString('latin1')]);
    assert.equal(certificate.subject, `CN=${name}`);
  });
}

test('alternative names are read by their kind', () => {
  const certificate = readBack({
    dnsNames: ['mail.contoso.com', '*.contoso.com'],
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    emailNames: ['anna@contoso.com'],
  });
  assert.deepEqual(certificate.dnsNames, ['mail.contoso.com', '*.contoso.com']);
  assert.deepEqual(certificate.ipAddresses, ['192.0.2.1', '2001:db8:0:0:0:0:0:1']);
  assert.deepEqual(certificate.emailNames, ['anna@contoso.com']);
});

test('without alternative names the lists are empty', () => {
  assert.partialDeepStrictEqual(readBack(), { dnsNames: [], ipAddresses: [], emailNames: [] });
});

test('e-mail addresses of the alternative name come before those of the subject', () => {
  const certificate = readBack({
    subject: ['mail.contoso.com', { type: 'emailAddress', value: 'subject@contoso.com' }],
    emailNames: ['alternative@contoso.com'],
  });
  assert.deepEqual(certificate.emailNames, ['alternative@contoso.com', 'subject@contoso.com']);
  assert.deepEqual(certificate.commonNames, ['mail.contoso.com']);
  assert.equal(certificate.subject, 'E=subject@contoso.com, CN=mail.contoso.com');
});

test('a certificate is self-issued where subject and issuer are the same name', () => {
  const { intermediate } = authorities();
  const issued = readBack({ issuer: intermediate });
  assert.equal(issued.selfIssued, false);
  assert.equal(issued.issuer, 'CN=Contoso Lab Issuing CA, O=Contoso');
  assert.equal(readBack().selfIssued, true);
  assert.equal(readBack({ subject: [{ value: 'Z\u00fcrich', as: 'bmp' }] }).selfIssued, true);
});

const { der: small } = createCertificate({ subject: ['mail.contoso.com'], key: 'ed25519' });

const unreadable: [what: string, bytes: Uint8Array][] = [
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('This is not a certificate.')],
  ['zeros', Buffer.alloc(4096)],
  ['0xff', Buffer.alloc(4096, 0xff)],
  ['sequences within sequences', Buffer.alloc(100_000, Buffer.from('3080', 'hex'))],
  ['a length beyond the end', Buffer.from('3084ffffffff', 'hex')],
  ['an empty sequence', Buffer.from('3000', 'hex')],
  ['UTF-8 that is none', createCertificate({ subject: [{ value: Buffer.of(0xff, 0xfe) }], key: 'p256' }).der],
];

for (const [what, bytes] of unreadable) {
  test(`${what} is unreadable`, { timeout: 5000 }, () => {
    assert.deepEqual(readCertificate(bytes), { ok: false, reason: 'unreadable' });
  });
}

test('a certificate that breaks off is unreadable, wherever it does', () => {
  for (let length = 0; length < small.length; length++) {
    assert.equal(readCertificate(small.subarray(0, length)).ok, false, `${length} bytes`);
  }
});

test('a certificate with any one byte changed is read or unreadable, but never an exception', () => {
  for (let position = 0; position < small.length; position++) {
    const changed = Buffer.from(small);
    changed.writeUInt8(0xff - changed.readUInt8(position), position);
    assert.doesNotThrow(() => readCertificate(changed), `byte ${position}`);
  }
});

test('two megabytes are too large, whatever they hold', () => {
  assert.deepEqual(readCertificate(Buffer.alloc(2_000_000)), { ok: false, reason: 'too-large' });
  const subject = ['x'.repeat(2_000_000)];
  assert.deepEqual(readCertificate(createCertificate({ subject, key: 'p256' }).der), {
    ok: false,
    reason: 'too-large',
  });
});
