import assert from 'node:assert/strict';
import { readCertificate } from '../../../diagnosis/certificate/certificate.ts';
import type { Certificate } from '../../../diagnosis/types.ts';
import { type CertificateOptions, createCertificate } from '../../lab/certificateFactory.ts';

/** A certificate for `mail.contoso.com` unless the options say otherwise. */
export function make(options: Partial<CertificateOptions> = {}): Buffer {
  return createCertificate({ subject: ['mail.contoso.com'], key: 'p256', ...options }).der;
}

export function read(der: Uint8Array): Certificate {
  const result = readCertificate(der);
  assert.ok(result.ok);
  return result.value;
}

export function readBack(options: Partial<CertificateOptions> = {}): Certificate {
  return read(make(options));
}
