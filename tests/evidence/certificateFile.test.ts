import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readCertificateFile } from '../../diagnosis/evidence/certificateFile.ts';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';
import type { EvidenceField } from '../../diagnosis/evidence/statement.ts';
import {
  type CertificateOptions,
  createCertificate,
  type TestCertificate,
} from '../lab/certificateFactory.ts';
import { certificatesOnly } from '../lab/certificatesOnly.ts';

const make = (name: string, options: Partial<CertificateOptions> = {}) =>
  createCertificate({ subject: [name], key: 'p256', ...options });
const root = make('Root', { ca: true });
const issuing = make('Issuing', { ca: true, issuer: root });
const leaf = make('mail.contoso.com', { dnsNames: ['mail.contoso.com', 'owa.contoso.com'], issuer: issuing });
const other = make('owa.fabrikam.com');
const read = (text: string) => readCertificateFile(readPastedText(text));
const subjects = (text: string) =>
  read(text).map(({ certificates = [] }) => certificates.map(({ subject }) => subject.slice('CN='.length)));
const base64 = (der: Buffer, width = 64) =>
  der.toString('base64').replace(new RegExp(`.{${width}}`, 'g'), '$&\n');
const pem = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${base64(der)}\n-----END ${label}-----\n`;

describe('a certificate', () => {
  test('tells its names, its issuer, its thumbprint and its dates for certain, and where it begins', () => {
    const [reading] = read(`Hello,\n\n${leaf.pem}`);
    const [certificate] = reading?.certificates ?? [];
    assert.ok(reading !== undefined && certificate !== undefined);
    const told: [EvidenceField, string][] = [
      ['commonName', 'mail.contoso.com'],
      ['dnsName', 'mail.contoso.com'],
      ['dnsName', 'owa.contoso.com'],
      ['issuer', 'CN=Issuing'],
      ['thumbprint', certificate.sha1],
      ['notBefore', certificate.notBefore],
      ['notAfter', certificate.notAfter],
    ];
    assert.deepEqual(
      reading.statements,
      told.map(([field, value]) => ({ field, value, line: 3, certainty: 'certain' })),
    );
  });

  const forms: [form: string, text: string][] = [
    ['as PEM', leaf.pem],
    ['with Windows line ends', leaf.pem.replaceAll('\n', '\r\n')],
    ['quoted in a mail', leaf.pem.replace(/^/gm, '> > ')],
    ['indented', leaf.pem.replace(/^/gm, '\t   ')],
    ['in one line', leaf.pem.replaceAll('\n', ' ')],
    ['without any blank', leaf.pem.replaceAll('\n', '')],
    ['in a string of JSON', JSON.stringify(leaf.pem)],
    ['between dashes of a word processor', leaf.pem.replaceAll('-----', '\u2013\u2013\u2014')],
    ['without its last line', leaf.pem.replace(/-----END.*\n/, '')],
    ['without its first line', leaf.pem.replace(/.*BEGIN.*\n/, '')],
    ['in front of a sentence without its last line', leaf.pem.replace(/-----END.*\n/, 'Thank you all')],
    [
      'with OpenSSL’s trust behind it',
      pem('TRUSTED CERTIFICATE', Buffer.concat([leaf.der, root.der.subarray(0, 9)])),
    ],
    ['as base64 alone', base64(leaf.der, 76)],
    ['as base64 in one line', leaf.der.toString('base64')],
    ['in an element of XML', `<X509Certificate>${leaf.der.toString('base64')}</X509Certificate>`],
    ['in PKCS #7', pem('PKCS7', certificatesOnly([leaf]))],
    ['twice', leaf.pem + leaf.pem],
    ['with its private key', `${leaf.keyPem}${leaf.pem}${leaf.keyPem}`],
  ];
  for (const [form, text] of forms)
    test(`is read ${form}`, () => assert.deepEqual(subjects(text), [['mail.contoso.com']]));

  const nothing: [what: string, text: string][] = [
    ['a private key', leaf.keyPem],
    ['a certificate that is cut', leaf.pem.slice(0, -80)],
    ['lines of PEM without anything between', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['base64 of something else', base64(Buffer.alloc(600, 'MII'))],
    ['PKCS #7 without certificates', pem('PKCS7', certificatesOnly([]))],
    ['', ''],
  ];
  for (const [what, text] of nothing)
    test(`is not in ${what || 'an empty text'}`, () => assert.deepEqual(read(text), []));
});

test('nothing of a private key is told, whatever its form', () => {
  const lines = leaf.keyPem.split('\n').filter((line) => /^[A-Za-z0-9+/=]+$/.test(line));
  assert.ok(lines.length > 1);
  for (const text of [leaf.keyPem + leaf.pem, lines.join('\n'), leaf.keyPem.replaceAll('\n', ' ')]) {
    const told = JSON.stringify(readEvidence(text));
    for (const line of lines) assert.ok(!told.includes(line));
  }
});

describe('several certificates', () => {
  const chain = ['mail.contoso.com', 'Issuing', 'Root'];
  const pems = (...certificates: TestCertificate[]) =>
    certificates.map((certificate) => certificate.pem).join('\n');
  const old = make('mail.contoso.com', { issuer: issuing });
  const selfSigned = [make('exch01'), make('exch01', { key: 'rsa-2048' })];
  const table: [what: string, text: string, chains: string[][]][] = [
    ['a chain, the leaf first', pems(leaf, issuing, root), [chain]],
    ['a chain in any order', pems(root, leaf, issuing), [chain]],
    ['a chain in PKCS #7', pem('PKCS7', certificatesOnly([root, issuing, leaf])), [chain]],
    ['a chain without a link', pems(root, leaf), [['Root'], ['mail.contoso.com']]],
    ['two servers', pems(leaf, other), [['mail.contoso.com'], ['owa.fabrikam.com']]],
    ['the old and the new one', pems(old, leaf, issuing), [chain.slice(0, 2), chain.slice(0, 2)]],
    ['two self-signed ones of one name', pems(...selfSigned), [['exch01'], ['exch01']]],
    ['an authority alone', pems(root), [['Root']]],
    ['one of them cut', `${other.pem.slice(0, 300)}\n${leaf.pem}`, [['mail.contoso.com']]],
  ];
  for (const [what, text, chains] of table)
    test(`${what}: one reading for each leaf`, () => assert.deepEqual(subjects(text), chains));

  test('are read up to the twentieth', () => {
    const many = Array.from({ length: 25 }, (_, index) => make(`host${index}.contoso.com`));
    assert.equal(read(pems(...many)).length, 20);
    assert.equal(read(pem('PKCS7', certificatesOnly(many))).length, 20);
  });
});
