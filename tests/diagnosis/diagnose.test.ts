import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { causes } from '../../diagnosis/causes/index.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { parsePrincipalName } from '../../diagnosis/principalName.ts';
import type { Certificate, Diagnosis, Endpoint, EndpointError, Trust, Verdict } from '../../diagnosis/types.ts';

/** What a row tells of the observation; all the rest is in order. */
interface Given {
  host?: string;
  /** Common names, alternative names; without alternative names these are the common names. */
  cn?: string[];
  san?: string[];
  ip?: string[];
  /** As somebody types it; null where nobody knows it. */
  principal?: string | null;
  /** `null` is `$null`. */
  expr?: string | null;
  exch?: string | null;
  trust?: Trust;
  validity?: 'past' | 'future';
  error?: EndpointError['code'];
  /** The server showed no certificate. */
  noLeaf?: true;
}

const mail = 'mail.contoso.com';
const now = new Date('2026-06-15T12:00:00Z');
const validities = {
  present: ['2026-01-01', '2026-12-31'],
  past: ['2025-01-01', '2026-06-05'],
  future: ['2026-07-01', '2027-07-01'],
};

function observe(given: Given): Diagnosis {
  const { host = mail, principal = `msstd:${mail}`, expr, exch } = given;
  const parsed = principal === null ? undefined : parsePrincipalName(principal);
  assert.ok(parsed?.ok !== false);
  return diagnose({
    request: {
      server: { host, port: 443 },
      ...(parsed && { principal: parsed.value }),
      providers: {
        ...(expr !== undefined && { expr: { certPrincipalName: expr } }),
        ...(exch !== undefined && { exch: { certPrincipalName: exch } }),
      },
    },
    endpoints: [endpoint(given)],
    checkedAt: now,
    durationMs: 100,
  });
}

function endpoint({ error, noLeaf, trust = 'trusted', ...given }: Given): Endpoint {
  return {
    address: '192.0.2.1',
    family: 4,
    port: 443,
    sni: mail,
    chain: noLeaf ? [] : [certificate(given)],
    trust,
    timings: {},
    ...(error && { error: { code: error, stage: error === 'certificate-unreadable' ? 'certificate' : 'connect' } }),
  };
}

function certificate({ cn = [mail], san = cn, ip = [], validity }: Given): Certificate {
  const [notBefore = '', notAfter = ''] = validities[validity ?? 'present'];
  return {
    commonNames: cn,
    dnsNames: san,
    ipAddresses: ip,
    subject: ['O=Contoso', ...cn.map((name) => `CN=${name}`)].reverse().join(', '),
    issuer: 'CN=Contoso Lab Issuing CA, O=Contoso',
    emailNames: [],
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
    serialNumber: '01',
    sha1: 'AB'.repeat(20),
    sha256: 'AB'.repeat(32),
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    selfIssued: false,
  };
}

interface Judged {
  verdict: Verdict;
  /** The headline first, then the others, worst first. */
  findings: string;
  /** The analyzer, common name only, common and alternative names. */
  clients: string;
  fixes: string;
  /** Every command of every fix; neither how to verify nor how to undo. */
  commands: string[];
}

function judge(given: Given): Judged {
  const { verdict, headline, findings, clients, fixes } = observe(given);
  const others = findings.map(({ code }) => code).filter((code) => code !== headline);
  return {
    verdict,
    findings: [headline, ...others].join(' '),
    clients: clients.map(({ result }) => result).join(' '),
    fixes: fixes.map(({ id }) => id).join(' '),
    commands: fixes.flatMap(({ commands }) => commands.map(({ text }) => text)),
  };
}

const rows: [what: string, given: Given][] = [
  ['all is well', {}],
  ['all is well and the principal name was assumed', { principal: null }],
  ['the principal name was typed otherwise', { principal: 'MSSTD: Mail.Contoso.com:443' }],
  ['the certificate is a wildcard', { cn: ['*.contoso.com'] }],
  ['the wildcard is what Outlook expects', { cn: ['*.contoso.com'], principal: 'msstd:*.contoso.com' }],
  ['the certificate has another common name', { cn: ['webmail.contoso.com'], san: ['webmail.contoso.com', mail] }],
  ['the certificate has another common name and Outlook expects a third', { cn: ['webmail.contoso.com'], san: ['webmail.contoso.com', mail], principal: 'msstd:old.contoso.com' }],
  ['Outlook expects another name than the server has', { principal: 'msstd:old.contoso.com' }],
  ['no common name', { cn: [], san: [mail] }],
  ['an empty common name', { cn: [''], san: [mail] }],
  ['no name at all', { cn: [], san: [] }],
  ['several common names, the host first', { cn: [mail, 'owa.contoso.com'] }],
  ['several common names, the host last', { cn: ['owa.contoso.com', mail] }],
  ['several common names without the host', { cn: ['owa.contoso.com', 'webmail.contoso.com'], san: [mail] }],
  ['several common names and Outlook expects none of them', { cn: [mail, 'owa.contoso.com'], principal: 'msstd:old.contoso.com' }],
  ['several common names, Outlook expects another, the directory the default', { cn: [mail, 'owa.contoso.com'], principal: 'msstd:old.contoso.com', expr: null }],
  ["another host's certificate", { cn: ['www.fabrikam.com'] }],
  ['the host is the common name but not among the alternative names', { san: ['www.contoso.com'] }],
  ["another host's certificate, self-signed", { cn: ['www.fabrikam.com'], trust: 'self-signed' }],
  ['expired', { validity: 'past' }],
  ['expired and a wildcard', { validity: 'past', cn: ['*.contoso.com'] }],
  ["expired and another host's", { validity: 'past', cn: ['www.fabrikam.com'] }],
  ['not yet valid', { validity: 'future' }],
  ['self-signed', { trust: 'self-signed' }],
  ['issued by a private authority', { trust: 'untrusted-issuer' }],
  ['a wildcard of a private authority', { trust: 'untrusted-issuer', cn: ['*.contoso.com'] }],
  ['the directory holds the default', { expr: null }],
  ['the directory holds none', { expr: 'none' }],
  ['the directory holds none because of a wildcard', { cn: ['*.contoso.com'], principal: 'none', expr: 'none' }],
  ['the directory is wrong and Outlook right', { expr: 'msstd:old.contoso.com' }],
  ['the directory is right and Outlook right', { expr: 'msstd:mail.contoso.com' }],
  ['the directory is right and Outlook wrong', { expr: null, principal: 'msstd:old.contoso.com' }],
  ['the directory is right about a wildcard and Outlook wrong', { cn: ['*.contoso.com'], expr: 'msstd:*.contoso.com', exch: 'msstd:*.contoso.com' }],
  ['the directory holds the default and the certificate is a wildcard', { cn: ['*.contoso.com'], expr: null }],
  ['EXPR is right and EXCH wrong', { cn: ['webmail.contoso.com'], san: ['webmail.contoso.com', mail], principal: 'msstd:webmail.contoso.com', expr: 'msstd:webmail.contoso.com', exch: 'msstd:old.contoso.com' }],
  ['both providers are wrong and the default would do', { expr: 'msstd:old.contoso.com', exch: 'msstd:old.contoso.com' }],
  ['the directory holds an alternative name', { san: [mail, 'autodiscover.contoso.com'], expr: 'msstd:autodiscover.contoso.com' }],
  ['the directory holds what is no principal name', { expr: 'msstd:a.contoso.com;b.contoso.com' }],
  ['Outlook compares nothing', { principal: 'none' }],
  ['Outlook compares nothing and the directory is wrong', { principal: 'none', expr: 'msstd:old.contoso.com' }],
  ['Outlook holds a fullsic name', { principal: 'fullsic:\\contoso\\mail' }],
  ['a harmless name that is no server name', { cn: ['Contoso Mail'], san: [mail] }],
  ['a hostile common name', { cn: ['a"; Remove-Mailbox -Identity *; "'], san: [mail] }],
  ['a hostile common name and nothing else', { cn: ['$(Get-Process)'], san: [] }],
  ['a common name that would switch the comparison off', { cn: ['none'], san: [mail] }],
  ['an address as server', { host: '192.0.2.1', principal: null, ip: ['192.0.2.1'] }],
  ['an address as server and as common name', { host: '192.0.2.1', principal: null, cn: ['192.0.2.1'], san: [], ip: ['192.0.2.1'] }],
  ['an IPv6 address that the certificate does not have', { host: '2001:db8::1', principal: null }],
  ['it demands a client certificate after showing its own', { error: 'handshake-failed' }],
  ['the certificate cannot be read', { error: 'certificate-unreadable', noLeaf: true }],
  ...(['port-not-allowed','address-not-allowed','name-not-found','dns-failed','connection-refused','host-unreachable','connection-timeout','connection-reset','not-tls','handshake-failed'] as const).map((error): [string, Given] => [error, { error, noLeaf: true }]),
];
if (process.env.SHOW) for (const [what, given] of rows) { const { fixes } = observe(given); console.log(JSON.stringify([what, given])); const j = judge(given); console.log('   ', j.verdict, '|', j.findings, '|', j.clients, '|', j.fixes); for (const c of j.commands) console.log('        ', c); }
