import { generateKeyPairSync } from 'node:crypto';
import { alteredCertificate } from './alteredCertificate.ts';
import { authorities } from './authorities.ts';
import { subjectAlternativeName } from './certificateExtensions.ts';
import { type CertificateOptions, createCertificate } from './certificateFactory.ts';
import { oid, primitive, sequence, setOf } from './der.ts';

export type Seed = [what: string, der: Buffer];

/** Certificates to make mutants of: every kind of key, and everything that is odd about certificates. */
export function seedCertificates(): Seed[] {
  const issuer = authorities().intermediate;
  const make = (options: Partial<CertificateOptions> = {}) =>
    createCertificate({ subject: ['mail.contoso.com'], key: 'ed25519', issuer, ...options }).der;
  const names = {
    dnsNames: ['mail.contoso.com', '*.contoso.com'],
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
  };
  return [
    ['RSA', make({ key: 'rsa-2048', ...names })],
    ['RSA-PSS', make({ key: generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).privateKey })],
    [
      'DSA',
      make({ key: generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey }),
    ],
    ['P-256', make({ key: 'p256', ...names, aiaIssuerUrl: 'http://pki.contoso.test/ca.crt' })],
    ['P-521', make({ key: 'p521' })],
    ['Ed25519', make(names)],
    ['Ed448', make({ key: generateKeyPairSync('ed448').privateKey })],
    ['an authority', issuer.der],
    ['a self-signed certificate', make({ issuer: authorities().privateRoot, ca: true })],
    ['no subject', make({ subject: [], ...names })],
    ['several common names', make({ subject: ['a.contoso.com', { type: 'o', value: 'Contoso' }, 'b'] })],
    [
      'a multi-valued RDN',
      make({ subject: [[{ value: 'a' }, { type: 'ou', value: 'IT' }, { value: 'b' }]] }),
    ],
    [
      'e-mail addresses',
      make({ subject: [{ type: 'emailAddress', value: 'a@b.c' }], emailNames: ['d@e.f'] }),
    ],
    ['a BMPString', make({ subject: [{ value: 'Z\u00fcrich', as: 'bmp' }] })],
    ['a UniversalString', make({ subject: [{ value: 'Z\u00fcrich \u{1f600}', as: 'universal' }] })],
    [
      'a T61String and a VisibleString',
      make({
        subject: [
          { value: 'Z\u00fc', as: 't61' },
          { value: 'a', as: 26 },
        ],
      }),
    ],
    [
      'broken strings',
      make({ subject: [{ value: Buffer.of(0xc3) }, { value: Buffer.of(0, 65, 66), as: 'bmp' }] }),
    ],
    ['a name with a NUL', make({ subject: ['mail.contoso.com\0.evil.test'], dnsNames: ['a\0b'] })],
    ['a long name', make({ subject: ['x'.repeat(1000)] })],
    ['many names', make({ dnsNames: Array.from({ length: 50 }, (_, index) => `${index}.contoso.com`) })],
    [
      'two alternative name extensions',
      make({ ...names, extraExtensions: subjectAlternativeName(names, true) }),
    ],
    ['a negative serial number', make({ serialNumber: '80ff' })],
    ['a serial number of 40 bytes', make({ serialNumber: `7f${'a5'.repeat(39)}` })],
    ['dates beyond 2049', make({ notBefore: new Date('2051-01-01'), notAfter: new Date('9999-12-31') })],
    ['version 1', alteredCertificate(make(), () => ({ version: [], optional: [] }))],
    [
      'an unknown attribute',
      alteredCertificate(make(), () => ({
        subject: sequence(setOf(sequence(oid('1.3.6.1.4.1.311.60.2.1.3'), primitive(0x03, Buffer.of(0, 1))))),
      })),
    ],
  ];
}
