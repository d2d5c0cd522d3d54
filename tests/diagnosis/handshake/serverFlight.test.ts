import assert from 'node:assert/strict';
import { memoryUsage } from 'node:process';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import {
  type FlightEnd,
  type ServerFlight,
  ServerFlightReader,
} from '../../../diagnosis/handshake/serverFlight.ts';
import {
  alert,
  certificateMessage,
  contentType,
  message,
  record,
  serverFlight,
  serverHello,
} from '../../lab/tlsFlight.ts';

const chain = [Buffer.from('the leaf'), Buffer.from('its issuer')];
const flight = { version: 0x0303, cipherSuite: 0x002f, chain, requestsCertificate: true };
const shown = {
  protocol: 'TLSv1.2',
  cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA',
  clientCertificate: 'requested',
  sent: chain,
};

interface Reading {
  seen: ServerFlight;
  end: FlightEnd | undefined;
}

/** @param cuts Where the bytes are cut into pieces. */
function read(bytes: Buffer, cuts: number[] = []): Reading {
  const reader = new ServerFlightReader();
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, edge] of edges.slice(1).entries()) {
    const end = reader.push(bytes.subarray(edges[index], edge));
    if (end !== undefined) return { seen: reader.seen, end };
  }
  return { seen: reader.seen, end: undefined };
}

const codeOf = (end: FlightEnd | undefined) => (typeof end === 'object' ? end.code : end);
const cuts = fc.array(fc.nat(4000), { maxLength: 40 });
const handshakeRecord = (...messages: Uint8Array[]) => record(contentType.handshake, Buffer.concat(messages));

describe('the first flight of a server', () => {
  test('shows version, cipher suite, certificates and the request, wherever it is cut', () => {
    fc.assert(
      fc.property(cuts, fc.integer({ min: 1, max: 60 }), (where, size) => {
        const whole = serverFlight(flight);
        // The same messages in records of another size: fragmented and coalesced.
        const other = record(contentType.handshake, Buffer.concat(payloads(whole)), 0x0303, size);
        for (const bytes of [whole, other])
          assert.deepEqual(read(bytes, where), { seen: shown, end: 'complete' });
      }),
    );
  });

  test('is read to its end byte by byte', () => {
    const bytes = serverFlight(flight);
    const everywhere = Array.from(bytes, (_, index) => index);
    assert.deepEqual(read(bytes, everywhere), { seen: shown, end: 'complete' });
  });

  test('of a megabyte in single bytes takes no longer than it must', () => {
    const reader = new ServerFlightReader();
    const bytes = Buffer.concat([
      handshakeRecord(serverHello(0x0303, 5)),
      handshakeRecord(certificateMessage([Buffer.alloc(1_000_000, 1)])),
    ]);
    for (let at = 0; at < bytes.length; at++)
      assert.equal(reader.push(bytes.subarray(at, at + 1)), undefined);
    assert.equal(reader.seen.sent[0]?.length, 1_000_000);
  });

  test('of a megabyte in records of one byte keeps the bytes and not an object for each', () => {
    const byte = record(contentType.handshake, Buffer.of(1));
    const count = 170_000;
    const bytes = Buffer.concat([
      handshakeRecord(serverHello(0x0303, 5)),
      handshakeRecord(Buffer.of(11, 0x0f, 0xff, 0xff)),
      ...Array<Buffer>(count).fill(byte),
    ]);
    const reader = new ServerFlightReader();
    const before = usedMemory();
    for (let at = 0; at < bytes.length; at += 65_536)
      assert.equal(reader.push(bytes.subarray(at, at + 65_536)), undefined);
    assert.ok(usedMemory() - before < 2 * bytes.length);
    assert.equal(codeOf(reader.push(alert(0, 1))), 'handshake-closed');
  });

  for (const [version, protocol] of [
    [0x0300, 'SSLv3'],
    [0x0301, 'TLSv1'],
    [0x0302, 'TLSv1.1'],
    [0x0303, 'TLSv1.2'],
  ] as const) {
    test(`in version 0x0${version.toString(16)} is ${protocol}`, () => {
      assert.equal(read(serverFlight({ ...flight, version })).seen.protocol, protocol);
    });
  }

  test('with an uncommon cipher suite gives its number', () => {
    assert.equal(read(serverFlight({ ...flight, cipherSuite: 0x00c7 })).seen.cipher, '0x00C7');
  });

  test('may hold more than matters for the certificate', () => {
    const bytes = Buffer.concat([
      alert(112, 1),
      handshakeRecord(message(0, Buffer.alloc(0)), serverHello(0x0303, 0xc02f), certificateMessage(chain)),
      handshakeRecord(
        message(22, Buffer.alloc(500)),
        message(12, Buffer.alloc(300)),
        message(14, Buffer.alloc(0)),
      ),
    ]);
    assert.deepEqual(read(bytes), {
      seen: { protocol: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', sent: chain },
      end: 'complete',
    });
  });

  test('has at most a hundred certificates', () => {
    const many = Array<Uint8Array>(50_000).fill(Buffer.of(1));
    assert.equal(read(serverFlight({ ...flight, chain: many })).seen.sent.length, 100);
  });
});

describe('an answer that is no flight', () => {
  const hello = serverHello(0x0303, 5);
  const noBytes = Buffer.alloc(0);
  const table: [what: string, bytes: Buffer, code: string | undefined][] = [
    ['words', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 'not-tls'],
    ['a letter', Buffer.from('H'), 'not-tls'],
    ['words with umlauts, cut in one', Buffer.from(`220 ${'ü'.repeat(50)}`).subarray(0, 25), 'not-tls'],
    ['noise', Buffer.alloc(20, 0xa5), 'handshake-garbled'],
    ['words with a zero', Buffer.from('220 \0'), 'handshake-garbled'],
    ['SSL 2.0', Buffer.of(0x80, 0x2e, 4, 0, 1), 'handshake-garbled'],
    ['a record of version 9', Buffer.of(22, 9, 9, 0, 1, 1), 'handshake-garbled'],
    ['a record that is too long', Buffer.of(22, 3, 3, 0xff, 0xff), 'handshake-garbled'],
    ['application data', record(contentType.applicationData, Buffer.alloc(9)), 'handshake-garbled'],
    ['half an alert', record(contentType.alert, Buffer.of(2)), 'handshake-garbled'],
    ['a message of no type', handshakeRecord(Buffer.of(99, 0, 0, 0)), 'handshake-garbled'],
    ['a certificate first', handshakeRecord(certificateMessage(chain)), 'handshake-garbled'],
    ['two ServerHellos', handshakeRecord(hello, hello), 'handshake-garbled'],
    ['a ServerHello of version 9', handshakeRecord(serverHello(0x0909, 5)), 'handshake-garbled'],
    ['a short ServerHello', handshakeRecord(message(2, Buffer.alloc(20, 3))), 'handshake-garbled'],
    ['an empty ServerHello', handshakeRecord(message(2, noBytes)), 'handshake-garbled'],
    ['an empty certificate message', handshakeRecord(hello, message(11, noBytes)), 'handshake-garbled'],
    ['an empty certificate', handshakeRecord(hello, certificateMessage([noBytes])), 'handshake-garbled'],
    ['a wrong length', handshakeRecord(hello, message(11, Buffer.of(0, 0, 9, 1))), 'handshake-garbled'],
    ['a cut-off length', handshakeRecord(hello, message(11, Buffer.of(0, 0, 2, 0, 0))), 'handshake-garbled'],
    [
      'a certificate longer than its list',
      handshakeRecord(hello, message(11, Buffer.of(0, 0, 4, 0, 0, 9, 1))),
      'handshake-garbled',
    ],
    ['close_notify', alert(0, 1), 'handshake-closed'],
    ['handshake_failure', alert(40), 'tls-mismatch'],
    ['unrecognized_name', alert(112), 'handshake-failed'],
    ['no certificate', handshakeRecord(hello, certificateMessage([]), message(14, noBytes)), 'complete'],
    ['half a record', Buffer.of(22, 3, 3, 0, 99, 2), undefined],
    ['nothing', noBytes, undefined],
  ];
  for (const [what, bytes, code] of table) {
    test(`such as ${what}: ${code ?? 'waits for more'}`, () => {
      assert.equal(codeOf(read(bytes).end), code);
      assert.deepEqual(read(bytes).seen.sent, []);
    });
  }
});

describe('whatever a stranger sends', () => {
  const settles = (bytes: Buffer, where: number[]) => {
    const { seen, end } = read(bytes, where);
    assert.ok(end === undefined || end === 'complete' || end.stage === 'handshake');
    assert.ok(seen.sent.every((der) => der.length > 0) && seen.sent.length <= 100);
  };

  test('in any bytes is read without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), cuts, (bytes, where) =>
        settles(Buffer.from(bytes), where),
      ),
      { numRuns: 2000 },
    );
  });

  test('in any bytes within a record is read without an exception', () => {
    const type = fc.constantFrom(20, 21, 22, 23);
    fc.assert(
      fc.property(type, fc.uint8Array({ maxLength: 300 }), cuts, (contentType, bytes, where) =>
        settles(record(contentType, bytes), where),
      ),
      { numRuns: 2000 },
    );
  });

  test('as a valid flight with some bytes changed is read without an exception', () => {
    const valid = serverFlight(flight);
    const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, cuts, (changed, where) => {
        const bytes = Buffer.from(valid);
        for (const [at, byte] of changed) bytes[at] = byte;
        settles(bytes, where);
      }),
      { numRuns: 5000 },
    );
  });

  test('is understood alike wherever it is cut', () => {
    const start = handshakeRecord(serverHello(0x0303, 5));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, (bytes, where) => {
        const all = Buffer.concat([start, handshakeRecord(bytes)]);
        assert.deepEqual(read(all, where), read(all));
      }),
      { numRuns: 1000 },
    );
  });
});

/** In bytes, without what nobody refers to. */
function usedMemory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = memoryUsage();
  return heapUsed + external;
}

/** The payloads of records. */
function payloads(records: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < records.length; ) {
    const end = at + 5 + records.readUInt16BE(at + 3);
    found.push(records.subarray(at + 5, end));
    at = end;
  }
  return found;
}
