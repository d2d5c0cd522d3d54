import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { after, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { parseNetworks } from '../../../diagnosis/network/addressPolicy.ts';
import { httpsOnly } from '../../../diagnosis/network/portPolicy.ts';
import { type IssuerFetchOptions, issuerFetch } from '../../../diagnosis/trust/issuerFetch.ts';
import { authorities } from '../../lab/authorities.ts';
import { certificatesOnly } from '../../lab/certificatesOnly.ts';
import { type LabServer, listen } from '../../lab/servers.ts';

const { root, intermediate } = authorities();
const servers: LabServer[] = [];
after(() => Promise.all(servers.map((server) => server.stop())));

async function serve(server: net.Server): Promise<LabServer> {
  const running = await listen(server);
  servers.push(running);
  return running;
}

const answering = (handler: http.RequestListener) => serve(http.createServer(handler));
const sending = (body: string | Buffer) => answering((_request, response) => response.end(body));

interface World {
  options: IssuerFetchOptions;
  asked: string[];
  dialled: string[];
}

/** Every name is at 192.0.2.1, and whatever is dialled is the server. */
function world(server: LabServer | null, changes: Partial<IssuerFetchOptions> = {}): World {
  const [asked, dialled]: string[][] = [[], []];
  const networks = parseNetworks('192.0.2.0/24');
  assert.ok(asked && dialled && networks.ok);
  const options: IssuerFetchOptions = {
    allowNetworks: networks.value,
    allowPorts: httpsOnly,
    deadline: new AbortController().signal,
    lookup: async (host) => {
      asked.push(host);
      return [{ address: '192.0.2.1', family: 4 }];
    },
    connect: (address, port) => {
      dialled.push(`${address} ${port}`);
      return net.connect(server?.port ?? 0, '127.0.0.1');
    },
    ...changes,
  };
  return { options, asked, dialled };
}

let hosts = 0;
/** What was fetched is remembered, so that each test has a host of its own. */
const newUrl = () => `http://pki${hosts++}.contoso.test/issuer.crt`;

async function subjects(fetched: ReturnType<ReturnType<typeof issuerFetch>>): Promise<string[]> {
  return (await fetched).map(({ subject }) => subject.split('CN=')[1] ?? '');
}

/** Sockets close one turn of the event loop later on the other side. */
async function allClosed({ openSockets }: LabServer): Promise<void> {
  while (openSockets() > 0) await turn();
}

const pemOf = (label: string, der: Buffer) =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
const bundle = certificatesOnly([root, intermediate]);
const both = ['Contoso Lab Root CA', 'Contoso Lab Issuing CA'];

describe('a file is read', () => {
  const table: [what: string, file: string | Buffer, found: string[]][] = [
    ['in DER', root.der, both.slice(0, 1)],
    ['in PEM', root.pem, both.slice(0, 1)],
    ['in PEM with text around it', `Our root:\r\n${root.pem.replaceAll('\n', '\r\n')}`, both.slice(0, 1)],
    ['in PEM with several certificates', root.pem + intermediate.pem, both],
    ['as PKCS #7', bundle, both],
    ['as PKCS #7 in PEM', pemOf('PKCS7', bundle), both],
    ['as PKCS #7 without certificates', certificatesOnly([]), []],
    ['as PKCS #7 that ends early', bundle.subarray(0, -40), []],
    ['that is empty', '', []],
    ['that is a web page', '<!DOCTYPE html><title>Not found</title>', []],
    ['that is packed', gzipSync(root.der), []],
    ['that is damaged', root.der.subarray(0, 200), []],
    ['that is PEM of nothing', '-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----', []],
    ['of 256 KB', Buffer.concat([root.der, Buffer.alloc(256 * 1024 - root.der.length)]), both.slice(0, 1)],
    ['of one byte more', Buffer.concat([root.der, Buffer.alloc(256 * 1024 + 1 - root.der.length)]), []],
    ['of nested sequences', Buffer.alloc(100_000, 0x30), []],
  ];
  for (const [what, file, found] of table) {
    test(what, async () => {
      const server = await sending(file);
      const { options, asked, dialled } = world(server);
      const url = newUrl();
      assert.deepEqual(await subjects(issuerFetch(options)(url)), found);
      assert.deepEqual({ asked, dialled }, { asked: [new URL(url).hostname], dialled: ['192.0.2.1 80'] });
      await allClosed(server);
    });
  }
});

test('the server is asked for the path under its name, and nothing is told of the check', async () => {
  const seen: Pick<http.IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const server = await answering((request, response) => {
    seen.push(request);
    response.end(root.der);
  });
  const { options } = world(server);
  await issuerFetch(options)('http://PKI.contoso.test/a b/r%C3%B6ot.crt?x=1#part');
  assert.deepEqual(
    seen.map(({ method, url, headers }) => ({ method, url, headers })),
    [
      {
        method: 'GET',
        url: '/a%20b/r%C3%B6ot.crt?x=1',
        headers: { host: 'pki.contoso.test', accept: '*/*', connection: 'close' },
      },
    ],
  );
});

describe('nothing is looked up or dialled for', () => {
  const refused = [
    'https://pki.contoso.test/root.crt',
    'ldap:///CN=Root,CN=AIA?cACertificate?base',
    'ftp://pki.contoso.test/root.crt',
    'file:///etc/passwd',
    'http://user:password@pki.contoso.test/root.crt',
    'http://user@pki.contoso.test/root.crt',
    'http://:password@pki.contoso.test/root.crt',
    'http://pki.contoso.test:22/root.crt',
    'http://pki.contoso.test:8080/root.crt',
    'http://',
    'pki.contoso.test/root.crt',
    '',
    `http://pki.contoso.test/${'x'.repeat(2048)}`,
  ];
  for (const url of refused) {
    test(url.slice(0, 60) || 'an empty URL', async () => {
      const { options, asked, dialled } = world(null);
      assert.deepEqual(await issuerFetch(options)(url), []);
      assert.deepEqual({ asked, dialled }, { asked: [], dialled: [] });
    });
  }
});

test('a port that may be probed may be fetched from', async () => {
  const { options, dialled } = world(await sending(root.der), { allowPorts: [[8080, 8080]] });
  assert.equal((await issuerFetch(options)('http://other.contoso.test:8080/root.crt')).length, 1);
  assert.deepEqual(dialled, ['192.0.2.1 8080']);
});

describe('the address policy keeps from being dialled', () => {
  const literals = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '10.0.0.5',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
  ];
  for (const host of literals) {
    test(host, async () => {
      const { options, asked, dialled } = world(null);
      assert.deepEqual(await issuerFetch(options)(`http://${host}/latest/meta-data/`), []);
      assert.deepEqual({ asked, dialled }, { asked: [], dialled: [] });
    });
  }

  test('a name that resolves to private addresses only', async () => {
    const addresses = ['10.0.0.5', '127.0.0.1', '169.254.169.254', 'fd00::1', 'nonsense'];
    const lookup = async () => addresses.map((address) => ({ address, family: net.isIP(address) }));
    const { options, dialled } = world(null, { lookup });
    assert.deepEqual(await issuerFetch(options)(newUrl()), []);
    assert.deepEqual(dialled, []);
  });

  test('the private ones among several', async () => {
    const lookup = async () => [
      { address: '10.0.0.5', family: 4 },
      { address: '2606:4700::1', family: 6 },
      { address: '192.0.2.7', family: 4 },
    ];
    const { options, dialled } = world(await sending(root.der), { lookup });
    assert.equal((await issuerFetch(options)(newUrl())).length, 1);
    assert.deepEqual(dialled, ['192.0.2.7 80']);
  });

  test('what a name resolves to the second time', async () => {
    const answers = ['192.0.2.1', '169.254.169.254'];
    const lookup = async () => [{ address: answers.shift() ?? '', family: 4 }];
    const { options, dialled } = world(await sending(root.der), { lookup });
    assert.equal((await issuerFetch(options)(newUrl())).length, 1);
    assert.deepEqual(dialled, ['192.0.2.1 80']);
    assert.equal(answers.length, 1);
  });
});

test('an IPv6 address is dialled where there is no other', async () => {
  const lookup = async () => [{ address: '2606:4700::1', family: 6 }];
  const { options, dialled } = world(await sending(root.der), { lookup });
  assert.equal((await issuerFetch(options)(newUrl())).length, 1);
  assert.deepEqual(dialled, ['2606:4700::1 80']);
});

describe('nothing comes of an answer', () => {
  const raw = (text: string) => (socket: net.Socket) =>
    void socket
      .on('error', () => {})
      .resume()
      .end(text);
  const table: [what: string, server: () => Promise<LabServer>][] = [
    ['404', () => answering((_request, response) => response.writeHead(404).end(root.der))],
    [
      '404 that does not end',
      () => answering((_request, response) => void response.writeHead(404).write(root.der)),
    ],
    ['206', () => answering((_request, response) => response.writeHead(206).end(root.der))],
    [
      'that is packed, and is not unpacked',
      () =>
        answering((_request, response) =>
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(root.der)),
        ),
    ],
    [
      'that is shorter than it says',
      () => serve(net.createServer(raw('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'))),
    ],
    ['with endless headers', () => serve(net.createServer(endless('HTTP/1.1 200 OK\r\n', 'X: y\r\n')))],
    ['with an endless body', () => serve(net.createServer(endless('HTTP/1.1 200 OK\r\n\r\n', 'x')))],
    ['that is not HTTP', () => serve(net.createServer(endless('', '\xa5')))],
    ['that ends at once', () => serve(net.createServer(raw('')))],
  ];
  for (const [what, start] of table) {
    test(what, { timeout: 10_000 }, async () => {
      const server = await start();
      assert.deepEqual(await issuerFetch(world(server).options)(newUrl()), []);
      await allClosed(server);
    });
  }

  test('that is reset in its middle', { timeout: 5000 }, async () => {
    let answered: net.Socket | undefined;
    const server = await answering((request, response) => {
      answered = request.socket;
      response.writeHead(200, { 'content-length': 5000 }).write(root.der);
    });
    let dialled: net.Socket | undefined;
    const connect = () => {
      dialled = net.connect(server.port, '127.0.0.1');
      return dialled;
    };
    const fetching = issuerFetch(world(server, { connect }).options)(newUrl());
    while (dialled === undefined || dialled.bytesRead < root.der.length) await turn();
    answered?.resetAndDestroy();
    assert.deepEqual(await fetching, []);
    await allClosed(server);
  });

  test('that sends elsewhere, and nobody goes there', async () => {
    const paths: (string | undefined)[] = [];
    const server = await answering((request, response) => {
      paths.push(request.url);
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
    });
    const { options, dialled } = world(server);
    assert.deepEqual(await issuerFetch(options)(newUrl()), []);
    assert.deepEqual({ paths, dialled }, { paths: ['/issuer.crt'], dialled: ['192.0.2.1 80'] });
    await allClosed(server);
  });
});

function endless(begin: string, more: string) {
  return (socket: net.Socket) => {
    const send = () => {
      while (socket.writable && socket.write(more.repeat(4096)));
    };
    socket
      .on('error', () => {})
      .on('drain', send)
      .resume()
      .write(begin);
    send();
  };
}

test('a name that does not exist and a port that refuses are no errors', async () => {
  const lookup = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
  assert.deepEqual(await issuerFetch(world(null, { lookup }).options)(newUrl()), []);
  const closed = await listen(net.createServer());
  await closed.stop();
  assert.deepEqual(await issuerFetch(world(closed).options)(newUrl()), []);
});

describe('a server that does not come to an end', () => {
  const silent = () => serve(net.createServer((socket) => socket.on('error', () => {}).resume()));
  const stalling = () =>
    answering((_request, response) => void response.writeHead(200, { 'content-length': 5000 }).write('x'));

  for (const [what, start] of [
    ['silent', silent],
    ['stalling', stalling],
  ] as const) {
    test(`${what}, is left at the deadline of the check`, { timeout: 5000 }, async () => {
      const server = await start();
      const check = new AbortController();
      const fetching = issuerFetch(world(server, { deadline: check.signal }).options)(newUrl());
      while (server.openSockets() === 0) await turn();
      check.abort();
      assert.deepEqual(await fetching, []);
      await allClosed(server);
    });

    test(`${what}, is left after three seconds for all fetches together`, { timeout: 5000 }, async (t) => {
      t.mock.timers.enable({ apis: ['setTimeout'] });
      const server = await start();
      const fetchCertificates = issuerFetch(world(server).options);
      const fetching = Promise.all([fetchCertificates(newUrl()), fetchCertificates(newUrl())]);
      while (server.openSockets() < 2) await turn();
      t.mock.timers.tick(3000);
      assert.deepEqual(await fetching, [[], []]);
      await allClosed(server);
    });
  }

  test('is not dialled after the deadline', async () => {
    const { options, asked, dialled } = world(null, { deadline: AbortSignal.abort() });
    for (const url of [newUrl(), 'http://192.0.2.1/issuer.crt'])
      assert.deepEqual(await issuerFetch(options)(url), []);
    assert.deepEqual({ asked, dialled }, { asked: [], dialled: [] });
  });

  test('is not dialled where the deadline passes while the name is looked up', async () => {
    const check = new AbortController();
    const lookup = async () => {
      check.abort();
      return [{ address: '192.0.2.1', family: 4 }];
    };
    const { options, dialled } = world(null, { lookup, deadline: check.signal });
    assert.deepEqual(await issuerFetch(options)(newUrl()), []);
    assert.deepEqual(dialled, []);
  });
});

describe('within one check', () => {
  test('the same URL is fetched once, however many ask for it, also where there is nothing', async () => {
    const { options, dialled } = world(await sending('nothing'));
    const fetchCertificates = issuerFetch(options);
    const url = newUrl();
    await Promise.all([fetchCertificates(url), fetchCertificates(url)]);
    await fetchCertificates(url);
    assert.equal(dialled.length, 1);
  });

  test('four URLs are fetched and no more', async () => {
    const { options, dialled } = world(await sending(root.der));
    const fetchCertificates = issuerFetch(options);
    const found = await Promise.all(Array.from({ length: 6 }, () => fetchCertificates(newUrl())));
    assert.deepEqual(
      found.map(({ length }) => length),
      [1, 1, 1, 1, 0, 0],
    );
    assert.equal(dialled.length, 4);
  });
});

describe('across checks', () => {
  test('what was found is remembered, and what was not is asked for again', async () => {
    const bodies = ['nothing', root.der];
    const server = await answering((_request, response) => response.end(bodies.shift()));
    const url = newUrl();
    const { options, dialled } = world(server);
    for (const found of [0, 1, 1, 1]) assert.equal((await issuerFetch(options)(url)).length, found);
    assert.equal(dialled.length, 2);
  });

  test('eight are fetched at once, and the others wait for their turn', { timeout: 5000 }, async () => {
    const waiting: http.ServerResponse[] = [];
    const server = await answering((_request, response) => waiting.push(response));
    const { options, dialled } = world(server);
    const fetching = Array.from({ length: 11 }, () => issuerFetch(options)(newUrl()));
    while (waiting.length < 8) await turn();
    assert.equal(dialled.length, 8);
    const check = new AbortController();
    const late = issuerFetch({ ...options, deadline: check.signal })(newUrl());
    check.abort();
    assert.deepEqual(await late, []);
    while (dialled.length < 11 || waiting.length > 0) {
      waiting.shift()?.end(root.der);
      await turn();
    }
    assert.deepEqual(
      (await Promise.all(fetching)).map(({ length }) => length),
      Array(11).fill(1),
    );
    assert.equal(dialled.length, 11);
    await allClosed(server);
  });
});
