import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeFile } from '../../diagnosis/evidence/fileText.ts';
import { holdsPrivateKey } from '../../diagnosis/evidence/privateKey.ts';
import { createCertificate } from '../lab/certificateFactory.ts';
import { certificatesOnly } from '../lab/certificatesOnly.ts';

const certificate = createCertificate({ subject: ['mail.contoso.com'], key: 'p256' });
const text = 'Zertifikat für mail.contoso.com\r\n';
const mark = '\ufeff';
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe('a file of text', () => {
  const utf8 = Buffer.from(text);
  const table: [encoding: string, bytes: Uint8Array, decoded?: string][] = [
    ['UTF-8', utf8],
    ['UTF-8 with a mark', Buffer.from(mark + text)],
    ['UTF-8 cut within a letter', utf8.subarray(0, utf8.indexOf('ü') + 1), 'Zertifikat f\ufffd'],
    ['UTF-16', Buffer.from(mark + text, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16, high bytes first', swapped(Buffer.from(mark + text, 'utf16le'))],
    ['UTF-16, high bytes first, without a mark', swapped(Buffer.from(text, 'utf16le'))],
    ['UTF-16 of an odd length', Buffer.from(`${mark}ab`, 'utf16le').subarray(0, 5), 'a\ufffd'],
    ['Windows-1252', Buffer.from(text, 'latin1')],
    ['nothing', Buffer.of(), ''],
    ['one byte', Buffer.from('0'), '0'],
    ['PEM', Buffer.from(certificate.pem), certificate.pem],
    ['a view of a larger buffer', new Uint8Array(Buffer.from(`xx${text}`)).subarray(2)],
  ];
  for (const [encoding, bytes, decoded = text] of table)
    test(`is decoded from ${encoding}`, () => assert.equal(decodeFile(bytes), decoded));
});

describe('a file in DER', () => {
  test('becomes PEM where it is a certificate', () => {
    const unwrapped = decodeFile(certificate.der)?.replace(/\s/g, '');
    assert.equal(unwrapped, certificate.pem.replace(/\s/g, ''));
  });

  test('becomes PEM where it is PKCS #7', () =>
    assert.match(decodeFile(certificatesOnly([certificate])) ?? '', /^-----BEGIN PKCS7-----\nMII/));

  const others: [what: string, bytes: Uint8Array][] = [
    ['a private key', certificate.key.export({ type: 'pkcs8', format: 'der' })],
    ['a certificate that is cut', certificate.der.subarray(0, -1)],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['an archive', Buffer.from('504b0304140000000800', 'hex')],
    ['zeros', Buffer.alloc(100)],
  ];
  for (const [what, bytes] of others)
    test(`is none of text where it is ${what}`, () => assert.equal(decodeFile(bytes), null));
});

describe('a private key', () => {
  const table: [text: string, held: boolean][] = [
    [certificate.keyPem, true],
    [certificate.pem + certificate.keyPem.replace(/^/gm, '> '), true],
    ['-----BEGIN RSA PRIVATE KEY-----', true],
    ['-----BEGIN ENCRYPTED PRIVATE KEY-----', true],
    ['\u2013\u2013BEGIN EC PRIVATE KEY\u2013\u2013', true],
    [certificate.pem, false],
    ['-----BEGIN PUBLIC KEY-----', false],
    ['Do not send your private key', false],
    ['', false],
  ];
  for (const [written, held] of table)
    test(`is ${held ? '' : 'not '}in ${JSON.stringify(written.slice(0, 40))}`, () =>
      assert.equal(holdsPrivateKey(written), held));

  const files: [what: string, bytes: Buffer][] = [
    ['UTF-8', Buffer.from(certificate.keyPem)],
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${certificate.keyPem}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(certificate.keyPem, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${certificate.keyPem}`, 'utf16le').swap16()],
    [
      'UTF-16 to which another program has added',
      Buffer.concat([Buffer.from('\ufeffok', 'utf16le'), Buffer.from(certificate.keyPem)]),
    ],
    ['something else, with the key in it', Buffer.from(`\x00\x01\x02${certificate.keyPem}`)],
  ];
  for (const [what, bytes] of files)
    test(`is in a file of ${what}`, () => assert.equal(holdsPrivateKey(bytes), true));

  test('is not in a file of a certificate', () => {
    assert.equal(holdsPrivateKey(Buffer.from(certificate.pem, 'utf16le')), false);
    assert.equal(holdsPrivateKey(certificate.der), false);
  });
});
