import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import tls from 'node:tls';
import { type Lab, startLab } from './lab.ts';

let lab: Lab;
before(async () => {
  lab = await startLab();
});
after(() => lab.stop());

async function dial(name: string, options: tls.ConnectionOptions = {}): Promise<tls.TLSSocket> {
  const [found] = await lab.lookup(name);
  assert.ok(found);
  const socket = lab.connect(found.address, 443);
  return tls.connect({
    socket,
    servername: name,
    ca: lab.trustAnchors,
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...options,
  });
}

async function handshake(name: string, options?: tls.ConnectionOptions) {
  const socket = await dial(name, options);
  await once(socket, 'secureConnect');
  const { authorized } = socket;
  // Node says a code here for the chain and an Error for the name, whatever the types say.
  const reason: unknown = socket.authorizationError;
  const code = reason instanceof Error && 'code' in reason ? reason.code : reason;
  const result = { authorized, code, protocol: socket.getProtocol(), leaf: socket.getPeerX509Certificate() };
  socket.destroy();
  return result;
}

for (const label of ['mail', 'ec', 'ed25519', 'wildcard', 'nocn', 'severalcn', 'hostile', 'tls12']) {
  test(`the certificate of ${label} is trusted and valid for the name`, async () => {
    const { authorized, code } = await handshake(`${label}.contoso.test`, {
      checkServerIdentity: tls.checkServerIdentity,
    });
    assert.deepEqual({ authorized, code }, { authorized: true, code: null });
  });
}

const distrusted = [
  ['privateca', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ['selfsigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['expired', 'CERT_HAS_EXPIRED'],
  ['future', 'CERT_NOT_YET_VALID'],
  ['othername', 'ERR_TLS_CERT_ALTNAME_INVALID'],
] as const;

for (const [label, code] of distrusted) {
  test(`the certificate of ${label} gives ${code}`, async () => {
    const result = await handshake(`${label}.contoso.test`, { checkServerIdentity: tls.checkServerIdentity });
    assert.deepEqual({ authorized: result.authorized, code: result.code }, { authorized: false, code });
  });
}

test('the servers send the intermediate certificate', async () => {
  const { leaf } = await handshake('mail.contoso.test', { ca: [] });
  assert.equal(leaf?.issuerCertificate?.subject, 'O=Contoso\nCN=Contoso Lab Issuing CA');
});

test('TLS 1.0 is answered to those who still speak it', async () => {
  const old = { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  assert.equal((await handshake('tls10.contoso.test', old)).protocol, 'TLSv1');
  await assert.rejects(handshake('tls10.contoso.test'), { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
});

const failures = [
  ['closed', /^ECONNREFUSED$/],
  ['resetting', /^ECONNRESET$/],
  ['plainhttp', /^ERR_SSL_WRONG_VERSION_NUMBER$/],
  ['garbage', /^ERR_SSL_WRONG_VERSION_NUMBER$/],
  // SSLV3_ALERT up to OpenSSL 3.4, SSL/TLS_ALERT from 3.5 on.
  ['clientcert', /^ERR_SSL_.*_ALERT_HANDSHAKE_FAILURE$/],
] as const;

for (const [label, code] of failures) {
  test(`a handshake with ${label} fails with ${code}`, async () => {
    await assert.rejects(handshake(`${label}.contoso.test`), { code });
  });
}

for (const label of ['mail', 'silent', 'plainhttp', 'resetting', 'garbage']) {
  test(`an aborted connection leaves no socket behind in ${label}`, { timeout: 5000 }, async () => {
    const name = `${label}.contoso.test`;
    const [found] = await lab.lookup(name);
    assert.ok(found);
    const socket = lab.connect(found.address, 443);
    while (lab.openSockets(name) === 0) await delay(2);
    socket.destroy();
    while (lab.openSockets(name) > 0) await delay(2);
  });
}

const unresolved = [
  ['nxdomain.contoso.test', 'ENOTFOUND'],
  ['dnsbroken.contoso.test', 'EAI_AGAIN'],
] as const;

for (const [name, code] of unresolved) {
  test(`${name} is answered with ${code}`, async () => {
    await assert.rejects(lab.lookup(name), { code });
  });
}

test('names resolve to addresses of their own, whatever their case', async () => {
  assert.deepEqual(await lab.lookup('MAIL.contoso.test'), [{ address: '127.0.10.1', family: 4 }]);
  assert.deepEqual(await lab.lookup('private.contoso.test'), [{ address: '10.0.0.5', family: 4 }]);
  assert.deepEqual(await lab.lookup('metadata.contoso.test'), [{ address: '169.254.169.254', family: 4 }]);
});

test('other names and addresses go to the real resolver', async () => {
  assert.deepEqual(await lab.lookup('192.0.2.1'), [{ address: '192.0.2.1', family: 4 }]);
});

test('a lab that is stopped has closed every connection', async () => {
  const other = await startLab();
  const [mail] = await other.lookup('mail.contoso.test');
  assert.ok(mail);
  const socket = tls.connect({ socket: other.connect(mail.address, 443), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  assert.equal(other.openSockets(), 1);
  const closed = once(socket, 'close');
  await other.stop();
  await closed;
  assert.equal(other.openSockets(), 0);
});
