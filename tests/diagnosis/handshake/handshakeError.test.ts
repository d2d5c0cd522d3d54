import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertError, handshakeError } from '../../../diagnosis/handshake/handshakeError.ts';

const asn1 = 'asn1 encoding routines';
const x509 = 'x509 certificate routines';
const ssl = 'SSL routines';

/** What Node makes of an error of OpenSSL, and what it means before and after the certificate was shown. */
const local: [cause: string, library: string, before: string, after: string][] = [
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_WRONG_SSL_VERSION', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_NO_CIPHERS_AVAILABLE', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_UNKNOWN_CIPHER_RETURNED', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_WRONG_CIPHER_RETURNED', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_DH_KEY_TOO_SMALL', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_EE_KEY_TOO_SMALL', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_WRONG_CURVE', ssl, 'tls-mismatch', 'tls-mismatch'],
  ['ERR_SSL_EXCESSIVE_MESSAGE_SIZE', ssl, 'handshake-failed', 'handshake-failed'],
  ['ERR_SSL_WRONG_CERTIFICATE_TYPE', ssl, 'handshake-failed', 'handshake-failed'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', ssl, 'handshake-garbled', 'handshake-garbled'],
  ['ERR_SSL_UNEXPECTED_MESSAGE', ssl, 'handshake-garbled', 'handshake-garbled'],
  ['ERR_SSL_BAD_SIGNATURE', ssl, 'handshake-garbled', 'handshake-garbled'],
  ['ERR_SSL_WRONG_TAG', asn1, 'certificate-unreadable', 'handshake-garbled'],
  ['ERR_SSL_INVALID_UTF8STRING', asn1, 'certificate-unreadable', 'handshake-garbled'],
  ['ERR_SSL_UNSUPPORTED_ALGORITHM', x509, 'certificate-unreadable', 'handshake-garbled'],
];

for (const [code, library, before, after] of local) {
  test(`${code} is ${before} before the certificate and ${after} after it`, () => {
    const error = Object.assign(new Error('error:0A000000:library:function:reason'), { code, library });
    const codes = [false, true].map((shown) => handshakeError(error, shown).code);
    assert.deepEqual(codes, [before, after]);
    assert.equal(handshakeError(error, false).cause, code);
  });
}

test('an end without an alert is a hang-up, and one that the system reports is a reset', () => {
  const end = Object.assign(new Error('disconnected'), { code: 'ECONNRESET' });
  assert.deepEqual(handshakeError(end, false), { code: 'handshake-closed', stage: 'handshake' });
  for (const [code, syscall] of [
    ['ECONNRESET', 'read'],
    ['EPIPE', 'write'],
    ['ETIMEDOUT', 'read'],
  ]) {
    const error = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
    const expected = { code: 'connection-reset', stage: 'handshake', cause: code };
    assert.deepEqual(handshakeError(error, false), expected);
  }
});

test('an error that nobody has named yet is told with its code', () => {
  const error = Object.assign(new Error('?'), { code: 'ERR_SSL_NEWS' });
  assert.deepEqual(handshakeError(error, false), {
    code: 'handshake-garbled',
    stage: 'handshake',
    cause: 'ERR_SSL_NEWS',
  });
});

test('a refusal after the certificate is no mismatch any more, unless it says so', () => {
  const codes = [40, 47, 70, 71].map((description) => alertError(description, true).code);
  assert.deepEqual(codes, ['handshake-failed', 'handshake-failed', 'tls-mismatch', 'tls-mismatch']);
});
