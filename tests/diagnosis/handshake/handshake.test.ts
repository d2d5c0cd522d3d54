import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { describe, mock, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer } from 'node:tls';
import { type Handshake, handshake, systemConnect } from '../../../diagnosis/handshake/handshake.ts';
import { authorities } from '../../lab/authorities.ts';
import { type CertificateOptions, createCertificate } from '../../lab/certificateFactory.ts';
import {
  answeringServer,
  drippingServer,
  endlessServer,
  flightServer,
  greetingServer,
  hangingUpServer,
  pickyServer,
  resettingAfter,
} from '../../lab/faultServers.ts';
import { onlyVersion } from '../../lab/labName.ts';
import {
  closedPort,
  garbageServer,
  type LabServer,
  listen,
  plainHttpServer,
  resettingServer,
  silentServer,
  tlsServer,
} from '../../lab/servers.ts';
import {
  alert,
  certificateMessage,
  contentType,
  message,
  offersCipherSuite,
  record,
  serverFlight,
  serverHello,
} from '../../lab/tlsFlight.ts';

const sni = 'mail.contoso.test';
const { intermediate } = authorities();
const leafWith = (more: Partial<CertificateOptions> = {}) =>
  createCertificate({ subject: [sni], dnsNames: [sni], issuer: intermediate, ...more });
const good = leafWith();
const chain = [good.der, intermediate.der];

const tls12 = 0x0303;
const staticRsa = 0x002f;
const hello = record(contentType.handshake, serverHello(tls12, staticRsa));
const wholeFlight = serverFlight({ version: tls12, cipherSuite: staticRsa, chain });
const untilCertificate = record(
  contentType.handshake,
  Buffer.concat([serverHello(tls12, staticRsa), certificateMessage(chain)]),
);
const nothing = Buffer.alloc(0);
const helloRequest = message(0, nothing);

interface Circumstances {
  deadline?: AbortSignal;
  /** Answers the second connection. Default: the same server. */
  second?: Promise<LabServer>;
  onDial?: (socket: Socket, dialled: number) => void;
}

/** One handshake with a server of its own. No connection, timer or listener is left at the end. */
async function shake(
  start: Promise<LabServer>,
  { deadline = AbortSignal.timeout(5000), second = start, onDial }: Circumstances = {},
): Promise<Handshake & { dialled: number }> {
  const servers = await Promise.all([start, second]);
  const set = [mock.method(globalThis, 'setInterval'), mock.method(globalThis, 'setTimeout')];
  const cleared = [mock.method(globalThis, 'clearInterval'), mock.method(globalThis, 'clearTimeout')];
  let dialled = 0;
  const connect = (address: string) => {
    const socket = systemConnect(address, servers[dialled++]?.port ?? 0);
    onDial?.(socket, dialled);
    return socket;
  };
  try {
    const seen = await handshake({ address: '127.0.0.1', port: 443, sni }, { connect, deadline });
    // Sockets close one turn of the event loop later on the other side.
    while (servers.some((server) => server.openSockets() > 0)) await delay(2);
    const made = set.flatMap((method) => method.mock.calls.map(({ result }) => result));
    const freed = cleared.flatMap((method) => method.mock.calls.map(({ arguments: [timer] }) => timer));
    assert.deepEqual(new Set(made).difference(new Set<unknown>(freed)), new Set());
    assert.equal(getEventListeners(deadline, 'abort').length, 0);
    return { ...seen, dialled };
  } finally {
    mock.restoreAll();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

describe('a certificate that OpenSSL does not get', { timeout: 20_000 }, () => {
  const rc4 = { protocol: 'TLSv1.2', cipher: 'TLS_RSA_WITH_RC4_128_SHA' };
  const refused = { code: 'tls-mismatch', stage: 'handshake', alert: 'handshake_failure' };
  const byHand = (version: number, cipherSuite: number, certificate = good) =>
    flightServer({ version, cipherSuite, chain: [certificate.der, intermediate.der] });
  const odd = (value: string | Buffer, as: 'visible' | 'utf8') =>
    byHand(tls12, staticRsa, leafWith({ subject: [{ value, as }] }));
  const aes = { protocol: 'TLSv1.2', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' };

  const table: [what: string, start: () => Promise<LabServer>, shown: Partial<Handshake>, error?: object][] =
    [
      ['RC4 only', () => byHand(tls12, 0x0005), rc4, refused],
      ['RC4 with MD5 only', () => byHand(0x0301, 0x0004), { cipher: 'TLS_RSA_WITH_RC4_128_MD5' }, refused],
      ['3DES only', () => byHand(0x0301, 0x000a), { cipher: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA' }, refused],
      ['DES only', () => byHand(0x0302, 0x0009), { cipher: 'TLS_RSA_WITH_DES_CBC_SHA' }, refused],
      [
        'export ciphers only',
        () => byHand(0x0301, 0x0003),
        { cipher: 'TLS_RSA_EXPORT_WITH_RC4_40_MD5' },
        refused,
      ],
      [
        'SSL 3.0 only',
        () => byHand(0x0300, staticRsa),
        { protocol: 'SSLv3' },
        { code: 'tls-mismatch', stage: 'handshake', cause: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
      ],
      ['a common name as VisibleString', () => odd(sni, 'visible'), aes],
      ['a common name in invalid UTF-8', () => odd(Buffer.from([0x6d, 0xff, 0xfe]), 'utf8'), aes],
      [
        'a certificate that is none at all',
        () => flightServer({ version: tls12, cipherSuite: staticRsa, chain: [Buffer.alloc(100, 5)] }),
        aes,
      ],
      [
        'a certificate of 100 KB',
        () => {
          const extraExtensions = [{ oid: '1.3.6.1.4.1.99999.1', value: Buffer.alloc(100 * 1024) }];
          return tlsServer({ chain: [leafWith({ extraExtensions }), intermediate] });
        },
        { protocol: 'TLSv1.2' },
        { code: 'handshake-failed', stage: 'handshake', cause: 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE' },
      ],
      [
        'a server that hangs up after it',
        () => hangingUpServer(wholeFlight),
        aes,
        { code: 'handshake-closed', stage: 'handshake' },
      ],
      [
        'a server that resets the connection after it',
        () => resettingAfter(wholeFlight),
        aes,
        { code: 'connection-reset', stage: 'handshake', cause: 'ECONNRESET' },
      ],
    ];
  for (const [what, start, shown, error] of table) {
    test(`is shown by the second try: ${what}`, async () => {
      const seen = await shake(start());
      assert.ok(seen.sent.length > 0);
      assert.equal(seen.dialled, 2);
      assert.partialDeepStrictEqual(seen, shown);
      if (error === undefined) assert.equal(seen.error, undefined);
      else assert.partialDeepStrictEqual(seen.error, error);
      assert.notEqual(seen.connectedAfter, undefined);
    });
  }

  test('is given as it was sent, the leaf first', async () => {
    const { sent } = await shake(byHand(tls12, 0x0005));
    assert.deepEqual(
      sent.map((der) => Buffer.from(der)),
      chain,
    );
  });

  test('from a server that hangs up on what it cannot encrypt is a mismatch, too', async () => {
    const start = flightServer({ version: tls12, cipherSuite: 0x0005, chain }, nothing);
    const { sent, error } = await shake(start);
    assert.equal(sent.length, 2);
    assert.deepEqual(error, { code: 'tls-mismatch', stage: 'handshake' });
  });

  test('and that the second try does not get either is called unreadable', async () => {
    const second = hangingUpServer(alert(70));
    const { sent, error } = await shake(odd(sni, 'visible'), { second });
    assert.deepEqual(sent, []);
    assert.deepEqual(error, {
      code: 'certificate-unreadable',
      stage: 'certificate',
      cause: 'ERR_SSL_MSTRING_WRONG_TAG',
    });
  });
});

test('fifty certificates arrive at the first try', async () => {
  const issuers = [intermediate];
  for (let number = 1; number < 49; number++) {
    const [issuer = intermediate] = issuers;
    issuers.unshift(createCertificate({ subject: [`CA ${number}`], issuer, ca: true, key: 'p256' }));
  }
  const { sent, dialled, error } = await shake(
    tlsServer({ chain: [leafWith({ issuer: issuers[0] }), ...issuers] }),
  );
  assert.deepEqual([sent.length, dialled, error], [50, 1, undefined]);
});

test('a server that would encrypt without a certificate is asked for one', async () => {
  const ciphers = 'ADH-AES256-GCM-SHA384:AES256-GCM-SHA384:@SECLEVEL=0';
  const options = { ...onlyVersion('TLSv1.2', ciphers), honorCipherOrder: true, dhparam: 'auto' as const };
  const { sent, error } = await shake(tlsServer({ chain: [good, intermediate], ...options }));
  assert.deepEqual([sent.length, error], [2, undefined]);
});

describe('the first greeting', () => {
  async function firstGreeting(): Promise<Buffer> {
    const hello = Promise.withResolvers<Buffer>();
    const takes = (bytes: Buffer) => {
      hello.resolve(bytes);
      return true;
    };
    await shake(pickyServer(takes, untilCertificate), { deadline: AbortSignal.timeout(300) });
    return hello.promise;
  }

  test('is one short packet of a length that old load balancers answer', async () => {
    const hello = await firstGreeting();
    const length = hello.readUInt16BE(3);
    assert.equal(hello.length, 5 + length);
    assert.ok(length >= 512 && length < 1000, `${length} bytes`);
  });

  test('does not offer what costs a second of arithmetic', async () => {
    const hello = await firstGreeting();
    const dhe = [0x009e, 0x009f, 0xccaa, 0x0033, 0x0039, 0x0067, 0x006b, 0x0032, 0x0038];
    assert.deepEqual(
      dhe.filter((suite) => offersCipherSuite(hello, suite)),
      [],
    );
    assert.ok(offersCipherSuite(hello, 0xc02f));
  });
});

describe('a server that agrees on keys by finite-field Diffie-Hellman', { timeout: 20_000 }, () => {
  const only = (ciphers: string) =>
    tlsServer({
      chain: [good, intermediate],
      ...onlyVersion('TLSv1.2', `${ciphers}:@SECLEVEL=0`),
      dhparam: 'auto',
    });

  test('only shows its certificate to the second try, and is not called broken', async () => {
    const { sent, error, dialled, cipher } = await shake(only('DHE-RSA-AES128-GCM-SHA256'));
    assert.deepEqual([sent.length, error, dialled], [2, undefined, 2]);
    assert.equal(cipher, 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256');
  });

  test('and otherwise, too, shows it to the first', async () => {
    const ciphers = 'DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256';
    const { sent, error, dialled } = await shake(only(ciphers));
    assert.deepEqual([sent.length, error, dialled], [2, undefined, 1]);
  });

  for (const [bits, error] of [
    [768, { code: 'tls-mismatch', stage: 'handshake' }],
    [1024, undefined],
    [10_000, undefined],
  ] as const) {
    test(`with a prime of ${bits} bits: ${error?.code ?? 'no error'}`, async () => {
      const prime = Buffer.alloc(bits / 8, 0xff);
      const flight = [
        serverHello(tls12, 0x0033),
        certificateMessage(chain),
        message(12, Buffer.concat([Buffer.of(prime.length >> 8, prime.length & 255), prime])),
        message(14, nothing),
      ];
      const seen = await shake(hangingUpServer(record(contentType.handshake, Buffer.concat(flight))));
      assert.deepEqual([seen.sent.length, seen.error], [2, error]);
    });
  }
});

describe('a certificate on a curve', { timeout: 20_000 }, () => {
  for (const namedCurve of [
    'prime192v1',
    'secp224r1',
    'secp256k1',
    'brainpoolP256r1',
    'brainpoolP384r1',
    'brainpoolP512r1',
  ]) {
    test(`that few clients know is shown: ${namedCurve}`, async () => {
      const leaf = leafWith({ key: generateKeyPairSync('ec', { namedCurve }).privateKey });
      const start = tlsServer({
        chain: [leaf, intermediate],
        ...onlyVersion('TLSv1.2', 'ALL:@SECLEVEL=0'),
        ecdhCurve: `${namedCurve}:P-256`,
      });
      const { sent, error } = await shake(start);
      assert.deepEqual([sent.length, error], [2, undefined]);
    });
  }
});

describe('a failed handshake', { timeout: 20_000 }, () => {
  const failed = (code: string, more: object = {}) => ({ code, stage: 'handshake', ...more });
  const closed = failed('handshake-closed');
  const garbled = (cause: string) => failed('handshake-garbled', { cause: `ERR_SSL_${cause}` });
  const notTls = failed('not-tls', { cause: 'ERR_SSL_WRONG_VERSION_NUMBER' });
  const greeting = (text: string) => greetingServer(Buffer.from(text));
  const afterHello = (bytes: Uint8Array) => answeringServer(Buffer.concat([hello, bytes]));
  const handshakeRecord = (bytes: Uint8Array) => record(contentType.handshake, bytes);

  const table: [what: string, start: () => Promise<LabServer>, error: object][] = [
    ['nobody listens', closedPort, { code: 'connection-refused', stage: 'connect', cause: 'ECONNREFUSED' }],
    ['HTTP', plainHttpServer, notTls],
    ['SMTP', () => greeting('220 mail.contoso.test ESMTP\r\n'), notTls],
    ['FTP in another language', () => greeting('220 Schöne Grüße vom Dateiserver\r\n'), notTls],
    ['IMAP', () => greeting('* OK IMAP4rev1 ready\r\n'), notTls],
    ['POP', () => greeting('+OK ready\r\n'), notTls],
    ['SSH', () => greeting('SSH-2.0-OpenSSH_9.6\r\n'), notTls],
    ['a word and an end', () => hangingUpServer(Buffer.from('no\n')), failed('not-tls')],
    ['noise', garbageServer, garbled('WRONG_VERSION_NUMBER')],
    ['zeros', () => answeringServer(Buffer.alloc(500)), garbled('WRONG_VERSION_NUMBER')],
    [
      'noise after the ServerHello',
      () => afterHello(Buffer.alloc(500, 0xa5)),
      garbled('WRONG_VERSION_NUMBER'),
    ],
    [
      'text after the ServerHello',
      () => afterHello(Buffer.from('hello there')),
      garbled('WRONG_VERSION_NUMBER'),
    ],
    [
      'a record that is too long',
      () => answeringServer(Buffer.concat([Buffer.of(22, 3, 3, 255, 255), Buffer.alloc(70_000)])),
      garbled('DATA_LENGTH_TOO_LONG'),
    ],
    [
      'a certificate before the ServerHello',
      () => answeringServer(handshakeRecord(certificateMessage(chain))),
      garbled('UNEXPECTED_MESSAGE'),
    ],
    [
      'a message of an unknown type',
      () => afterHello(handshakeRecord(Buffer.alloc(100, 0xa5))),
      garbled('UNEXPECTED_MESSAGE'),
    ],
    [
      'a certificate list of the wrong length',
      () => afterHello(handshakeRecord(message(11, Buffer.of(0, 99, 99, 1, 1, 1)))),
      garbled('LENGTH_MISMATCH'),
    ],
    ['a hang-up at once', hangingUpServer, closed],
    ['a hang-up after the ServerHello', () => hangingUpServer(hello), closed],
    [
      'a hang-up in due form',
      () => hangingUpServer(alert(0, 1)),
      failed('handshake-closed', { alert: 'close_notify' }),
    ],
    ['a reset at once', resettingServer, failed('connection-reset', { cause: 'ECONNRESET' })],
    [
      'no more than an anonymous cipher suite',
      () => {
        const options = {
          ...onlyVersion('TLSv1.2', 'ADH-AES256-GCM-SHA384:@SECLEVEL=0'),
          dhparam: 'auto' as const,
        };
        return tlsServer({ chain: [good, intermediate], ...options });
      },
      failed('tls-mismatch', {
        cause: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
        alert: 'handshake_failure',
      }),
    ],
  ];
  for (const [what, start, error] of table) {
    test(`says what it was: ${what}`, async () => {
      const seen = await shake(start());
      assert.deepEqual(seen.error, error);
      assert.deepEqual(seen.sent, []);
    });
  }

  test('before the connection is made is of the stage connect', async () => {
    for (const [cause, code] of [
      ['EHOSTUNREACH', 'host-unreachable'],
      ['ENETUNREACH', 'host-unreachable'],
      ['EADDRNOTAVAIL', 'host-unreachable'],
      ['ETIMEDOUT', 'connection-timeout'],
      ['ECONNRESET', 'connection-reset'],
    ]) {
      const { error, dialled } = await shake(silentServer(), {
        onDial: (socket) => socket.destroy(Object.assign(new Error(cause), { code: cause })),
      });
      assert.deepEqual([error, dialled], [{ code, stage: 'connect', cause }, 1]);
    }
  });
});

describe('an alert', { timeout: 20_000 }, () => {
  const names: [number: number, name: string, code?: string][] = [
    [10, 'unexpected_message'],
    [20, 'bad_record_mac'],
    [21, 'decryption_failed'],
    [22, 'record_overflow'],
    [30, 'decompression_failure'],
    [40, 'handshake_failure', 'tls-mismatch'],
    [41, 'no_certificate'],
    [42, 'bad_certificate'],
    [43, 'unsupported_certificate'],
    [44, 'certificate_revoked'],
    [45, 'certificate_expired'],
    [46, 'certificate_unknown'],
    [47, 'illegal_parameter', 'tls-mismatch'],
    [48, 'unknown_ca'],
    [49, 'access_denied'],
    [50, 'decode_error'],
    [51, 'decrypt_error'],
    [52, 'too_many_cids_requested'],
    [60, 'export_restriction'],
    [70, 'protocol_version', 'tls-mismatch'],
    [71, 'insufficient_security', 'tls-mismatch'],
    [80, 'internal_error'],
    [86, 'inappropriate_fallback'],
    [90, 'user_canceled'],
    [100, 'no_renegotiation'],
    [109, 'missing_extension'],
    [110, 'unsupported_extension'],
    [111, 'certificate_unobtainable'],
    [112, 'unrecognized_name'],
    [113, 'bad_certificate_status_response'],
    [114, 'bad_certificate_hash_value'],
    [115, 'unknown_psk_identity'],
    [116, 'certificate_required'],
    [117, 'general_error'],
    [120, 'no_application_protocol'],
    [121, 'ech_required'],
    [99, 'alert 99'],
  ];
  for (const [number, name, code = 'handshake-failed'] of names) {
    test(`${number} is ${name}: ${code}`, async () => {
      const { error } = await shake(hangingUpServer(alert(number)));
      assert.partialDeepStrictEqual(error, { code, stage: 'handshake', alert: name });
    });
  }

  test('is kept where the second try gets another one', async () => {
    const { error } = await shake(hangingUpServer(alert(80)), { second: hangingUpServer(alert(112)) });
    assert.equal(error?.alert, 'internal_error');
  });

  test('of the second try says more than a hang-up', async () => {
    const { error } = await shake(hangingUpServer(), { second: hangingUpServer(alert(70)) });
    assert.deepEqual(error, { code: 'tls-mismatch', stage: 'handshake', alert: 'protocol_version' });
  });

  test('that only warns does not end the handshake', async () => {
    const warned = Buffer.concat([alert(112, 1), wholeFlight]);
    const { sent, error } = await shake(hangingUpServer(warned));
    assert.deepEqual([sent.length, error?.code], [2, 'handshake-closed']);
  });
});

describe('a client certificate', { timeout: 20_000 }, () => {
  const asking = (version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3', rejectUnauthorized: boolean) =>
    tlsServer({
      chain: [good, intermediate],
      ...onlyVersion(version, 'DEFAULT:@SECLEVEL=0'),
      requestCert: true,
      rejectUnauthorized,
    });

  for (const [version, alert] of [
    ['TLSv1', 'handshake_failure'],
    ['TLSv1.1', 'handshake_failure'],
    ['TLSv1.2', 'handshake_failure'],
    ['TLSv1.3', 'certificate_required'],
  ] as const) {
    test(`is required in ${version}: the chain is there, and the alert`, async () => {
      const { sent, error, clientCertificate, protocol, dialled } = await shake(asking(version, true));
      assert.deepEqual(
        { chain: sent.length, error: error?.code, alert: error?.alert, clientCertificate, protocol, dialled },
        {
          chain: 2,
          error: 'handshake-failed',
          alert,
          clientCertificate: 'required',
          protocol: version,
          dialled: 1,
        },
      );
    });
  }

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`is only requested in ${version}, and the handshake is complete`, async () => {
      const { sent, error, clientCertificate, securedAfter } = await shake(asking(version, false));
      assert.deepEqual([sent.length, error, clientCertificate], [2, undefined, 'requested']);
      assert.notEqual(securedAfter, undefined);
    });
  }

  test('is requested by a server that breaks off after the handshake for another reason', async () => {
    const options = { ...onlyVersion('TLSv1.3'), requestCert: true, rejectUnauthorized: false };
    const server = createServer({ cert: good.pem, key: good.keyPem, ...options });
    server.on('connection', (socket: Socket) =>
      server.once('secureConnection', () => socket.resetAndDestroy()),
    );
    const { error, clientCertificate, sent } = await shake(listen(server));
    assert.deepEqual([error, clientCertificate, sent.length], [undefined, 'requested', 1]);
  });

  test('is not requested by a server that does not ask', async () => {
    const { clientCertificate } = await shake(tlsServer({ chain: [good, intermediate] }));
    assert.equal(clientCertificate, undefined);
  });

  test('is seen requested by a server that hangs up on those who have none', async () => {
    const flight = { version: tls12, cipherSuite: staticRsa, chain, requestsCertificate: true };
    const { sent, error, clientCertificate } = await shake(hangingUpServer(serverFlight(flight)));
    assert.deepEqual([sent.length, error?.code, clientCertificate], [2, 'handshake-closed', 'requested']);
  });

  test('is not what a server is after that never asked and then refuses', async () => {
    const { error, clientCertificate } = await shake(
      answeringServer(Buffer.concat([untilCertificate, alert(40)])),
    );
    assert.deepEqual([error?.code, clientCertificate], ['handshake-failed', undefined]);
  });
});

describe('endless data', { timeout: 20_000 }, () => {
  const many = (bytes: Uint8Array) => Buffer.concat(Array<Uint8Array>(1000).fill(bytes));
  const inRecord = (bytes: Uint8Array) => record(contentType.handshake, bytes);
  const table: [what: string, start: () => Promise<LabServer>, tries: number][] = [
    ['HelloRequests', () => endlessServer(inRecord(many(helloRequest))), 1],
    ['HelloRequests one by one', () => endlessServer(many(inRecord(helloRequest))), 1],
    [
      'warnings between HelloRequests',
      () => endlessServer(many(Buffer.concat([alert(90, 1), inRecord(helloRequest)]))),
      1,
    ],
    ['empty records', () => endlessServer(many(inRecord(nothing))), 2],
    ['warnings', () => endlessServer(many(alert(90, 1))), 2],
    [
      'a certificate of sixteen megabytes',
      () => {
        const start = Buffer.concat([hello, inRecord(Buffer.of(11, 255, 255, 255))]);
        return endlessServer(inRecord(Buffer.alloc(16_000)), start);
      },
      2,
    ],
  ];
  for (const [what, start, tries] of table) {
    test(`ends the handshake: ${what}`, async () => {
      const { error, sent, dialled } = await shake(start());
      assert.partialDeepStrictEqual(error, { code: 'handshake-flooded', stage: 'handshake' });
      assert.deepEqual([sent, dialled], [[], tries]);
    });
  }
});

describe('a handshake that is not finished at the deadline', { timeout: 20_000 }, () => {
  const table: [what: string, start: () => Promise<LabServer>, shown: number][] = [
    ['nothing is said', silentServer, 0],
    ['one byte a second is said', () => drippingServer(wholeFlight), 0],
    ['only the ServerHello is said', () => answeringServer(hello), 0],
    ['only the certificate is said', () => answeringServer(untilCertificate), 2],
    ['the server does not go on', () => answeringServer(wholeFlight), 2],
  ];
  for (const [what, start, shown] of table) {
    test(`has stalled: ${what}`, async () => {
      const { error, sent, dialled } = await shake(start(), { deadline: AbortSignal.timeout(300) });
      assert.deepEqual(error, { code: 'handshake-stalled', stage: 'handshake' });
      assert.deepEqual([sent.length, dialled], [shown, 1]);
    });
  }

  test('keeps the first answer where the second try stalls', async () => {
    const { error } = await shake(garbageServer(), {
      second: silentServer(),
      deadline: AbortSignal.timeout(300),
    });
    assert.equal(error?.code, 'handshake-garbled');
  });

  test('has not connected, where nobody has taken the connection', async () => {
    const { error, dialled } = await shake(silentServer(), { deadline: AbortSignal.abort() });
    assert.deepEqual([error, dialled], [{ code: 'connection-timeout', stage: 'connect' }, 0]);
  });
});

describe('an abort', { timeout: 20_000 }, () => {
  const required = () =>
    tlsServer({
      chain: [good, intermediate],
      ...onlyVersion('TLSv1.3'),
      requestCert: true,
      rejectUnauthorized: true,
    });
  const servers: [what: string, start: () => Promise<LabServer>][] = [
    ['a good server', () => tlsServer({ chain: [good, intermediate] })],
    ['a server that wants a client certificate', required],
    ['a server that needs a second try', () => flightServer({ version: tls12, cipherSuite: 0x0005, chain })],
    ['an endless server', () => endlessServer(record(contentType.handshake, helloRequest))],
    ['a silent server', silentServer],
  ];
  const moments: [when: string, plan: (socket: Socket, dialled: number, abort: () => void) => void][] = [
    ['while the first connection is made', (_, dialled, abort) => dialled === 1 && queueMicrotask(abort)],
    [
      'when the first connection is there',
      (socket, dialled, abort) => dialled === 1 && socket.once('connect', abort),
    ],
    [
      'one turn after the first connection',
      (socket, dialled, abort) => dialled === 1 && socket.once('connect', () => setImmediate(abort)),
    ],
    [
      'when the first connection is closed',
      (socket, dialled, abort) => dialled === 1 && socket.once('close', abort),
    ],
    ['while the second connection is made', (_, dialled, abort) => dialled === 2 && queueMicrotask(abort)],
    [
      'when the second connection is there',
      (socket, dialled, abort) => dialled === 2 && socket.once('connect', abort),
    ],
    [
      'when the second answer comes',
      (socket, dialled, abort) => dialled === 2 && socket.prependOnceListener('data', abort),
    ],
  ];
  for (const [what, start] of servers) {
    for (const [when, plan] of moments) {
      test(`leaves nothing open with ${what}, ${when}`, async () => {
        const end = new AbortController();
        // Not every moment comes with every server.
        const late = setTimeout(() => end.abort(), 100);
        await shake(start(), { deadline: end.signal, onDial: (...dial) => plan(...dial, () => end.abort()) });
        clearTimeout(late);
      });
    }
  }
});
