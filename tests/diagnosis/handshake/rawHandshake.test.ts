import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import fc from 'fast-check';
import type { Handshake } from '../../../diagnosis/handshake/handshake.ts';
import { rawHandshake } from '../../../diagnosis/handshake/rawHandshake.ts';
import { authorities } from '../../lab/authorities.ts';
import { createCertificate } from '../../lab/certificateFactory.ts';
import { answeringServer, endlessServer, hangingUpServer } from '../../lab/faultServers.ts';
import type { KeyType } from '../../lab/keys.ts';
import { onlyVersion } from '../../lab/labName.ts';
import { type LabServer, resettingServer, silentServer, tlsServer } from '../../lab/servers.ts';
import { contentType, record, serverFlight, serverHello } from '../../lab/tlsFlight.ts';

const name = 'mail.contoso.test';
const { intermediate } = authorities();
const leafOf = (key: KeyType) => createCertificate({ subject: [name], issuer: intermediate, key });

async function greet(
  start: Promise<LabServer>,
  { sni = name, deadline = AbortSignal.timeout(3000) }: { sni?: string | null; deadline?: AbortSignal } = {},
): Promise<Handshake> {
  const server = await start;
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  try {
    return await rawHandshake(socket, sni, deadline);
  } finally {
    socket.destroy();
    await server.stop();
  }
}

describe('a real TLS server', () => {
  const anyCipher = 'ALL:@SECLEVEL=0';
  for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const) {
    for (const key of ['rsa-1024', 'rsa-2048', 'p256', 'p384', 'p521'] as const) {
      test(`shows its certificate in ${version} with a key of type ${key}`, async () => {
        const leaf = leafOf(key);
        const options = onlyVersion(version, anyCipher);
        const seen = await greet(tlsServer({ chain: [leaf, intermediate], ...options }));
        assert.equal(seen.error, undefined);
        assert.equal(seen.protocol, version);
        assert.match(seen.cipher ?? '', /^TLS_ECDHE_/);
        assert.deepEqual(
          seen.sent.map((der) => Buffer.from(der)),
          [leaf.der, intermediate.der],
        );
      });
    }
  }

  test('with an Edwards key shows its certificate', async () => {
    const seen = await greet(tlsServer({ chain: [leafOf('ed25519')], ...onlyVersion('TLSv1.2') }));
    assert.deepEqual([seen.sent.length, seen.error], [1, undefined]);
  });

  for (const namedCurve of ['prime192v1', 'secp224r1', 'secp256k1', 'brainpoolP256r1', 'sect283k1']) {
    test(`with a key on ${namedCurve} shows its certificate`, async () => {
      const { privateKey: key } = generateKeyPairSync('ec', { namedCurve });
      const leaf = createCertificate({ subject: [name], issuer: intermediate, key });
      const options = { ...onlyVersion('TLSv1.2', anyCipher), ecdhCurve: `${namedCurve}:P-256` };
      const seen = await greet(tlsServer({ chain: [leaf], ...options }));
      assert.deepEqual([seen.sent.length, seen.error], [1, undefined]);
    });
  }

  for (const cipher of [
    'AES128-SHA',
    'DHE-RSA-AES256-GCM-SHA384',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'NULL-SHA256',
    'CAMELLIA256-SHA',
  ]) {
    test(`that knows ${cipher} only shows its certificate`, async () => {
      const options = { ...onlyVersion('TLSv1.2', `${cipher}:@SECLEVEL=0`), dhparam: 'auto' as const };
      const seen = await greet(tlsServer({ chain: [leafOf('rsa-2048')], ...options }));
      assert.deepEqual([seen.sent.length, seen.error], [1, undefined]);
      assert.match(seen.cipher ?? '', /^TLS_/);
    });
  }

  test('is told the server name, or none', async () => {
    for (const sni of [name, null]) {
      const named = leafOf('p256');
      const context = createSecureContext({ cert: named.pem, key: named.keyPem });
      const unnamed = leafOf('rsa-2048');
      const server = tlsServer({
        chain: [unnamed],
        SNICallback: (asked, answer) => answer(null, asked === name ? context : undefined),
      });
      const [shown] = (await greet(server, { sni })).sent;
      assert.deepEqual(Buffer.from(shown ?? []), sni === null ? unnamed.der : named.der);
    }
  });

  test('that asks for a client certificate is seen to ask', async () => {
    const seen = await greet(
      tlsServer({ chain: [leafOf('p256')], requestCert: true, ...onlyVersion('TLSv1.2') }),
    );
    assert.equal(seen.clientCertificate, 'requested');
  });

  test('that knows TLS 1.3 only says so', async () => {
    const { error, sent } = await greet(tlsServer({ chain: [leafOf('p256')], ...onlyVersion('TLSv1.3') }));
    assert.deepEqual([error?.code, error?.alert, sent], ['tls-mismatch', 'protocol_version', []]);
  });
});

describe('a server that breaks off', () => {
  const hello = record(contentType.handshake, serverHello(0x0303, 5));
  const table: [what: string, start: () => Promise<LabServer>, error: object][] = [
    ['hangs up', hangingUpServer, { code: 'handshake-closed', stage: 'handshake' }],
    [
      'hangs up after the ServerHello',
      () => hangingUpServer(hello),
      { code: 'handshake-closed', stage: 'handshake' },
    ],
    ['resets', resettingServer, { code: 'connection-reset', stage: 'handshake', cause: 'ECONNRESET' }],
    [
      'floods',
      () => endlessServer(record(contentType.handshake, Buffer.alloc(4000))),
      { code: 'handshake-flooded', stage: 'handshake' },
    ],
  ];
  for (const [what, start, error] of table) {
    test(`${what}: that is the error`, async () => {
      assert.deepEqual((await greet(start())).error, error);
    });
  }

  test('is stalled at the deadline, and what it has shown is kept', async () => {
    const deadline = AbortSignal.timeout(100);
    const seen = await greet(answeringServer(hello), { deadline });
    assert.deepEqual(seen, {
      protocol: 'TLSv1.2',
      cipher: 'TLS_RSA_WITH_RC4_128_SHA',
      sent: [],
      error: { code: 'handshake-stalled', stage: 'handshake' },
    });
    assert.equal(
      (await greet(silentServer(), { deadline: AbortSignal.timeout(50) })).error?.code,
      'handshake-stalled',
    );
  });
});

test('whatever a server sends before it hangs up or resets, the answer comes', {
  timeout: 30_000,
}, async () => {
  const valid = serverFlight({ version: 0x0303, cipherSuite: 5, chain: [Buffer.alloc(3000, 1)] });
  const changed = fc
    .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 3 })
    .map((changes) =>
      changes.reduce((bytes, [at, byte]) => bytes.fill(byte, at, at + 1), Buffer.from(valid)),
    );
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    changed,
    changed.map((all) => all.subarray(0, all.length / 2)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      const seen = await greet(hangingUpServer(Buffer.from(sent)));
      assert.ok(seen.error === undefined || seen.error.stage === 'handshake');
    }),
    { numRuns: 300 },
  );
});
