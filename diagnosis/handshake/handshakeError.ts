import type { EndpointError } from '../types.ts';
import { alertName } from './tlsAlerts.ts';

/**
 * Why OpenSSL gave up a handshake.
 * @param shown Whether the server had shown its certificate by then.
 */
export function handshakeError(error: OpensslError, shown: boolean): EndpointError {
  const { code: cause = 'unknown', syscall, library = '' } = error;
  const alert = /SSL alert number (\d+)/.exec(error.message)?.[1];
  if (alert !== undefined) return { ...alertError(Number(alert), shown), cause };
  if (!shown && certificateReaders.test(library)) {
    return { code: 'certificate-unreadable', stage: 'certificate', cause };
  }
  // Node says ECONNRESET for an orderly end, too; only a real reset comes from a system call.
  const ended = cause === 'ECONNRESET' && syscall === undefined;
  if (ended) return { code: 'handshake-closed', stage: 'handshake' };
  return { code: syscall === undefined ? objection(cause) : 'connection-reset', stage: 'handshake', cause };
}

function objection(cause: string): EndpointError['code'] {
  if (mismatch.test(cause)) return 'tls-mismatch';
  return unacceptable.test(cause) ? 'handshake-failed' : 'handshake-garbled';
}

/** What Node adds to an error of OpenSSL. */
export type OpensslError = NodeJS.ErrnoException & { library?: string };

/**
 * The end of a handshake by the server's own word. Before the certificate, a refusal mostly means that nothing on offer
 * suits the server (RFC 5246 section 7.2.2); some servers refuse a name they do not know with the same alert.
 */
export function alertError(description: number, shown: boolean): EndpointError {
  const alert = alertName(description);
  return { code: codeOf(alert, shown), stage: 'handshake', alert };
}

function codeOf(alert: string, shown: boolean): EndpointError['code'] {
  if (alert === 'close_notify') return 'handshake-closed';
  if (alert === 'protocol_version' || alert === 'insufficient_security') return 'tls-mismatch';
  const refused = alert === 'handshake_failure' || alert === 'illegal_parameter';
  return refused && !shown ? 'tls-mismatch' : 'handshake-failed';
}

/** Parts of OpenSSL that read certificates. */
const certificateReaders = /^(asn1 encoding|x509 certificate) routines$/;

/** OpenSSL's own words for a version, a cipher suite or a key that it does not have or has given up. */
const mismatch =
  /UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|NO_(CIPHERS|PROTOCOLS)_AVAILABLE|(UNKNOWN|WRONG)_CIPHER_RETURNED|KEY_TOO_SMALL|MODULUS_TOO_SMALL|UNSUPPORTED_ELLIPTIC_CURVE|WRONG_CURVE|WRONG_SIGNATURE_TYPE/;

/** Well-formed, but more or other than OpenSSL and most libraries take. */
const unacceptable = /EXCESSIVE_MESSAGE_SIZE|WRONG_CERTIFICATE_TYPE|UNABLE_TO_FIND_PUBLIC_KEY_PARAMETERS/;
