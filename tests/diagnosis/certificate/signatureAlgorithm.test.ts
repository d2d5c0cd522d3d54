import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alteredCertificate } from '../../lab/alteredCertificate.ts';
import { type Asn1, context, nothing, oid, sequence } from '../../lab/der.ts';
import { make, read } from './readBack.ts';

const plain = make();

const algorithm = (id: string, ...parameters: Asn1[]) => sequence(oid(id), ...parameters);
const pss = '1.2.840.113549.1.1.10';
const pssWith = (hash: string) => algorithm(pss, sequence(context(0, [algorithm(hash, nothing())])));
const signatures: [signature: Asn1, name: string][] = [
  [algorithm('1.2.840.113549.1.1.4', nothing()), 'md5WithRSAEncryption'],
  [algorithm('1.2.840.113549.1.1.5', nothing()), 'sha1WithRSAEncryption'],
  [algorithm('1.3.14.3.2.29'), 'sha1WithRSASignature'],
  [algorithm('1.2.840.10045.4.1'), 'ecdsa-with-SHA1'],
  [algorithm('1.2.840.10045.4.3.2'), 'ecdsa-with-SHA256'],
  [algorithm('1.3.101.112'), 'Ed25519'],
  [algorithm(pss), 'RSASSA-PSS with SHA-1'],
  [algorithm(pss, sequence()), 'RSASSA-PSS with SHA-1'],
  [pssWith('2.16.840.1.101.3.4.2.1'), 'RSASSA-PSS with SHA-256'],
  [pssWith('1.2.3'), 'RSASSA-PSS with 1.2.3'],
  [algorithm('1.2.643.7.1.1.3.2'), '1.2.643.7.1.1.3.2'],
];

for (const [signature, name] of signatures) {
  test(`a signature algorithm is named ${name}`, () => {
    assert.equal(read(alteredCertificate(plain, () => ({ signature }))).signatureAlgorithm, name);
  });
}
