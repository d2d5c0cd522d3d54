import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subjectAlternativeName } from '../../lab/certificateExtensions.ts';
import type { CertificateOptions } from '../../lab/certificateFactory.ts';
import { type Asn1, context, integer, oid, primitive, sequence, toDer } from '../../lab/der.ts';
import { readBack } from './readBack.ts';

function namesOf(options: Partial<CertificateOptions>) {
  const { dnsNames, ipAddresses, emailNames } = readBack(options);
  return { dnsNames, ipAddresses, emailNames };
}

test('alternative names are read by their kind', () => {
  const names = { dnsNames: ['mail.contoso.com', '*.contoso.com'], emailNames: ['anna@contoso.com'] };
  assert.deepEqual(namesOf({ ...names, ipAddresses: ['192.0.2.1', '2001:db8::1'] }), {
    ...names,
    ipAddresses: ['192.0.2.1', '2001:db8:0:0:0:0:0:1'],
  });
});

test('without alternative names the lists are empty', () => {
  assert.deepEqual(namesOf({}), { dnsNames: [], ipAddresses: [], emailNames: [] });
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

const alternativeNames = (...names: Asn1[]) =>
  namesOf({ extraExtensions: [{ oid: '2.5.29.17', value: toDer(sequence(...names)) }] });

for (const length of [0, 3, 5, 8, 15, 17, 32]) {
  test(`an address of ${length} bytes is left out, and the other names are kept`, () => {
    const names = [
      context(7, Buffer.alloc(length, 1)),
      context(7, Buffer.of(192, 0, 2, 1)),
      context(2, Buffer.from('a')),
    ];
    assert.deepEqual(alternativeNames(...names), {
      dnsNames: ['a'],
      ipAddresses: ['192.0.2.1'],
      emailNames: [],
    });
  });
}

test('other kinds of alternative names are left out, and so is what is no alternative name', () => {
  const otherName = context(0, [
    oid('1.3.6.1.4.1.311.20.2.3'),
    context(0, [primitive(0x0c, Buffer.from('a@b'))]),
  ]);
  const uri = context(6, Buffer.from('https://mail.contoso.com/'));
  const dnsNameWithin = context(2, [primitive(0x16, Buffer.from('mail.contoso.com'))]);
  const names = [
    otherName,
    uri,
    context(4, [sequence()]),
    context(8, Buffer.of(42)),
    integer('61'),
    dnsNameWithin,
  ];
  assert.deepEqual(alternativeNames(...names), {
    dnsNames: [],
    ipAddresses: [],
    emailNames: [],
  });
});

test('of two extensions with alternative names the first counts, as in Windows', () => {
  const certificate = readBack({
    dnsNames: ['first.contoso.com'],
    extraExtensions: subjectAlternativeName({ dnsNames: ['second.contoso.com'] }, true),
  });
  assert.deepEqual(certificate.dnsNames, ['first.contoso.com']);
});
