import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { getCACertificates } from 'node:tls';
import { judgeTrust, openTrustStore } from '../../diagnosis/trust.ts';
import type { Trust } from '../../diagnosis/types.ts';
import { authorities } from '../lab/authorities.ts';
import {
  type CertificateOptions,
  createCertificate,
  daysFromNow,
  type TestCertificate,
} from '../lab/certificateFactory.ts';
import { newKey } from '../lab/keys.ts';

const { root, intermediate, privateRoot } = authorities();

function certificate(options: Partial<CertificateOptions> = {}): TestCertificate {
  return createCertificate({ subject: ['mail.contoso.com'], key: 'p256', ...options });
}

const expired = { notBefore: daysFromNow(-30), notAfter: daysFromNow(-10) };
const leaf = certificate({ issuer: intermediate });
const selfSigned = certificate();
const server = certificate({ issuer: intermediate, key: newKey('p256'), subject: ['www.contoso.com'] });
const impostor = certificate({
  subject: [{ type: 'o', value: 'Contoso' }, 'Contoso Lab Root CA'],
  ca: true,
  key: newKey('rsa-2048'),
});
const oldIntermediate = certificate({
  subject: ['Contoso Old CA'],
  ca: true,
  key: newKey('p256'),
  issuer: root,
  ...expired,
});

const chains: [what: string, chain: TestCertificate[], trust: Trust][] = [
  ['a leaf, its intermediate and the anchor', [leaf, intermediate, root], 'trusted'],
  ['a leaf and its intermediate', [leaf, intermediate], 'trusted'],
  ['a chain in the wrong order after the leaf', [leaf, root, intermediate], 'trusted'],
  ['a chain with a stranger in it', [leaf, privateRoot, intermediate], 'trusted'],
  ['a leaf issued by the anchor itself', [certificate({ issuer: root })], 'trusted'],
  ['the anchor itself', [root], 'trusted'],
  [
    'an expired leaf, whose dates are judged elsewhere',
    [certificate({ issuer: intermediate, ...expired }), intermediate],
    'trusted',
  ],
  ['a self-signed certificate', [selfSigned], 'self-signed'],
  ['a self-signed certificate with a stranger behind it', [selfSigned, intermediate, root], 'self-signed'],
  ['a self-signed authority that is no anchor', [privateRoot], 'self-signed'],
  ['an expired self-signed certificate', [certificate(expired)], 'self-signed'],
  [
    'a leaf of a private authority that is sent along',
    [certificate({ issuer: privateRoot }), privateRoot],
    'untrusted-issuer',
  ],
  ['a leaf of a private authority that is not', [certificate({ issuer: privateRoot })], 'untrusted-issuer'],
  ['a leaf without its intermediate', [leaf], 'untrusted-issuer'],
  ['a leaf issued by a server', [certificate({ issuer: server }), server, intermediate], 'untrusted-issuer'],
  [
    'a leaf of an authority that has only the name of the anchor',
    [certificate({ issuer: impostor }), impostor],
    'untrusted-issuer',
  ],
  [
    'a leaf that only claims its issuer',
    [certificate({ issuer: { ...intermediate, key: newKey('rsa-2048') } }), intermediate],
    'untrusted-issuer',
  ],
  [
    'a leaf of an expired intermediate',
    [certificate({ issuer: oldIntermediate }), oldIntermediate],
    'untrusted-issuer',
  ],
  ['no certificate at all', [], 'untrusted-issuer'],
];

const store = openTrustStore([root.pem]);

for (const [what, chain, trust] of chains) {
  test(`${what}: ${trust}`, () => {
    const sent = chain.map(({ der }) => new X509Certificate(der));
    assert.equal(judgeTrust(sent, store, new Date()), trust);
  });
}

test('an endless circle of authorities is not trusted', { timeout: 5000 }, () => {
  const [one, other] = [newKey('p256'), newKey('p256')];
  const first = certificate({ subject: ['One'], ca: true, key: one });
  const second = certificate({ subject: ['Other'], ca: true, key: other, issuer: first });
  const back = certificate({ subject: ['One'], ca: true, key: one, issuer: second });
  const chain = [certificate({ issuer: back }), back, second];
  const sent = chain.map(({ der }) => new X509Certificate(der));
  assert.equal(judgeTrust(sent, store, new Date()), 'untrusted-issuer');
});

test("the trust store holds Node's anchors and the extra ones", () => {
  const count = (anchors: ReturnType<typeof openTrustStore>) => [...anchors.values()].flat().length;
  assert.equal(count(openTrustStore()), getCACertificates('default').length);
  assert.equal(count(store), count(openTrustStore()) + 1);
});

test('without the extra anchor the chain is not trusted', () => {
  const sent = [leaf, intermediate, root].map(({ der }) => new X509Certificate(der));
  assert.equal(judgeTrust(sent, openTrustStore(), new Date()), 'untrusted-issuer');
});
