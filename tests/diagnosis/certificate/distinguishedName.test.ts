import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alteredCertificate } from '../../lab/alteredCertificate.ts';
import { authorities } from '../../lab/authorities.ts';
import { primitive, sequence, setOf } from '../../lab/der.ts';
import type { NameAttribute, StringType } from '../../lab/distinguishedName.ts';
import { make, read, readBack } from './readBack.ts';

const plain = make();

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
  ['visible', 'mail.contoso.com'],
  ['utf8', '\ufeffmail.contoso.com'],
  ['bmp', '\ufeffmail.contoso.com'],
  ['bmp', '\u{1f600}'],
  ['utf8', 'x'.repeat(100_000)],
  ['bmp', 'x'.repeat(100_000)],
  ['t61', 'x'.repeat(100_000)],
  ['universal', 'x'.repeat(50_000)],
];

for (const [as, value] of strings) {
  test(`the common name ${JSON.stringify(value).slice(0, 40)} is read from a string of type ${as}`, () => {
    const issuer = authorities().intermediate;
    assert.deepEqual(readBack({ subject: [{ value, as }], issuer }).commonNames, [value]);
  });
}

const broken: [what: string, as: StringType | number, bytes: string, text: string][] = [
  ['UTF-8 that is none', 'utf8', '61ff62', 'a\ufffdb'],
  ['UTF-8 that breaks off', 'utf8', '61c3', 'a\ufffd'],
  ['a BMPString of odd length', 'bmp', '0061ff', 'a\ufffd'],
  ['a BMPString with half a pair', 'bmp', '0061d83d', 'a\ufffd'],
  ['a UniversalString of odd length', 'universal', '0000006100', 'a\ufffd'],
  ['a UniversalString beyond Unicode', 'universal', '0000006100110000', 'a\ufffd'],
  ['a UniversalString with half a pair', 'universal', '000000610000d83d', 'a\ufffd'],
  ['an OCTET STRING', 0x04, '61fc', 'a\u00fc'],
  ['an INTEGER', 0x02, '61', 'a'],
  ['a SEQUENCE', 0x30, '0c0161', '\f\u0001a'],
];

for (const [what, as, bytes, text] of broken) {
  test(`${what} as common name is read as far as it can be`, () => {
    const { commonNames, subject } = readBack({ subject: [{ value: Buffer.from(bytes, 'hex'), as }] });
    assert.deepEqual(commonNames, [text]);
    assert.equal(subject, `CN=${text}`);
  });
}

const types: [what: string, bytes: string, subject: string][] = [
  ['one of the table', '550403', 'CN=a'],
  ['one that is not', '2b0601040182373c020103', '1.3.6.1.4.1.311.60.2.1.3=a'],
  ['2.999', '8837', '2.999=a'],
  ['a number of 53 bits', '2a8fffffffffffff7f', '1.2.9007199254740991=a'],
  ['a number of 54 bits', '2a9fffffffffffff7f', '2a9fffffffffffff7f=a'],
  ['padding', '55048003', '55048003=a'],
  ['an end that is missing', '55040381', '55040381=a'],
  ['nothing', '', '=a'],
  ['a number of 20,000 bytes', `2a${'ff'.repeat(20_000)}7f`, `2a${'ff'.repeat(20_000)}7f=a`],
];

for (const [what, bytes, line] of types) {
  test(`an attribute whose type is ${what} is shown, and is a common name only where it is one`, () => {
    const attribute = sequence(primitive(0x06, Buffer.from(bytes, 'hex')), primitive(0x0c, Buffer.from('a')));
    const certificate = read(alteredCertificate(plain, () => ({ subject: sequence(setOf(attribute)) })));
    assert.equal(certificate.subject, line);
    assert.deepEqual(certificate.commonNames, line === 'CN=a' ? ['a'] : []);
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
