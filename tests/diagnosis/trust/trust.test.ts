import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import { Signatures } from '../../../diagnosis/trust/signatures.ts';
import { type Judgement, judgeTrust } from '../../../diagnosis/trust/trust.ts';
import { openTrustStore } from '../../../diagnosis/trust/trustStore.ts';
import type { Trust } from '../../../diagnosis/types.ts';
import { authorities } from '../../lab/authorities.ts';
import {
  type CertificateOptions,
  createCertificate,
  daysFromNow,
  type TestCertificate,
} from '../../lab/certificateFactory.ts';
import { newKey } from '../../lab/keys.ts';

const { root, intermediate, privateRoot, privateIntermediate, expiredIntermediate } = authorities();

function certificate(options: Partial<CertificateOptions> = {}): TestCertificate {
  return createCertificate({ subject: ['mail.contoso.com'], key: 'p256', ...options });
}

function authority(name: string, options: Partial<CertificateOptions> = {}): TestCertificate {
  return certificate({ subject: [name], ca: true, key: newKey('p256'), ...options });
}

const expired = { notBefore: daysFromNow(-30), notAfter: daysFromNow(-10) };
const future = { notBefore: daysFromNow(10), notAfter: daysFromNow(30) };
const aiaIssuerUrl = 'http://pki.contoso.test/issuer.crt';
const rootName: CertificateOptions['subject'] = [{ type: 'o', value: 'Contoso' }, 'Contoso Lab Root CA'];

const leaf = certificate({ issuer: intermediate });
const privateLeaf = certificate({ issuer: privateIntermediate });
const selfSigned = certificate();
const server = certificate({ issuer: intermediate, key: newKey('p256'), subject: ['www.contoso.com'] });
const impostor = authority('', { subject: rootName, key: newKey('rsa-2048') });

/** The root of long ago, with the key that the lab's root still has. */
const formerRoot = certificate({ subject: rootName, ca: true, key: root.key, ...expired });
/** One authority with three certificates: of the root, of a private root, and out of date. */
const crossKey = newKey('p256');
const cross = (issuer: TestCertificate, more: Partial<CertificateOptions> = {}) =>
  authority('Cross CA', { key: crossKey, issuer, ...more });
const [crossTrusted, crossPrivate, crossExpired] = [
  cross(root),
  cross(privateRoot),
  cross(root, { notBefore: daysFromNow(-30), notAfter: daysFromNow(-10) }),
];
const crossLeaf = certificate({ issuer: crossTrusted });

const noAuthority = certificate({ subject: ['No CA'], key: newKey('p256'), keyUsage: null, issuer: root });
const limited = authority('Limited CA', { issuer: root, pathLength: 0 });
const newLimited = authority('Limited CA', { issuer: limited });
const belowLimited = authority('Too Low CA', { issuer: limited });
const expiredRoot = authority('Expired Private CA', expired);
const limitedToClients = authority('Clients CA', { issuer: root, purposes: ['1.3.6.1.5.5.7.3.2'] });

const chains: [what: string, chain: TestCertificate[], trust: Trust][] = [
  ['a leaf, its intermediate and the anchor', [leaf, intermediate, root], 'trusted'],
  ['a leaf and its intermediate', [leaf, intermediate], 'trusted'],
  ['a chain in the wrong order after the leaf', [leaf, root, intermediate], 'trusted'],
  ['a chain with a stranger in it', [leaf, privateRoot, intermediate], 'trusted'],
  ['a chain with everything twice', [leaf, leaf, intermediate, intermediate], 'trusted'],
  ['a leaf issued by the anchor itself', [certificate({ issuer: root })], 'trusted'],
  ['the anchor itself', [root], 'trusted'],
  [
    'an expired leaf, whose dates are judged elsewhere',
    [certificate({ issuer: intermediate, ...expired }), intermediate],
    'trusted',
  ],
  ['an expired stranger beside a good chain', [leaf, expiredIntermediate, intermediate], 'trusted'],
  ['the former certificate of the root beside a good chain', [leaf, intermediate, formerRoot], 'trusted'],
  [
    'a cross-signed intermediate, the good way last',
    [crossLeaf, crossPrivate, privateRoot, crossTrusted],
    'trusted',
  ],
  ['a cross-signed intermediate, the good way first', [crossLeaf, crossTrusted, crossPrivate], 'trusted'],
  ['an intermediate with an expired certificate, too', [crossLeaf, crossExpired, crossTrusted], 'trusted'],
  [
    'an impostor with the name and the key identifier of the intermediate',
    [crossLeaf, authority('Cross CA', { subjectKeyId: crossTrusted.keyId, issuer: root }), crossTrusted],
    'trusted',
  ],
  [
    'an authority that may have none below it, with a leaf',
    [certificate({ issuer: limited }), limited],
    'trusted',
  ],
  [
    'an authority that may have none below it, with its own next certificate',
    [certificate({ issuer: newLimited }), newLimited, limited],
    'trusted',
  ],
  [
    'an authority whose name is spelled in capitals',
    [certificate({ issuer: { ...crossTrusted, subject: authority('CROSS  ca').subject } }), crossTrusted],
    'trusted',
  ],
  ['a leaf for any purpose', [certificate({ issuer: root, purposes: ['2.5.29.37.0'] })], 'trusted'],

  ['a self-signed certificate', [selfSigned], 'self-signed'],
  ['a self-signed certificate with a stranger behind it', [selfSigned, intermediate, root], 'self-signed'],
  ['a self-signed authority that is no anchor', [privateRoot], 'self-signed'],
  ['an expired self-signed certificate', [certificate(expired)], 'self-signed'],

  [
    'a leaf of a private authority that is sent along',
    [privateLeaf, privateIntermediate, privateRoot],
    'untrusted-issuer',
  ],
  ['a leaf of a private authority that is not', [certificate({ issuer: privateRoot })], 'untrusted-issuer'],
  ['a leaf without its intermediate', [leaf], 'untrusted-issuer'],
  ['a leaf issued by a server', [certificate({ issuer: server }), server, intermediate], 'untrusted-issuer'],
  [
    'an intermediate that is no authority',
    [certificate({ issuer: noAuthority }), noAuthority, root],
    'untrusted-issuer',
  ],
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
    'a leaf that names another key than its issuer has',
    [certificate({ issuer: intermediate, authorityKeyId: Buffer.alloc(20) }), intermediate],
    'untrusted-issuer',
  ],
  [
    'a cross-signed intermediate without the good way',
    [crossLeaf, crossPrivate, privateRoot],
    'untrusted-issuer',
  ],
  ['an expired private root', [certificate({ issuer: expiredRoot }), expiredRoot], 'untrusted-issuer'],

  [
    'a leaf without its intermediate that says where this is to be had',
    [certificate({ issuer: intermediate, aiaIssuerUrl })],
    'chain-incomplete',
  ],
  [
    'a private intermediate that says where its root is to be had',
    [privateLeaf, privateIntermediate],
    'chain-incomplete',
  ],

  [
    'a leaf of an expired intermediate',
    [certificate({ issuer: expiredIntermediate }), expiredIntermediate],
    'issuer-expired',
  ],
  [
    'a leaf of an intermediate that is not valid yet',
    [certificate({ issuer: cross(root, future) }), cross(root, future)],
    'issuer-expired',
  ],

  [
    'an authority that may have none below it, with one',
    [certificate({ issuer: belowLimited }), belowLimited, limited],
    'chain-invalid',
  ],
  [
    'the same with an expired leaf',
    [certificate({ issuer: belowLimited, ...expired }), belowLimited, limited],
    'chain-invalid',
  ],
  [
    'a leaf that is not for servers',
    [certificate({ issuer: root, purposes: ['1.3.6.1.5.5.7.3.2'] })],
    'chain-invalid',
  ],
  [
    'an authority that is not for servers',
    [certificate({ issuer: limitedToClients }), limitedToClients],
    'chain-invalid',
  ],
];

const store = openTrustStore([root.pem]);

function judge(
  chain: readonly TestCertificate[],
  { anchors = store, now = new Date(), signatures = new Signatures() } = {},
): Judgement {
  const [first, ...sent] = chain.map(({ der }) => new X509Certificate(der));
  assert.ok(first);
  return judgeTrust({ leaf: first, sent, fetched: [] }, anchors, now, signatures);
}

for (const [what, chain, trust] of chains) {
  test(`${what}: ${trust}`, () => assert.equal(judge(chain).trust, trust));
}

describe('dates', () => {
  const expiredAnchor = openTrustStore([expiredRoot.pem]);
  const names = ({ path }: Judgement) => path.map(({ subject }) => subject.split('CN=')[1]);

  test('a trust anchor that has expired counts as expired, and the path names it', () => {
    const judged = judge([certificate({ issuer: expiredRoot })], { anchors: expiredAnchor });
    assert.equal(judged.trust, 'issuer-expired');
    assert.deepEqual(names(judged), ['mail.contoso.com', 'Expired Private CA']);
  });

  test('a renewed trust anchor with the same key replaces an expired one', () => {
    const renewed = authority('Expired Private CA', { key: expiredRoot.key });
    const anchors = openTrustStore([expiredRoot.pem, renewed.pem]);
    assert.equal(judge([certificate({ issuer: expiredRoot }), expiredRoot], { anchors }).trust, 'trusted');
  });

  test('the time of the caller decides', () => {
    const chain = [certificate({ issuer: expiredIntermediate }), expiredIntermediate];
    const judged = (days: number) => judge(chain, { now: daysFromNow(days) });
    assert.deepEqual([judged(-100).trust, judged(0).trust], ['trusted', 'issuer-expired']);
    assert.deepEqual(names(judged(0)), ['mail.contoso.com', 'Contoso Lab Old CA', 'Contoso Lab Root CA']);
  });
});

describe('a limit', () => {
  test('is not in the way of a chain of fifty authorities', () => {
    const chain = [root];
    for (let index = 0; index < 50; index++) {
      const [issuer = root] = chain;
      chain.unshift(authority(`CA ${index}`, { issuer }));
    }
    assert.equal(judge([certificate({ issuer: chain[0] }), ...chain.slice(0, -1)]).trust, 'trusted');
  });

  test('keeps authorities that have all issued each other from costing time', (t) => {
    const key = newKey('p256');
    const [one, other] = [authority('One', { key }), authority('Other', { key })];
    const mesh = Array.from({ length: 31 }, () => [
      certificate({ subject: ['One'], ca: true, key, issuer: other }),
      certificate({ subject: ['Other'], ca: true, key, issuer: one }),
    ]).flat();
    const verify = t.mock.method(X509Certificate.prototype, 'verify');
    assert.equal(judge([certificate({ issuer: one }), ...mesh]).trust, 'unknown');
    assert.equal(verify.mock.callCount(), 100);
  });

  test('is for a whole check, and a link that was verified before costs nothing', () => {
    const signatures = new Signatures(2);
    const chain = [leaf, intermediate];
    assert.equal(judge(chain, { signatures }).trust, 'trusted');
    assert.equal(judge(chain, { signatures }).trust, 'trusted');
    assert.equal(
      judge([certificate({ issuer: intermediate }), intermediate], { signatures }).trust,
      'unknown',
    );
  });
});

test('an endless circle of authorities is not trusted', { timeout: 5000 }, () => {
  const [one, other] = [newKey('p256'), newKey('p256')];
  const first = authority('One', { key: one });
  const second = authority('Other', { key: other, issuer: first });
  const back = authority('One', { key: one, issuer: second });
  assert.equal(judge([certificate({ issuer: back }), back, second]).trust, 'untrusted-issuer');
});

test('an authority whose key cannot be read leaves the trust unknown', () => {
  const strange = authority('Strange CA', { issuer: root });
  const leafOfIt = certificate({ issuer: strange });
  const curve = Buffer.from('06082a8648ce3d030107', 'hex');
  strange.der[strange.der.indexOf(curve) + curve.length - 1] = 0x77;
  assert.equal(judge([leafOfIt, strange]).trust, 'unknown');
});

describe('what is wanting', () => {
  const subjects = (chain: TestCertificate[]) => judge(chain).wanting.map(({ subject }) => subject);

  test('is the issuer of what says where it is to be had', () => {
    const pointing = certificate({ issuer: intermediate, aiaIssuerUrl });
    assert.deepEqual(subjects([pointing]), ['CN=mail.contoso.com']);
    assert.deepEqual(subjects([leaf]), []);
  });

  test('is nothing where the chain is complete', () => {
    const pointing = certificate({ issuer: intermediate, aiaIssuerUrl });
    assert.deepEqual(subjects([pointing, intermediate]), []);
    assert.deepEqual(subjects([privateLeaf, privateIntermediate, privateRoot]), []);
    assert.deepEqual(subjects([certificate({ aiaIssuerUrl })]), []);
  });

  test('is looked for on every way', () => {
    const pointing = cross(intermediate, { aiaIssuerUrl });
    const judged = judge([crossLeaf, crossPrivate, privateRoot, pointing]);
    assert.equal(judged.trust, 'untrusted-issuer');
    assert.deepEqual(
      judged.wanting.map(({ subject }) => subject),
      ['CN=Cross CA'],
    );
  });

  test('makes a chain incomplete, and never trusted, even where it was fetched', () => {
    const pointing = certificate({ issuer: intermediate, aiaIssuerUrl });
    const [first, fetched] = [pointing, intermediate].map(({ der }) => new X509Certificate(der));
    assert.ok(first && fetched);
    const known = { leaf: first, sent: [], fetched: [fetched] };
    const judged = judgeTrust(known, store, new Date(), new Signatures());
    assert.equal(judged.trust, 'chain-incomplete');
    assert.deepEqual(judged.wanting, []);
  });
});
