import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { eccKey } from '../../../diagnosis/causes/eccKey.ts';
import { weakKey } from '../../../diagnosis/causes/weakKey.ts';
import { weakSignature } from '../../../diagnosis/causes/weakSignature.ts';
import { type Facts, readFacts } from '../../../diagnosis/facts.ts';
import type { Certificate, Endpoint } from '../../../diagnosis/types.ts';
import { alteredCertificate } from '../../lab/alteredCertificate.ts';
import { authorities } from '../../lab/authorities.ts';
import { type CertificateOptions, createCertificate } from '../../lab/certificateFactory.ts';
import { bitString, oid, sequence } from '../../lab/der.ts';
import { make, read, readBack } from './readBack.ts';

function factsOf(...chain: Certificate[]): Facts {
  const host = 'mail.contoso.com';
  const endpoint: Endpoint = { address: '192.0.2.1', family: 4, port: 443, sni: host, chain, timings: {} };
  const request = { server: { host, port: 443 } };
  return readFacts({ request, endpoints: [endpoint], checkedAt: new Date(), durationMs: 1 });
}

const issuer = authorities().intermediate;
const withKey = (key: CertificateOptions['key']) => readBack({ key, issuer });
const rsaPss = (modulusLength: number) => generateKeyPairSync('rsa-pss', { modulusLength }).privateKey;
const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
const dsa = () => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey;

describe('a key is weak', () => {
  const table: [key: () => CertificateOptions['key'], weak: string | null][] = [
    [() => 'rsa-1024', 'RSA 1024'],
    [() => 'rsa-2040', 'RSA 2040'],
    [() => 'rsa-2048', null],
    [() => rsaPss(1024), 'RSA-PSS 1024'],
    [() => rsaPss(2048), null],
    [dsa, 'DSA 1024'],
    [() => curve('P-224'), 'EC 224'],
    [() => curve('P-192'), 'EC 192'],
    [() => 'p256', null],
    [() => curve('brainpoolP256r1'), null],
    [() => 'p521', null],
    [() => 'ed25519', null],
  ];
  for (const [key, weak] of table) {
    const leaf = withKey(key());
    test(`${leaf.keyType} of ${leaf.keyBits} bits: ${weak !== null}`, () => {
      const finding = weakKey.detect(factsOf(leaf));
      assert.equal(finding && `${finding.data.keyType} ${finding.data.keyBits}`, weak);
    });
  }
});

describe('a key is one of an elliptic curve', () => {
  test('with its size', () => {
    assert.deepEqual(eccKey.detect(factsOf(withKey('p384'))), { data: { keyBits: 384 } });
  });

  test('of a curve that is not known, without', () => {
    const publicKey = sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.2.3')), bitString(Buffer.of(4)));
    const leaf = read(alteredCertificate(make(), () => ({ publicKey })));
    assert.deepEqual(eccKey.detect(factsOf(leaf)), { data: {} });
  });

  test('and RSA is not', () => assert.equal(eccKey.detect(factsOf(withKey('rsa-2048'))), null));
});

describe('a signature is outdated', () => {
  const ca: CertificateOptions = { ca: true, key: 'rsa-2048', subject: ['Old CA'] };
  const oldRoot = createCertificate({ ...ca, signatureHash: 'sha1' });
  const oldIntermediate = createCertificate({ ...ca, issuer: authorities().root, signatureHash: 'sha1' });
  const pss = (...parameters: Parameters<typeof sequence>) =>
    read(
      alteredCertificate(make(), () => ({
        signature: sequence(oid('1.2.840.113549.1.1.10'), ...parameters),
      })),
    );
  const table: [what: string, chain: Certificate[], outdated: string | null][] = [
    ['MD5', [readBack({ issuer, signatureHash: 'md5' })], 'md5WithRSAEncryption'],
    ['SHA-1', [readBack({ issuer, signatureHash: 'sha1' })], 'sha1WithRSAEncryption'],
    ['SHA-1 with ECDSA', [readBack({ signatureHash: 'sha1' })], 'ecdsa-with-SHA1'],
    ['RSASSA-PSS without a word about the hash', [pss()], 'RSASSA-PSS with SHA-1'],
    ['RSASSA-PSS with its defaults', [pss(sequence())], 'RSASSA-PSS with SHA-1'],
    ['SHA-256', [readBack({ issuer })], null],
    ['SHA-512', [readBack({ issuer, signatureHash: 'sha512' })], null],
    ['Ed25519', [readBack({ key: 'ed25519' })], null],
    [
      'of an intermediate',
      [readBack({ issuer: oldIntermediate }), read(oldIntermediate.der)],
      'sha1WithRSAEncryption',
    ],
    ['of a root, which is trusted for what it is', [readBack({ issuer: oldRoot }), read(oldRoot.der)], null],
    ['of a self-signed server certificate', [read(oldRoot.der)], 'sha1WithRSAEncryption'],
  ];
  for (const [what, chain, outdated] of table) {
    test(`${what}: ${outdated !== null}`, () => {
      assert.equal(weakSignature.detect(factsOf(...chain))?.data.signatureAlgorithm ?? null, outdated);
    });
  }
});
