import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCertificate } from '../../../diagnosis/certificate/certificate.ts';
import { alteredCertificate } from '../../lab/alteredCertificate.ts';
import { authorities } from '../../lab/authorities.ts';
import { extensionList } from '../../lab/certificateExtensions.ts';
import { createCertificate } from '../../lab/certificateFactory.ts';
import { context, oid, primitive, sequence, setOf, toDer } from '../../lab/der.ts';
import { make, read, readBack } from './readBack.ts';

const plain = make();

const serialNumbers: [bytes: string, serialNumber: string][] = [
  ['1a2b3c', '1A2B3C'],
  ['01', '01'],
  ['00', '00'],
  ['00ff', 'FF'],
  ['0000000a', '0A'],
  ['80', '-80'],
  ['ff', '-01'],
  ['ff00', '-0100'],
  [`7f${'ab'.repeat(39)}`, `7F${'AB'.repeat(39)}`],
  [`00${'ff'.repeat(50_000)}`, 'FF'.repeat(50_000)],
];

for (const [bytes, serialNumber] of serialNumbers) {
  test(`the serial number of the bytes ${bytes.slice(0, 20)} is ${serialNumber.slice(0, 20)}`, () => {
    assert.equal(readBack({ serialNumber: bytes }).serialNumber, serialNumber);
  });
}

test('a certificate is self-issued where subject and issuer are the same name', () => {
  const { intermediate } = authorities();
  const issued = readBack({ issuer: intermediate });
  assert.equal(issued.selfIssued, false);
  assert.equal(issued.issuer, 'CN=Contoso Lab Issuing CA, O=Contoso');
  assert.equal(readBack().selfIssued, true);
  assert.equal(readBack({ subject: [{ value: 'Z\u00fcrich', as: 'bmp' }] }).selfIssued, true);
});

const nested = (levels: number) => {
  let der: Buffer = Buffer.alloc(0);
  for (let level = 0; level < levels; level++) der = toDer(primitive(0x30, der));
  return der;
};
const inExtension = (value: Buffer) => make({ extraExtensions: [{ oid: '1.2.3', value }] });

const unusual: [what: string, der: Buffer][] = [
  ['of version 1', alteredCertificate(plain, () => ({ version: [], optional: [] }))],
  [
    'of version 2 with unique identifiers',
    alteredCertificate(plain, ({ optional }) => ({
      optional: [context(1, Buffer.of(0, 1)), context(2, Buffer.of(0, 1)), ...optional],
    })),
  ],
  [
    'with no extensions in the list of them',
    alteredCertificate(plain, () => ({ optional: [context(3, [extensionList([])])] })),
  ],
  ['of 100 KB', inExtension(Buffer.alloc(100_000))],
  ['with 10,000 levels of nesting in an extension', inExtension(nested(10_000))],
  [
    'with 10,000 levels of nesting in another attribute',
    make({
      subject: ['mail.contoso.com', { type: 'ou', value: nested(10_000) }],
    }),
  ],
  [
    'with an extension whose identifier has 10,000 bytes',
    alteredCertificate(plain, () => ({
      optional: [
        context(3, [
          sequence(sequence(primitive(0x06, Buffer.alloc(10_000, 0x81)), primitive(0x04, Buffer.alloc(0)))),
        ]),
      ],
    })),
  ],
];

for (const [what, der] of unusual) {
  test(`a certificate ${what} is read`, { timeout: 5000 }, () => {
    assert.deepEqual(read(der).commonNames, ['mail.contoso.com']);
  });
}

const { der: small, pem } = createCertificate({ subject: ['mail.contoso.com'], key: 'ed25519' });
const indefinite = Buffer.concat([
  Buffer.of(0x30, 0x80),
  small.subarray(small.indexOf(0x30, 1)),
  Buffer.of(0, 0),
]);
const sanOf = (value: Buffer) => make({ extraExtensions: [{ oid: '2.5.29.17', value }] });

const unreadable: [what: string, bytes: Uint8Array][] = [
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.of(0x30)],
  ['text', Buffer.from('This is not a certificate.')],
  ['PEM', Buffer.from(pem)],
  ['zeros', Buffer.alloc(4096)],
  ['0xff', Buffer.alloc(4096, 0xff)],
  ['sequences within sequences', Buffer.alloc(100_000, Buffer.from('3080', 'hex'))],
  ['10,000 levels of nesting', nested(10_000)],
  ['an indefinite length', indefinite],
  ['a length beyond the end', Buffer.from('3084ffffffff', 'hex')],
  ['a length of seven bytes', Buffer.from('308700000000000000', 'hex')],
  ['a length that 32 bits would take for 2', Buffer.from('308501000000020500', 'hex')],
  ['an empty sequence', Buffer.from('3000', 'hex')],
  ['a certificate and one byte more', Buffer.concat([small, Buffer.of(0)])],
  ['two certificates', Buffer.concat([small, small])],
  ['alternative names with a tag of several bytes', sanOf(Buffer.from('30039f0100', 'hex'))],
  ['a subject that is none', alteredCertificate(small, () => ({ subject: sequence(sequence()) }))],
  [
    'an attribute without a value',
    alteredCertificate(small, () => ({ subject: sequence(setOf(sequence(oid('2.5.4.3')))) })),
  ],
  [
    'an empty serial number',
    alteredCertificate(small, () => ({ serialNumber: primitive(0x02, Buffer.alloc(0)) })),
  ],
  ['alternative names that are none', sanOf(Buffer.from('0500', 'hex'))],
  ['alternative names that break off', sanOf(Buffer.from('300582036162', 'hex'))],
  ['alternative names without a content', sanOf(Buffer.alloc(0))],
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

test('half a megabyte is too large, whatever it holds', () => {
  const tooLarge = { ok: false, reason: 'too-large' };
  assert.deepEqual(readCertificate(Buffer.alloc(500_000)), tooLarge);
  assert.deepEqual(readCertificate(make({ subject: ['x'.repeat(500_000)] })), tooLarge);
});
