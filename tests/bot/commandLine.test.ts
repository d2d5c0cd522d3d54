import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnosis } from '../../diagnosis/index.ts';
import { authorities } from '../lab/authorities.ts';
import { type CertificateOptions, createCertificate, daysFromNow } from '../lab/certificateFactory.ts';
import { closedPort, type LabServer, tlsServer } from '../lab/servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
const labRoot = join(folder, 'root.pem');
writeFileSync(labRoot, authorities().root.pem);
after(() => rmSync(folder, { recursive: true }));

const labSettings = {
  CHECK_ALLOW_NETWORKS: '127.0.0.0/8',
  CHECK_PORTS: '*',
  NODE_EXTRA_CA_CERTS: labRoot,
};
const mail = 'mail.contoso.test';
const principal = `msstd:${mail}`;

interface Row {
  what: string;
  start: () => Promise<LabServer>;
  args?: string[];
  verdict: Diagnosis['verdict'];
  exitCode: number;
  headline: Diagnosis['headline'];
  /** Analyzer, Windows with common names only, Windows with alternative names. */
  clients: string;
  /** Of the first fix; undefined where it has none, or where there is no fix. */
  command?: RegExp;
  label: string;
}

const pass = {
  verdict: 'pass',
  exitCode: 0,
  headline: 'principal-matches',
  clients: 'pass pass pass',
  label: 'Good',
} as const;
const fail = { verdict: 'fail', exitCode: 2, label: 'Problem found' } as const;
const warn = { verdict: 'warn', exitCode: 1, label: 'Works with limits' } as const;

const table: Row[] = [
  { what: 'an RSA key', start: served({}), ...pass },
  { what: 'an EC key', start: served({ key: 'p256' }), ...pass },
  { what: 'an Ed25519 key', start: served({ key: 'ed25519' }), ...pass },
  {
    what: 'a wildcard certificate',
    start: served({ subject: ['*.contoso.test'], dnsNames: ['*.contoso.test'] }),
    ...fail,
    headline: 'principal-matches-wildcard',
    clients: 'fail fail warn',
    command: /^Set-OutlookProvider EXPR -CertPrincipalName:"msstd:\*\.contoso\.test"$/,
  },
  {
    what: 'another common name and the name as an alternative',
    start: served({ subject: ['webmail.contoso.test'], dnsNames: ['webmail.contoso.test', mail] }),
    ...warn,
    headline: 'principal-matches-san-only',
    clients: 'warn fail pass',
    command: /^Set-OutlookProvider EXPR -CertPrincipalName:"msstd:webmail\.contoso\.test"$/,
  },
  {
    what: 'no common name',
    start: served({ subject: [{ type: 'o', value: 'Contoso' }], dnsNames: ['localhost', mail] }, 'localhost'),
    ...warn,
    headline: 'principal-matches-san-only',
    clients: 'warn fail pass',
    command: /^New-ExchangeCertificate -GenerateRequest -SubjectName "cn=localhost" /,
  },
  {
    what: 'a self-signed certificate',
    start: served({ issuer: null }, 'localhost'),
    args: ['msstd:localhost'],
    ...fail,
    headline: 'self-signed',
    clients: 'pass pass pass',
    command: /^New-ExchangeCertificate -GenerateRequest -SubjectName "cn=localhost" /,
  },
  {
    what: 'an expired certificate',
    start: served({ notBefore: daysFromNow(-375), notAfter: daysFromNow(-10) }),
    ...fail,
    headline: 'expired',
    clients: 'pass pass pass',
    command: /^Get-ExchangeCertificate -Thumbprint [\dA-F]{40} \| New-ExchangeCertificate /,
  },
  {
    what: "another host's certificate",
    start: served({ subject: ['www.fabrikam.test'], dnsNames: ['www.fabrikam.test'], ipAddresses: [] }),
    ...fail,
    headline: 'host-name-mismatch',
    clients: 'fail fail fail',
    command: /^Get-ExchangeCertificate -DomainName 127\.0\.0\.1 \| Format-List /,
  },
  {
    what: 'a wrong value in Active Directory',
    start: served({}),
    args: [principal, '--expr', 'msstd:other.contoso.test', '--exch', '$null'],
    ...fail,
    headline: 'provider-mismatch',
    clients: 'fail fail fail',
    command: /^Set-OutlookProvider EXPR /,
  },
  {
    what: 'a closed port',
    start: closedPort,
    verdict: 'unreachable',
    exitCode: 3,
    headline: 'connection-refused',
    clients: 'unknown unknown unknown',
    command: /^Test-NetConnection -ComputerName 127\.0\.0\.1 -Port \d+$/,
    label: 'Could not check',
  },
];
