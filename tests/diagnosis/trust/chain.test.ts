import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { parseNetworks } from '../../../diagnosis/network/addressPolicy.ts';
import { type ChainOptions, chainReader } from '../../../diagnosis/trust/chain.ts';
import { openTrustStore } from '../../../diagnosis/trust/trustStore.ts';
import type { Endpoint, Trust } from '../../../diagnosis/types.ts';
import { authorities } from '../../lab/authorities.ts';
import {
  type CertificateOptions,
  createCertificate,
  daysFromNow,
  type TestCertificate,
} from '../../lab/certificateFactory.ts';
import { certificatesOnly } from '../../lab/certificatesOnly.ts';
import { issuerServer } from '../../lab/issuerServer.ts';
import { newKey } from '../../lab/keys.ts';
import type { LabServer } from '../../lab/servers.ts';

const { root, intermediate, subordinate, privateRoot, privateIntermediate } = authorities();
const store = openTrustStore([root.pem]);
const missing = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';

/** What the server at every URL hands out, by path. Each test uses paths of its own, since it is remembered. */
const files: Record<string, Buffer> = {};
const dialled: string[] = [];
let server: LabServer;
before(async () => {
  server = await issuerServer(files);
});
after(
  async () => {
    while (server.openSockets() > 0) await turn();
    await server.stop();
  },
  { timeout: 5000 },
);

function options(changes: Partial<ChainOptions> = {}): ChainOptions {
  const networks = parseNetworks('192.0.2.0/24');
  assert.ok(networks.ok);
  return {
    trustStore: () => store,
    now: new Date(),
    lookup: async () => [{ address: '192.0.2.1', family: 4 }],
    connect: (address) => {
      dialled.push(address);
      return net.connect(server.port, '127.0.0.1');
    },
    allowNetworks: networks.value,
    allowPorts: [[443, 443]],
    deadline: new AbortController().signal,
    ...changes,
  };
}

const read = (chain: TestCertificate[], objection?: string | null, changes?: Partial<ChainOptions>) =>
  chainReader(options(changes))({ sent: chain.map(({ der }) => der), objection });

function certificate(more: Partial<CertificateOptions> = {}): TestCertificate {
  return createCertificate({ subject: ['mail.contoso.test'], key: 'p256', ...more });
}

let urls = 0;
/** Where a certificate is to be had from now on. */
function published(file: Buffer | TestCertificate): string {
  const path = `/${urls++}`;
  files[path] = Buffer.isBuffer(file) ? file : file.der;
  return `http://pki.contoso.test${path}`;
}

function summary({ trust, path, fetchedIssuers }: Partial<Endpoint>) {
  const name = (subject: string) => subject.replace(/CN=(.*?)(, O=.*)?$/, '$1');
  return {
    trust,
    path: path?.map(({ subject }) => name(subject)),
    fetched: fetchedIssuers?.map(({ certificate: { subject } }) => name(subject)),
  };
}

const leaf = certificate({ issuer: intermediate });

describe('what OpenSSL says', () => {
  test('is enough where it has no objection, and no trust anchor is read', async () => {
    const trustStore = () => assert.fail('opened');
    const { trust, chain } = await read([leaf, intermediate], null, { trustStore });
    assert.deepEqual([trust, chain.length], ['trusted', 2]);
  });

  const table: [objection: string | undefined, trust: Trust, brokenRule?: string][] = [
    [undefined, 'trusted'],
    ['CERT_HAS_EXPIRED', 'trusted'],
    ['CERT_NOT_YET_VALID', 'trusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'trusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'trusted'],
    ['CERT_SIGNATURE_FAILURE', 'trusted'],
    ['INVALID_PURPOSE', 'chain-invalid', 'INVALID_PURPOSE'],
    ['UNSPECIFIED', 'chain-invalid', 'UNSPECIFIED'],
  ];
  for (const [objection, trust, brokenRule] of table) {
    test(`of a good chain, ${objection ?? 'nothing'}, makes it ${trust}`, async () => {
      const judged = await read([leaf, intermediate], objection);
      assert.deepEqual([judged.trust, judged.brokenRule], [trust, brokenRule]);
    });
  }

  test('does not make a chain better or other than it is', async () => {
    const judged = await read([certificate()], 'UNSPECIFIED');
    assert.deepEqual([judged.trust, judged.brokenRule], ['self-signed', undefined]);
  });

  test('hides a broken rule behind a date', async () => {
    const limited = certificate({
      subject: ['Limited'],
      ca: true,
      pathLength: 0,
      key: newKey('p256'),
      issuer: root,
    });
    const below = certificate({ subject: ['Below'], ca: true, key: newKey('p256'), issuer: limited });
    const expired = certificate({ issuer: below, notBefore: daysFromNow(-9), notAfter: daysFromNow(-1) });
    const judged = await read([expired, below, limited], 'CERT_HAS_EXPIRED');
    assert.deepEqual([judged.trust, judged.brokenRule], ['chain-invalid', 'PATH_LENGTH_EXCEEDED']);
  });
});

test('nothing sent is nothing judged', async () => {
  assert.deepEqual(await read([]), { chain: [] });
});

test('bytes that are no certificate are an error as leaf, and left out further up', async () => {
  const damaged = { ...leaf, der: leaf.der.subarray(0, 100) };
  assert.partialDeepStrictEqual(await read([damaged, intermediate]), {
    chain: [],
    error: { code: 'certificate-unreadable', stage: 'certificate' },
  });
  const { trust, chain } = await read([leaf, damaged, intermediate]);
  assert.deepEqual([trust, chain.length], ['trusted', 2]);
});

describe('a certificate that OpenSSL refuses', () => {
  /** OpenSSL does not know a VisibleString in a name. */
  const visible = (value: string) => [{ value, as: 'visible' as const }];
  const refused = certificate({
    subject: visible('Refused CA'),
    ca: true,
    key: newKey('p256'),
    issuer: root,
  });

  test('is one that Node cannot read', () => {
    assert.throws(() => new X509Certificate(refused.der));
  });

  test('leaves the trust unknown where it is the leaf', async () => {
    const { trust, chain } = await read([
      certificate({ subject: visible('mail.contoso.test'), issuer: intermediate }),
      intermediate,
    ]);
    assert.deepEqual([trust, chain[0]?.commonNames], ['unknown', ['mail.contoso.test']]);
  });

  test('does no harm where it is a stranger', async () => {
    assert.equal((await read([leaf, refused, intermediate])).trust, 'trusted');
    const privateLeaf = certificate({ issuer: privateRoot });
    assert.equal((await read([privateLeaf, refused, privateRoot])).trust, 'untrusted-issuer');
  });
});

test('whatever bytes of a chain are damaged, it is judged', async () => {
  const chain = [
    certificate({ issuer: subordinate, aiaIssuerUrl: 'ldap:///CN=CA' }),
    subordinate,
    intermediate,
  ];
  const damage = fc.record({
    which: fc.nat(chain.length - 1),
    where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    byte: fc.nat(255),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      const damaged = chain.map((sent) => ({ ...sent, der: Buffer.from(sent.der) }));
      for (const { which, where, byte } of damages) {
        const der = damaged[which]?.der ?? Buffer.alloc(1);
        der[Math.floor(where * der.length)] = byte;
      }
      const { trust, error } = await read(damaged);
      assert.ok(trust !== undefined || error?.code === 'certificate-unreadable');
    }),
    { numRuns: 2000 },
  );
});

describe('of more than 64 certificates', () => {
  const strangers = Array.from({ length: 70 }, (_, index) =>
    certificate({ serialNumber: `01${index + 10}` }),
  );

  test('those sent first are judged', async () => {
    assert.equal((await read([leaf, intermediate, ...strangers])).trust, 'trusted');
    assert.equal((await read([leaf, ...strangers])).trust, 'untrusted-issuer');
  });

  test('one that is needed and not judged leaves the trust unknown', async () => {
    const { trust, chain } = await read([leaf, ...strangers, intermediate]);
    assert.deepEqual([trust, chain.length], ['unknown', 72]);
  });
});

describe('a missing issuer', () => {
  test('is fetched from where the leaf says, and the chain stays incomplete', async () => {
    const url = published(intermediate);
    const judged = await read([certificate({ issuer: intermediate, aiaIssuerUrl: url })], missing);
    assert.deepEqual(summary(judged), {
      trust: 'chain-incomplete',
      path: ['mail.contoso.test', 'Contoso Lab Issuing CA', 'Contoso Lab Root CA'],
      fetched: ['Contoso Lab Issuing CA'],
    });
    assert.equal(judged.fetchedIssuers?.[0]?.url, url);
  });

  test('is fetched again and again, from the leaf upwards', async () => {
    const below = (number: number, issuer: TestCertificate) =>
      certificate({
        subject: [`CA ${number}`],
        ca: true,
        key: newKey('p256'),
        issuer,
        aiaIssuerUrl: published(issuer),
      });
    const one = below(1, intermediate);
    const two = below(2, one);
    const judged = await read([certificate({ issuer: two, aiaIssuerUrl: published(two) })], missing);
    assert.deepEqual(summary(judged), {
      trust: 'chain-incomplete',
      path: ['mail.contoso.test', 'CA 2', 'CA 1', 'Contoso Lab Issuing CA', 'Contoso Lab Root CA'],
      fetched: ['CA 2', 'CA 1', 'Contoso Lab Issuing CA'],
    });
  });

  test('is fetched for an intermediate that was sent', async () => {
    const sent = certificate({
      subject: ['Sent CA'],
      ca: true,
      key: newKey('p256'),
      issuer: intermediate,
      aiaIssuerUrl: published(intermediate),
    });
    const judged = await read([certificate({ issuer: sent }), sent], missing);
    assert.deepEqual(summary(judged).fetched, ['Contoso Lab Issuing CA']);
  });

  test('is picked out of several', async () => {
    const url = published(certificatesOnly([privateRoot, root, intermediate, subordinate]));
    const judged = await read([certificate({ issuer: intermediate, aiaIssuerUrl: url })], missing);
    assert.deepEqual(summary(judged).fetched, ['Contoso Lab Issuing CA']);
  });

  test('that leads to a root nobody knows is told beside that', async () => {
    const url = published(privateIntermediate);
    files['/private-root.crt'] = privateRoot.der;
    const judged = await read([certificate({ issuer: privateIntermediate, aiaIssuerUrl: url })], missing);
    assert.deepEqual(summary(judged), {
      trust: 'untrusted-issuer',
      path: ['mail.contoso.test', 'Fabrikam Private Issuing CA', 'Fabrikam Private CA'],
      fetched: ['Fabrikam Private Issuing CA', 'Fabrikam Private CA'],
    });
  });

  const impostor = certificate({
    subject: [{ type: 'o', value: 'Contoso' }, 'Contoso Lab Issuing CA'],
    ca: true,
    key: newKey('rsa-2048'),
    subjectKeyId: intermediate.keyId,
    issuer: root,
  });
  const noAuthority = certificate({ subject: ['No CA'], key: newKey('p256'), keyUsage: null, issuer: root });
  const wrong: [what: string, file: Buffer | TestCertificate, issuer?: TestCertificate][] = [
    ['another certificate', root],
    ['one with the right name and another key', impostor],
    ['one that is no authority', noAuthority, noAuthority],
    ['a web page', Buffer.from('<html></html>')],
    ['nothing', Buffer.alloc(0)],
  ];
  for (const [what, file, issuer = intermediate] of wrong) {
    test(`does not count where there is ${what}`, { timeout: 5000 }, async () => {
      const judged = await read([certificate({ issuer, aiaIssuerUrl: published(file) })], missing);
      assert.deepEqual(summary(judged), {
        trust: 'chain-incomplete',
        path: ['mail.contoso.test'],
        fetched: undefined,
      });
    });
  }

  test('does not end in a circle', { timeout: 5000 }, async () => {
    const [oneKey, otherKey] = [newKey('p256'), newKey('p256')];
    const ca = (name: string, more: Partial<CertificateOptions>) =>
      certificate({ subject: [name], ca: true, ...more });
    const [oneUrl, otherUrl] = ['http://pki.contoso.test/one', 'http://pki.contoso.test/other'];
    const seed = ca('One', { key: oneKey });
    const other = ca('Other', { key: otherKey, issuer: seed, aiaIssuerUrl: oneUrl });
    const one = ca('One', { key: oneKey, issuer: other, aiaIssuerUrl: otherUrl });
    Object.assign(files, { '/one': one.der, '/other': other.der });
    const judged = await read([certificate({ issuer: one, aiaIssuerUrl: oneUrl })], missing);
    assert.deepEqual(summary(judged).fetched, ['One', 'Other']);
    assert.equal(judged.trust, 'untrusted-issuer');
  });

  test('is not looked for more than four times', async () => {
    let issuer = intermediate;
    for (let index = 0; index < 6; index++) {
      const aiaIssuerUrl = published(issuer);
      issuer = certificate({ subject: [`CA ${index}`], ca: true, key: newKey('p256'), issuer, aiaIssuerUrl });
    }
    const judged = await read([certificate({ issuer, aiaIssuerUrl: published(issuer) })], missing);
    assert.equal(judged.trust, 'chain-incomplete');
    assert.deepEqual(summary(judged).fetched, ['CA 5', 'CA 4', 'CA 3', 'CA 2']);
  });

  test('is fetched once for all that a server shows', async () => {
    const url = published(intermediate);
    const readChain = chainReader(options());
    const before = dialled.length;
    const judged = await Promise.all(
      [1, 2, 3].map(() => {
        const { der } = certificate({ issuer: intermediate, aiaIssuerUrl: url });
        return readChain({ sent: [der], objection: missing });
      }),
    );
    assert.deepEqual(
      judged.map(({ fetchedIssuers }) => fetchedIssuers?.length),
      [1, 1, 1],
    );
    assert.equal(dialled.length, before + 1);
  });

  const content: [what: string, chain: TestCertificate[]][] = [
    [
      'is complete',
      [certificate({ issuer: intermediate, aiaIssuerUrl: 'http://192.0.2.1/a' }), intermediate],
    ],
    ['is self-signed', [certificate({ aiaIssuerUrl: 'http://192.0.2.1/b' })]],
    [
      'leads to a private root',
      [certificate({ issuer: privateRoot, aiaIssuerUrl: 'http://192.0.2.1/c' }), privateRoot],
    ],
    ['names no place', [leaf]],
    ['names a place by LDAP', [certificate({ issuer: intermediate, aiaIssuerUrl: 'ldap:///CN=CA' })]],
  ];
  for (const [what, chain] of content) {
    test(`is not looked for where the chain ${what}`, async () => {
      const before = dialled.length;
      assert.equal((await read(chain, missing)).fetchedIssuers, undefined);
      assert.equal(dialled.length, before);
    });
  }
});
