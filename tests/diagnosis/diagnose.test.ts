import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { causes } from '../../diagnosis/causes/index.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { readFacts } from '../../diagnosis/facts.ts';
import { stoppedBy } from '../../diagnosis/findingOrder.ts';
import type { Diagnosis, Endpoint, FindingCode, FindingData } from '../../diagnosis/types.ts';
import {
  certificate,
  endpoint,
  type Given,
  issuerUrl,
  mail,
  now,
  observation,
  wildcard,
} from './observation.ts';

function observe(given: Given): Diagnosis {
  return diagnose(observation(given));
}

/**
 * `verdict | findings | clients | plan / alternatives`. Of the findings the headline comes first, then the others, worst
 * first; the clients are the analyzer, those that compare the common name only, and those that take alternative names too.
 */
function summary({ verdict, headline, findings, clients, fixes }: Diagnosis): string {
  const others = findings.map(({ code }) => code).filter((code) => code !== headline);
  const ids = (alternative: boolean) =>
    fixes.filter((fix) => fix.alternative === alternative).map(({ id }) => id);
  return [
    verdict,
    [headline, ...others].join(' '),
    clients.map(({ result }) => result).join(' '),
    [ids(false), ids(true)].map((part) => part.join(' ')).join(' / '),
  ]
    .join(' | ')
    .replace(/ \/ $/, '');
}

/** What every fix changes in Active Directory, and the certificates that it asks for. */
function changes(given: Given): string[] {
  return observe(given)
    .fixes.flatMap(({ commands }) => commands.map(({ text }) => text))
    .filter((text) => /^Set-OutlookProvider|GenerateRequest/.test(text))
    .map((text) => text.replace(/[0-9A-F]{40}/, 'THUMBPRINT'));
}

const set = (provider: string, value: string) =>
  `Set-OutlookProvider ${provider} -CertPrincipalName:${value}`;
const emptied = [set('EXPR', '$null'), set('EXCH', '$null')];
const request = (...names: string[]) =>
  `New-ExchangeCertificate -GenerateRequest -SubjectName "cn=mail.contoso.com" -DomainName ${names.map((name) => `"${name}"`).join()} -PrivateKeyExportable:$true`;
const renew =
  'Get-ExchangeCertificate -Thumbprint THUMBPRINT | New-ExchangeCertificate -GenerateRequest -PrivateKeyExportable:$true';
const renew2048 = renew.replace('GenerateRequest', 'GenerateRequest -KeySize:2048');

const rows: [what: string, given: Given, judged: string, changes: string[]][] = [
  ['all is well', {}, 'pass | principal-matches | pass pass pass | ', []],
  [
    'all is well and the principal name was assumed',
    { principal: null },
    'pass | principal-matches principal-assumed | pass pass pass | ',
    [],
  ],
  [
    'the principal name was typed otherwise',
    { principal: 'MSSTD: Mail.Contoso.com:443' },
    'pass | principal-matches principal-normalised | pass pass pass | ',
    [],
  ],
  [
    'the certificate is a wildcard',
    { cn: [wildcard] },
    'fail | principal-matches-wildcard mapi-over-http | fail fail warn | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    'the wildcard is what Outlook expects',
    { cn: [wildcard], principal: 'msstd:*.contoso.com' },
    'pass | principal-matches | pass pass pass | ',
    [],
  ],
  [
    'the certificate has another common name',
    { cn: ['webmail.contoso.com'], san: ['webmail.contoso.com', mail] },
    'warn | principal-matches-san-only mapi-over-http | warn fail pass | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:webmail.contoso.com"'),
      set('EXCH', '"msstd:webmail.contoso.com"'),
      request('mail.contoso.com', 'webmail.contoso.com'),
    ],
  ],
  [
    'the certificate has another common name and Outlook expects a third',
    { cn: ['webmail.contoso.com'], san: ['webmail.contoso.com', mail], principal: 'msstd:old.contoso.com' },
    'fail | principal-mismatch mapi-over-http | fail fail fail | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:webmail.contoso.com"'),
      set('EXCH', '"msstd:webmail.contoso.com"'),
      request('mail.contoso.com', 'webmail.contoso.com'),
    ],
  ],
  [
    'Outlook expects another name than the server has',
    { principal: 'msstd:old.contoso.com' },
    'fail | principal-mismatch mapi-over-http | fail fail fail | reset-provider / correct-principal',
    emptied,
  ],
  [
    'no common name',
    { cn: [], san: [mail] },
    'warn | no-common-name mapi-over-http | warn fail pass | reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'an empty common name',
    { cn: [''], san: [mail] },
    'warn | no-common-name mapi-over-http | warn fail pass | reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'no name at all',
    { cn: [], san: [] },
    'fail | host-name-mismatch principal-mismatch no-common-name mapi-over-http | fail fail fail | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'several common names, the host first',
    { cn: [mail, 'owa.contoso.com'] },
    'warn | several-common-names principal-matches | warn warn warn | reissue-certificate',
    [request('mail.contoso.com', 'owa.contoso.com')],
  ],
  [
    'several common names, the host last',
    { cn: ['owa.contoso.com', mail] },
    'warn | several-common-names principal-matches | warn warn warn | reissue-certificate',
    [request('mail.contoso.com', 'owa.contoso.com')],
  ],
  [
    'several common names without the host',
    { cn: ['owa.contoso.com', 'webmail.contoso.com'], san: [mail] },
    'warn | several-common-names principal-matches-san-only mapi-over-http | warn fail pass | reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'several common names and Outlook expects none of them',
    { cn: [mail, 'owa.contoso.com'], principal: 'msstd:old.contoso.com' },
    'fail | principal-mismatch several-common-names mapi-over-http | fail fail fail | reset-provider reissue-certificate / correct-principal',
    [...emptied, request('mail.contoso.com', 'owa.contoso.com')],
  ],
  [
    'several common names, Outlook expects another, the directory the default',
    { cn: [mail, 'owa.contoso.com'], principal: 'msstd:old.contoso.com', expr: null },
    'fail | principal-mismatch several-common-names provider-default mapi-over-http provider-matches | fail fail fail | refresh-outlook reissue-certificate / correct-principal',
    [request('mail.contoso.com', 'owa.contoso.com')],
  ],
  [
    "another host's certificate",
    { cn: ['www.fabrikam.com'] },
    'fail | host-name-mismatch principal-mismatch mapi-over-http | fail fail fail | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'the host is the common name but not among the alternative names',
    { san: ['www.contoso.com'] },
    'fail | host-name-mismatch principal-matches | pass pass pass | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    "another host's certificate, self-signed",
    { cn: ['www.fabrikam.com'], trust: 'self-signed' },
    'fail | host-name-mismatch principal-mismatch self-signed mapi-over-http | fail fail fail | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'expired',
    { validity: 'past' },
    'fail | expired principal-matches | pass pass pass | renew-certificate / bind-certificate',
    [renew],
  ],
  [
    'expired and a wildcard',
    { validity: 'past', cn: [wildcard] },
    'fail | expired principal-matches-wildcard mapi-over-http | fail fail warn | renew-certificate set-provider / bind-certificate reissue-certificate',
    [
      renew,
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    "expired and another host's",
    { validity: 'past', cn: ['www.fabrikam.com'] },
    'fail | expired host-name-mismatch principal-mismatch mapi-over-http | fail fail fail | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'not yet valid',
    { validity: 'future' },
    'fail | not-yet-valid principal-matches | pass pass pass | bind-certificate / reissue-certificate check-clock',
    [request('mail.contoso.com')],
  ],
  [
    'self-signed',
    { trust: 'self-signed' },
    'fail | self-signed principal-matches | pass pass pass | reissue-certificate / bind-certificate trust-issuer',
    [request('mail.contoso.com')],
  ],
  [
    'issued by a private authority',
    { trust: 'untrusted-issuer' },
    'fail | untrusted-issuer principal-matches | pass pass pass | trust-issuer / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'a wildcard of a private authority',
    { trust: 'untrusted-issuer', cn: [wildcard] },
    'fail | principal-matches-wildcard untrusted-issuer mapi-over-http | fail fail warn | set-provider trust-issuer / reissue-certificate',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    'Outlook expects another name below the wildcard',
    { host: 'owa.contoso.com', principal: 'msstd:mail.contoso.com', cn: [wildcard] },
    'fail | principal-matches-wildcard mapi-over-http | fail fail warn | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      'New-ExchangeCertificate -GenerateRequest -SubjectName "cn=owa.contoso.com" -DomainName "owa.contoso.com","mail.contoso.com","*.contoso.com" -PrivateKeyExportable:$true',
    ],
  ],
  [
    'the directory holds the default',
    { expr: null },
    'pass | principal-matches provider-default provider-matches | pass pass pass | ',
    [],
  ],
  [
    'the directory holds none',
    { expr: 'none' },
    'warn | provider-none principal-matches | pass pass pass | reset-provider',
    emptied,
  ],
  [
    'the directory holds none because of a wildcard',
    { cn: [wildcard], principal: 'none', expr: 'none' },
    'warn | provider-none principal-not-set | pass pass pass | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    'the directory is wrong and Outlook right',
    { expr: 'msstd:old.contoso.com' },
    'fail | provider-mismatch mapi-over-http principal-matches | fail fail fail | reset-provider',
    emptied,
  ],
  [
    'the directory is right and Outlook right',
    { expr: 'msstd:mail.contoso.com' },
    'pass | principal-matches provider-matches | pass pass pass | ',
    [],
  ],
  [
    'the directory is right and Outlook wrong',
    { expr: null, principal: 'msstd:old.contoso.com' },
    'fail | principal-mismatch provider-default mapi-over-http provider-matches | fail fail fail | refresh-outlook / correct-principal',
    [],
  ],
  [
    'the directory is right about a wildcard and Outlook wrong',
    { cn: [wildcard], expr: 'msstd:*.contoso.com', exch: 'msstd:*.contoso.com' },
    'fail | principal-matches-wildcard mapi-over-http provider-matches | fail fail warn | refresh-outlook / correct-principal',
    [],
  ],
  [
    'the directory holds the default and the certificate is a wildcard',
    { cn: [wildcard], expr: null },
    'fail | principal-matches-wildcard provider-mismatch mapi-over-http | fail fail warn | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    'EXPR is right and EXCH wrong',
    {
      cn: ['webmail.contoso.com'],
      san: ['webmail.contoso.com', mail],
      principal: 'msstd:webmail.contoso.com',
      expr: 'msstd:webmail.contoso.com',
      exch: 'msstd:old.contoso.com',
    },
    'fail | provider-mismatch mapi-over-http principal-matches | fail fail fail | set-provider / reissue-certificate',
    [set('EXCH', '"msstd:webmail.contoso.com"'), request('mail.contoso.com', 'webmail.contoso.com')],
  ],
  [
    'both providers are wrong and the default would do',
    { expr: 'msstd:old.contoso.com', exch: 'msstd:old.contoso.com' },
    'fail | provider-mismatch mapi-over-http principal-matches | fail fail fail | reset-provider',
    [set('EXPR', '$null'), set('EXCH', '$null')],
  ],
  [
    'the directory holds an alternative name',
    { san: [mail, 'autodiscover.contoso.com'], expr: 'msstd:autodiscover.contoso.com' },
    'warn | provider-mismatch mapi-over-http principal-matches | warn fail pass | reset-provider',
    emptied,
  ],
  [
    'the directory holds what is no principal name',
    { expr: 'msstd:a.contoso.com;b.contoso.com' },
    'fail | provider-mismatch unusual-name mapi-over-http principal-matches | fail fail fail | reset-provider',
    emptied,
  ],
  [
    'the directory holds an empty text, which is the default',
    { expr: '' },
    'pass | principal-matches provider-default provider-matches | pass pass pass | ',
    [],
  ],
  ['Outlook compares nothing', { principal: 'none' }, 'pass | principal-not-set | pass pass pass | ', []],
  [
    'Outlook compares nothing, and there is something small to tell',
    { principal: 'none', key: ['ec', 256], san: [] },
    'pass | principal-not-set common-name-only ecc-key | pass pass pass | ',
    [],
  ],
  [
    'Outlook compares nothing and the directory is wrong',
    { principal: 'none', expr: 'msstd:old.contoso.com' },
    'fail | provider-mismatch mapi-over-http principal-not-set | fail fail fail | reset-provider',
    emptied,
  ],
  [
    'Outlook holds a fullsic name',
    { principal: 'fullsic:\\contoso\\mail' },
    'warn | principal-fullsic | unknown unknown unknown | ask-about-fullsic',
    [],
  ],
  [
    'a harmless name that is no server name',
    { cn: ['Contoso Mail'], san: [mail] },
    'warn | principal-matches-san-only unusual-name mapi-over-http | warn fail pass | reissue-certificate / set-provider-by-hand',
    [request('mail.contoso.com')],
  ],
  [
    'a hostile common name',
    { cn: ['a"; Remove-Mailbox -Identity *; "'], san: [mail] },
    'warn | principal-matches-san-only unusual-name mapi-over-http | warn fail pass | reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'a hostile common name and nothing else',
    { cn: ['$(Get-Process)'], san: [] },
    'fail | host-name-mismatch principal-mismatch unusual-name mapi-over-http | fail fail fail | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'a common name that would switch the comparison off',
    { cn: ['none'], san: [mail] },
    'warn | principal-matches-san-only mapi-over-http | warn fail pass | reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'an address as server',
    { host: '192.0.2.1', principal: null, ip: ['192.0.2.1'] },
    'fail | principal-mismatch principal-assumed mapi-over-http | fail fail fail | use-host-name',
    [],
  ],
  [
    'an address as server and as common name',
    { host: '192.0.2.1', principal: null, cn: ['192.0.2.1'], san: [], ip: ['192.0.2.1'] },
    'pass | principal-matches principal-assumed | pass pass pass | ',
    [],
  ],
  [
    'an IPv6 address that the certificate does not have',
    { host: '2001:db8::1', principal: null },
    'fail | host-name-mismatch principal-mismatch principal-assumed mapi-over-http | fail fail fail | use-host-name',
    [],
  ],
  [
    'it demands a client certificate after showing its own',
    { error: 'handshake-failed', clientCertificate: 'required' },
    'fail | client-certificate-requested principal-matches | pass pass pass | check-tls',
    [],
  ],
  [
    'the handshake ends after the server has shown its certificate',
    { error: 'handshake-failed' },
    'fail | handshake-failed principal-matches | pass pass pass | check-tls',
    [],
  ],
  [
    'an intermediate certificate is missing',
    { trust: 'chain-incomplete' },
    'fail | chain-incomplete principal-matches | pass pass pass | complete-chain / trust-issuer',
    [],
  ],
  [
    'an intermediate certificate is missing and the certificate is a wildcard',
    { trust: 'chain-incomplete', cn: [wildcard] },
    'fail | principal-matches-wildcard chain-incomplete mapi-over-http | fail fail warn | set-provider complete-chain / reissue-certificate trust-issuer',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    'it expires soon',
    { validity: 'soon' },
    'pass | principal-matches expires-soon | pass pass pass | renew-certificate',
    [renew],
  ],
  [
    'a key of 768 bits, which Windows blocks',
    { key: ['rsa', 768] },
    'fail | weak-key principal-matches | pass pass pass | renew-certificate',
    [renew2048],
  ],
  [
    'a key of 1024 bits',
    { key: ['rsa', 1024] },
    'warn | weak-key principal-matches | pass pass pass | renew-certificate',
    [renew2048],
  ],
  ['a key nobody can read', { key: ['unknown', null] }, 'pass | principal-matches | pass pass pass | ', []],
  ['an elliptic-curve key', { key: ['ec', 256] }, 'pass | principal-matches ecc-key | pass pass pass | ', []],
  [
    'an elliptic-curve key that is too short',
    { key: ['ec', 192] },
    'warn | weak-key ecc-key principal-matches | pass pass pass | renew-certificate',
    [renew2048],
  ],
  [
    'signed with SHA-1',
    { signature: 'sha1WithRSAEncryption' },
    'warn | weak-signature principal-matches | pass pass pass | renew-certificate',
    [renew],
  ],
  [
    'signed with MD5',
    { signature: 'md5WithRSAEncryption' },
    'warn | weak-signature principal-matches | pass pass pass | renew-certificate',
    [renew],
  ],
  [
    'the only way to a trust anchor leads through an expired certificate',
    { trust: 'issuer-expired', above: [['Old CA', '2026-06-01'], ['Root']] },
    'fail | issuer-expired principal-matches | pass pass pass | complete-chain',
    [],
  ],
  [
    'the trust anchor itself has expired',
    { trust: 'issuer-expired', above: [['Some CA'], ['Old Root', '2026-06-01']] },
    'fail | issuer-expired principal-matches | pass pass pass | trust-issuer',
    [],
  ],
  [
    'an expired private root',
    { trust: 'untrusted-issuer', above: [['Old Root', '2026-06-01']] },
    'fail | issuer-expired untrusted-issuer principal-matches | pass pass pass | trust-issuer / reissue-certificate',
    [request(mail)],
  ],
  [
    'a rule is broken',
    { trust: 'chain-invalid', brokenRule: 'INVALID_PURPOSE' },
    'fail | chain-invalid principal-matches | pass pass pass | reissue-certificate',
    [request(mail)],
  ],
  [
    'the missing intermediate certificate was found',
    { trust: 'chain-incomplete', above: [['Some CA']], fetched: ['Some CA'] },
    'fail | chain-incomplete principal-matches | pass pass pass | install-issuer',
    [],
  ],
  [
    'the missing intermediate certificate was found and leads to a private root',
    { trust: 'untrusted-issuer', above: [['Some CA'], ['Root']], fetched: ['Some CA', 'Root'] },
    'fail | chain-incomplete untrusted-issuer principal-matches | pass pass pass | install-issuer trust-issuer / reissue-certificate',
    [request(mail)],
  ],
  [
    'nothing but a private root was missing',
    { trust: 'untrusted-issuer', above: [['Root']], fetched: ['Root'] },
    'fail | untrusted-issuer principal-matches | pass pass pass | trust-issuer / reissue-certificate',
    [request(mail)],
  ],
  [
    'the missing intermediate certificate was found and has expired',
    { trust: 'issuer-expired', above: [['Old CA', '2026-06-01'], ['Root']], fetched: ['Old CA'] },
    'fail | issuer-expired chain-incomplete principal-matches | pass pass pass | complete-chain',
    [],
  ],
  [
    'nobody can tell who issued it',
    { trust: 'unknown' },
    'warn | trust-unknown principal-matches | pass pass pass | check-trust',
    [],
  ],
  [
    'the common name alone covers the host',
    { san: [] },
    'pass | principal-matches common-name-only | pass pass pass | ',
    [],
  ],
  [
    'the server asks for a client certificate and goes on without one',
    { clientCertificate: 'requested' },
    'warn | client-certificate-requested principal-matches | pass pass pass | check-tls',
    [],
  ],
  [
    'the server speaks TLS 1.0 at best',
    { protocol: 'TLSv1' },
    'warn | legacy-tls principal-matches | pass pass pass | enable-tls',
    [],
  ],
  [
    'the certificate cannot be read',
    { error: 'certificate-unreadable', noLeaf: true },
    'fail | certificate-unreadable | unknown unknown unknown | reissue-certificate / bind-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'port-not-allowed',
    { error: 'port-not-allowed', noLeaf: true },
    'unreachable | port-not-allowed | unknown unknown unknown | allow-port',
    [],
  ],
  [
    'another port that is not allowed',
    { error: 'port-not-allowed', noLeaf: true, port: 444 },
    'unreachable | port-not-allowed | unknown unknown unknown | use-usual-port / allow-port',
    [],
  ],
  [
    'address-not-allowed',
    { error: 'address-not-allowed', noLeaf: true },
    'unreachable | address-not-allowed | unknown unknown unknown | allow-network',
    [],
  ],
  [
    'name-not-found',
    { error: 'name-not-found', noLeaf: true },
    'unreachable | name-not-found | unknown unknown unknown | check-name',
    [],
  ],
  [
    'name-without-address',
    { error: 'name-without-address', noLeaf: true },
    'unreachable | name-without-address | unknown unknown unknown | check-name',
    [],
  ],
  [
    'dns-timeout',
    { error: 'dns-timeout', noLeaf: true },
    'unreachable | dns-timeout | unknown unknown unknown | check-dns',
    [],
  ],
  [
    'dns-failed',
    { error: 'dns-failed', noLeaf: true },
    'unreachable | dns-failed | unknown unknown unknown | check-dns',
    [],
  ],
  [
    'connection-refused',
    { error: 'connection-refused', noLeaf: true },
    'unreachable | connection-refused | unknown unknown unknown | check-port',
    [],
  ],
  [
    'host-unreachable',
    { error: 'host-unreachable', noLeaf: true },
    'unreachable | host-unreachable | unknown unknown unknown | check-port',
    [],
  ],
  [
    'connection-timeout',
    { error: 'connection-timeout', noLeaf: true },
    'unreachable | connection-timeout | unknown unknown unknown | check-port',
    [],
  ],
  [
    'tls-mismatch',
    { error: 'tls-mismatch', noLeaf: true },
    'unreachable | tls-mismatch | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'handshake-closed',
    { error: 'handshake-closed', noLeaf: true },
    'unreachable | handshake-closed | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'handshake-garbled',
    { error: 'handshake-garbled', noLeaf: true },
    'unreachable | handshake-garbled | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'handshake-stalled',
    { error: 'handshake-stalled', noLeaf: true },
    'unreachable | handshake-stalled | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'handshake-flooded',
    { error: 'handshake-flooded', noLeaf: true },
    'unreachable | handshake-flooded | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'connection-reset',
    { error: 'connection-reset', noLeaf: true },
    'unreachable | connection-reset | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'not-tls',
    { error: 'not-tls', noLeaf: true },
    'unreachable | not-tls | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'handshake-failed',
    { error: 'handshake-failed', noLeaf: true },
    'unreachable | handshake-failed | unknown unknown unknown | check-tls',
    [],
  ],
  [
    'the certificate has an e-mail name',
    { email: ['postmaster@contoso.com'] },
    'warn | email-principal principal-matches | pass pass pass |  / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'the certificate has an e-mail name and Outlook expects it',
    { email: ['Admin@contoso.com'], principal: 'msstd:admin@contoso.com' },
    'warn | email-principal unusual-name | unknown unknown unknown |  / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'the certificate has an e-mail name and Outlook compares nothing',
    { email: ['postmaster@contoso.com'], principal: 'none' },
    'pass | principal-not-set | pass pass pass | ',
    [],
  ],
  [
    'the certificate has an e-mail name and is a wildcard',
    { email: ['postmaster@contoso.com'], cn: [wildcard] },
    'fail | principal-matches-wildcard email-principal mapi-over-http | fail fail warn | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    'EXPR has a server',
    { expr: null, exprServer: mail },
    'fail | provider-server-set provider-default principal-matches provider-matches | pass pass pass | clear-provider-server',
    ['Set-OutlookProvider EXPR -Server:$null'],
  ],
  [
    'EXPR has an empty server and the usual TTL',
    { expr: null, exprServer: '', ttl: 1 },
    'pass | principal-matches provider-default provider-matches | pass pass pass | ',
    [],
  ],
  [
    'EXPR has a TTL of 0',
    { expr: null, ttl: 0 },
    'warn | provider-ttl provider-default principal-matches provider-matches | pass pass pass | restore-provider-ttl',
    ['Set-OutlookProvider EXPR -TTL:1'],
  ],
  [
    'EXPR holds the right name without its prefix',
    { expr: mail },
    'warn | principal-normalised principal-matches provider-matches | pass pass pass | reset-provider',
    emptied,
  ],
  [
    'EXPR holds the right name in upper case',
    { expr: 'msstd:MAIL.contoso.com' },
    'pass | principal-matches principal-normalised provider-matches | pass pass pass | ',
    [],
  ],
  [
    'EXPR holds a wildcard without its prefix',
    { cn: [wildcard], principal: 'msstd:*.contoso.com', expr: wildcard },
    'warn | principal-normalised principal-matches provider-matches | pass pass pass | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:*.contoso.com"'),
      set('EXCH', '"msstd:*.contoso.com"'),
      request('mail.contoso.com', '*.contoso.com'),
    ],
  ],
  [
    'EXCH is wrong on Exchange 2010, where Outlook does not read it',
    { exch: 'msstd:old.contoso.com', version: '2010' },
    'pass | principal-matches | pass pass pass | ',
    [],
  ],
  [
    'EXCH is wrong on Exchange 2016',
    { exch: 'msstd:old.contoso.com', version: '2016' },
    'fail | provider-mismatch mapi-over-http principal-matches | fail fail fail | reset-provider',
    [set('EXCH', '$null')],
  ],
  [
    'the certificate is a wildcard on Exchange 2010',
    { cn: [wildcard], version: '2010' },
    'fail | principal-matches-wildcard | fail fail warn | set-provider / reissue-certificate',
    [set('EXPR', '"msstd:*.contoso.com"'), request('mail.contoso.com', '*.contoso.com')],
  ],
  [
    'Exchange Online as it should be',
    {
      host: 'outlook.office365.com',
      principal: 'msstd:outlook.com',
      cn: ['outlook.com'],
      san: ['outlook.com', '*.office365.com'],
    },
    'pass | principal-matches exchange-online | pass pass pass | ',
    [],
  ],
  [
    'Exchange Online of the U.S. Department of Defense',
    { host: 'webmail.apps.mil', cn: ['webmail.apps.mil'] },
    'pass | principal-matches exchange-online | pass pass pass | ',
    [],
  ],
  [
    'Exchange Online of a national cloud, whose principal name nobody told',
    { host: 'outlook.office365.us', principal: null, cn: ['*.office365.us'] },
    'pass | exchange-online principal-assumed | unknown unknown unknown | ',
    [],
  ],
  [
    'Exchange Online, and the principal name was assumed',
    {
      host: 'outlook.office365.com',
      principal: null,
      cn: ['outlook.com'],
      san: ['outlook.com', '*.office365.com'],
    },
    'pass | principal-matches exchange-online principal-assumed | pass pass pass | ',
    [],
  ],
  [
    "Exchange Online, asked for a name of one's own",
    {
      host: 'outlook.office365.com',
      principal: 'msstd:mail.contoso.com',
      cn: ['outlook.com'],
      san: ['outlook.com', '*.office365.com'],
    },
    'fail | exchange-online principal-mismatch | fail fail fail | online-mailbox',
    [],
  ],
  [
    'Exchange Online behind something that looks into the connection',
    {
      host: 'outlook.office365.com',
      principal: 'msstd:outlook.com',
      cn: ['outlook.com'],
      san: ['outlook.com', '*.office365.com'],
      trust: 'untrusted-issuer',
    },
    'fail | untrusted-issuer exchange-online principal-matches | pass pass pass | bypass-inspection',
    [],
  ],
  [
    "a name of one's own that leads to Exchange Online",
    { cn: ['outlook.com'], san: ['outlook.com', '*.office365.com'] },
    'fail | host-name-mismatch exchange-online principal-mismatch | fail fail fail | online-mailbox',
    [],
  ],
  [
    "anybody's certificate with Microsoft's name",
    { cn: ['outlook.com'], trust: 'self-signed' },
    'fail | host-name-mismatch principal-mismatch self-signed mapi-over-http | fail fail fail | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    "a server of one's own, and Outlook expects Exchange Online",
    { principal: 'msstd:outlook.com' },
    'fail | exchange-online principal-mismatch | fail fail fail | online-mailbox',
    [],
  ],
  [
    "a server of one's own whose EXPR hands out the name of Exchange Online",
    { principal: 'msstd:outlook.com', expr: 'msstd:outlook.com' },
    'fail | principal-mismatch provider-mismatch mapi-over-http | fail fail fail | reset-provider',
    emptied,
  ],
  [
    'a report says that the issuer is not trusted, and does not name it',
    { reported: { problems: ['untrusted-issuer'] } },
    'fail | certificate-problem-reported principal-matches | pass pass pass | trust-issuer / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'a report says that a list of revoked certificates could not be had',
    { reported: { problems: ['revocation-unchecked'] } },
    'warn | certificate-problem-reported principal-matches | pass pass pass | ',
    [],
  ],
  [
    'a report says that the certificate was revoked, and tells none of its names',
    { cn: [], reported: { problems: ['revoked'] } },
    'fail | certificate-problem-reported | unknown unknown unknown | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'a report tells that the certificate is for another server, and no name of it',
    { cn: [], reported: { problems: ['host-name-mismatch'] } },
    'fail | certificate-problem-reported | unknown unknown unknown | reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'a report tells that the certificate is for another server, and its name',
    { cn: ['www.fabrikam.com'], san: [], reported: { problems: ['host-name-mismatch'] } },
    'fail | host-name-mismatch principal-mismatch mapi-over-http | fail fail unknown | bind-certificate / reissue-certificate',
    [request('mail.contoso.com')],
  ],
  [
    'a report tells another common name, and nothing of the alternative ones',
    { cn: ['webmail.contoso.com'], san: [], reported: {} },
    'fail | principal-mismatch mapi-over-http | fail fail unknown | set-provider / reissue-certificate',
    [
      set('EXPR', '"msstd:webmail.contoso.com"'),
      set('EXCH', '"msstd:webmail.contoso.com"'),
      request('mail.contoso.com'),
    ],
  ],
  [
    'a report names no server',
    { reported: { isServerAssumed: true } },
    'pass | principal-matches server-assumed | pass pass pass | ',
    [],
  ],
  [
    'the server shows another certificate than an earlier report',
    { earlier: { commonNames: ['old.contoso.com'] } },
    'pass | principal-matches report-differs | pass pass pass | ',
    [],
  ],
  [
    'the server shows the certificate of an earlier report',
    { earlier: { commonNames: ['MAIL.contoso.com'], notAfter: '2026-12-31' } },
    'pass | principal-matches | pass pass pass | ',
    [],
  ],
];

for (const [what, given, judged, changed] of rows) {
  test(what, () => {
    assert.equal(summary(observe(given)), judged);
    assert.deepEqual(changes(given), changed);
  });
}

/** What is only seen from several sides has its rows further down. */
const sides: Given[] = [
  { also: [{ validity: 'past' }, { error: 'connection-refused', noLeaf: true }] },
  {
    host: 'outlook.office365.com',
    san: ['*.office365.com'],
    also: [{ san: ['*.office365.com'], validity: 'long' }],
  },
  { withoutName: { cn: ['www.fabrikam.com'] } },
  {
    issuers: [
      certificate({ subject: 'CN=Other' }),
      certificate({ subject: 'CN=Contoso Lab Issuing CA, O=Contoso' }),
    ],
  },
  { issuers: [{ ...certificate({ subject: 'CN=Root' }), selfIssued: true }] },
  { cn: [], san: [mail], principal: 'none' },
  { cn: [mail, 'owa.contoso.com'], principal: 'none' },
];
const samples = [...rows.map(([, given]) => given), ...sides];

test('every cause has a row here', () => {
  const found = new Set(samples.flatMap((given) => observe(given).findings.map(({ code }) => code)));
  assert.deepEqual(
    causes.map(({ code }) => code).filter((code) => !found.has(code)),
    [],
  );
});

test('every cause calls itself what it says, and no other', () => {
  const met = samples.flatMap((given) =>
    observe(given).findings.map(({ code, severity }) => `${code}: ${severity}`),
  );
  const said = causes.flatMap(({ code, severity, otherSeverity }) =>
    [severity, otherSeverity].flatMap((one) => (one ? [`${code}: ${one}`] : [])),
  );
  assert.deepEqual([...new Set(met)].toSorted(), said.toSorted());
});

test('every cause says who acts, as at least one of its ways out does', () => {
  for (const cause of causes) {
    const facts = samples.map((given) => readFacts(observation(given)));
    const detected = facts.filter((one) => cause.detect(one) !== null);
    const who = detected.flatMap((one) => (cause.fixes?.(one) ?? []).map((fix) => fix.who));
    assert.ok(who.length === 0 || who.some((one) => one === cause.who), cause.code);
  }
});

test('every finding of the design has its cause', () => {
  const design = `
    principal-matches principal-matches-san-only principal-matches-wildcard principal-mismatch no-common-name
    several-common-names email-principal principal-fullsic principal-not-set principal-normalised
    provider-mismatch provider-default provider-none provider-server-set
    host-name-mismatch expired not-yet-valid expires-soon self-signed untrusted-issuer chain-incomplete weak-key
    weak-signature ecc-key certificate-unreadable
    addresses-differ sni-differs legacy-tls client-certificate-requested partly-unreachable
    name-not-found dns-failed connection-refused connection-timeout connection-reset not-tls handshake-failed
    address-not-allowed port-not-allowed
    exchange-online mapi-over-http`;
  const codes = causes.map(({ code }) => code);
  assert.deepEqual(
    design
      .trim()
      .split(/\s+/)
      .filter((code) => !codes.some((own) => own === code)),
    [],
  );
  assert.deepEqual(codes, [...new Set(codes)]);
});

test('findings come worst first', () => {
  const severities = ['error', 'warning', 'info', 'ok'];
  for (const [, given] of rows) {
    const ranks = observe(given).findings.map(({ severity }) => severities.indexOf(severity));
    assert.deepEqual(ranks, ranks.toSorted());
  }
});

test('no way out is offered twice', () => {
  for (const [what, given] of rows) {
    const ids = observe(given).fixes.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, what);
  }
});

describe('a finding says what it is about', () => {
  const names = (cn: string[], san = cn) => ({ commonNames: cn, dnsNames: san });
  const table: [code: FindingCode, given: Given, data: FindingData][] = [
    [
      'principal-mismatch',
      { cn: ['www.fabrikam.com'] },
      { expected: mail, host: mail, found: 'www.fabrikam.com', ...names(['www.fabrikam.com']) },
    ],
    [
      'principal-mismatch',
      { cn: [], san: [] },
      { expected: mail, host: mail, found: 'O=Contoso', ...names([]) },
    ],
    ['no-common-name', { cn: [''], san: [mail] }, { host: mail, found: mail, ...names([''], [mail]) }],
    [
      'host-name-mismatch',
      { san: ['www.contoso.com'] },
      { host: mail, found: 'www.contoso.com', ...names([mail], ['www.contoso.com']) },
    ],
    ['expired', { validity: 'past' }, { notAfter: '2026-06-05T00:00:00.000Z', days: 10 }],
    ['not-yet-valid', { validity: 'future' }, { notBefore: '2026-07-01T00:00:00.000Z' }],
    ['untrusted-issuer', { trust: 'untrusted-issuer' }, { issuer: 'CN=Contoso Lab Issuing CA, O=Contoso' }],
    [
      'untrusted-issuer',
      { trust: 'untrusted-issuer', above: [['Some CA'], ['Root']] },
      { issuer: 'CN=Root' },
    ],
    [
      'issuer-expired',
      { trust: 'issuer-expired', above: [['Some CA'], ['Old Root', '2026-06-01']] },
      {
        subject: 'CN=Old Root',
        notBefore: '2026-01-01T00:00:00.000Z',
        notAfter: '2026-06-01T00:00:00.000Z',
      },
    ],
    [
      'chain-invalid',
      { trust: 'chain-invalid', brokenRule: 'INVALID_PURPOSE' },
      { issuer: 'CN=Contoso Lab Issuing CA, O=Contoso', rule: 'INVALID_PURPOSE' },
    ],
    [
      'chain-incomplete',
      { trust: 'chain-incomplete', above: [['Some CA']] },
      { issuer: 'CN=Above Some CA', fetched: false },
    ],
    [
      'chain-incomplete',
      { trust: 'untrusted-issuer', above: [['Some CA'], ['Root']], fetched: ['Some CA', 'Root'] },
      { issuer: 'CN=Some CA', fetched: true, url: issuerUrl },
    ],
    ['principal-assumed', { principal: null }, { principal: 'msstd:mail.contoso.com' }],
    [
      'principal-normalised',
      { principal: 'Mail.contoso.com' },
      { given: 'Mail.contoso.com', principal: 'msstd:mail.contoso.com' },
    ],
    [
      'provider-mismatch',
      { cn: [wildcard], expr: null },
      {
        provider: 'EXPR',
        value: '$null',
        principal: 'msstd:mail.contoso.com',
        host: mail,
        found: wildcard,
        ...names([wildcard]),
      },
    ],
    [
      'provider-mismatch',
      { expr: 'msstd:a;b' },
      {
        provider: 'EXPR',
        value: 'msstd:a;b',
        principal: 'msstd:a;b',
        host: mail,
        found: mail,
        ...names([mail]),
      },
    ],
    ['provider-none', { expr: 'none' }, { provider: 'EXPR' }],
    ['provider-matches', { expr: null }, { provider: 'EXPR', value: '$null' }],
    ['provider-server-set', { exprServer: 'a"; calc' }, { provider: 'EXPR', server: 'a"; calc' }],
    ['provider-ttl', { ttl: 0 }, { provider: 'EXPR' }],
    [
      'email-principal',
      { email: ['postmaster@contoso.com', 'no address'] },
      { names: ['postmaster@contoso.com'] },
    ],
    ['exchange-online', { principal: 'msstd:outlook.com' }, { host: mail }],
    [
      'principal-normalised',
      { principal: 'Mail.contoso.com', expr: mail },
      { given: mail, principal: 'msstd:mail.contoso.com' },
    ],
    [
      'weak-key',
      { key: ['rsa', 1024] },
      { keyType: 'RSA', keyBits: 1024, subject: 'CN=mail.contoso.com, O=Contoso' },
    ],
    ['ecc-key', { key: ['ec', 384] }, { keyBits: 384 }],
    ['legacy-tls', { protocol: 'TLSv1' }, { protocol: 'TLS 1.0' }],
    [
      'issuer-expired',
      { trust: 'issuer-expired', issuers: [certificate({ subject: 'CN=Old', validity: 'past' })] },
      { subject: 'CN=Old', notBefore: '2025-01-01T00:00:00.000Z', notAfter: '2026-06-05T00:00:00.000Z' },
    ],
    [
      'partly-unreachable',
      {
        also: [
          { error: 'connection-timeout', noLeaf: true },
          { error: 'handshake-failed', noLeaf: true },
        ],
      },
      { addresses: ['192.0.2.2', '192.0.2.3'], dead: 2, all: 3 },
    ],
    ['unusual-name', { cn: ['Contoso Mail'], san: [mail] }, { names: ['Contoso Mail'] }],
    [
      'unusual-name',
      { cn: ['Contoso Mail'], san: [mail], principal: 'msstd:contoso mail' },
      { names: ['Contoso Mail'] },
    ],
    [
      'host-name-mismatch',
      { cn: [], san: [''], ip: ['203.0.113.5'] },
      { host: mail, found: '203.0.113.5', ...names([], ['']) },
    ],
    [
      'connection-refused',
      { error: 'connection-refused', noLeaf: true },
      { host: mail, port: 443, stage: 'connect', seen: '', address: '192.0.2.1' },
    ],
  ];
  for (const [code, given, data] of table) {
    test(`${code}: ${JSON.stringify(data)}`, () => {
      assert.deepEqual(observe(given).findings.find((finding) => finding.code === code)?.data, data);
    });
  }
});

describe('of several endpoints', () => {
  const refused = endpoint({ error: 'connection-refused', noLeaf: true });
  const unresolved: Endpoint = { ...refused, error: { code: 'dns-failed', stage: 'resolve' } };
  const good = endpoint({});
  const old = endpoint({ validity: 'past' });
  const noSni = (other: Endpoint): Endpoint => ({ ...other, sni: null });
  const table: [what: string, endpoints: Endpoint[], judged: string][] = [
    [
      'the same certificate everywhere is one certificate',
      [good, good, noSni(good)],
      'pass | principal-matches | pass pass pass | ',
    ],
    [
      'an address that refuses is told beside the certificate of the other',
      [refused, good],
      'warn | partly-unreachable principal-matches | pass pass pass | check-addresses',
    ],
    [
      'the worst certificate decides',
      [good, old],
      'fail | expired addresses-differ principal-matches | pass pass pass | same-certificate',
    ],
    [
      'the worst certificate decides, whatever the order',
      [old, good],
      'fail | expired addresses-differ principal-matches | pass pass pass | same-certificate',
    ],
    [
      'another certificate without server name is a warning',
      [good, noSni(old)],
      'warn | sni-differs principal-matches | pass pass pass | default-certificate',
    ],
    [
      'a certificate that only those see who send no server name helps nobody',
      [refused, noSni(good)],
      'unreachable | connection-refused | unknown unknown unknown | check-port',
    ],
    [
      'addresses that differ are not taken for a difference by the server name',
      [good, endpoint({ address: '192.0.2.2', validity: 'long' }), noSni(good)],
      'warn | addresses-differ principal-matches | pass pass pass | same-certificate',
    ],
    [
      'a weak key above the leaf is found',
      [endpoint({ issuers: [certificate({ subject: 'CN=Weak CA', key: ['rsa', 1024] })] })],
      'warn | weak-key principal-matches | pass pass pass | complete-chain',
    ],
    [
      'an old signature above the leaf is found, and the leaf not blamed for it',
      [endpoint({ issuers: [certificate({ subject: 'CN=Old CA', signature: 'sha1WithRSAEncryption' })] })],
      'warn | weak-signature principal-matches | pass pass pass | complete-chain',
    ],
    [
      'what Windows XP is shown, who sends no server name, it is judged by',
      [good, noSni(endpoint({ cn: ['www.fabrikam.com'] }))],
      'warn | sni-differs principal-matches | pass fail pass | default-certificate',
    ],
    [
      'an address of a family to which there is no way from here is not called silent',
      [good, { ...refused, family: 6, error: { code: 'host-unreachable', stage: 'connect' } }],
      'pass | principal-matches | pass pass pass | ',
    ],
    [
      'an address without a way to it, beside one of its family that answers, is',
      [good, { ...refused, error: { code: 'host-unreachable', stage: 'connect' } }],
      'warn | partly-unreachable principal-matches | pass pass pass | check-addresses',
    ],
    [
      'of two that have as many errors, the one that more clients refuse decides',
      [endpoint({ trust: 'untrusted-issuer' }), old],
      'fail | expired untrusted-issuer addresses-differ principal-matches | pass pass pass | same-certificate trust-issuer / reissue-certificate',
    ],
    [
      'of two that have as many errors, the one that more clients refuse decides, whatever the order',
      [old, endpoint({ trust: 'untrusted-issuer' })],
      'fail | expired untrusted-issuer addresses-differ principal-matches | pass pass pass | same-certificate trust-issuer / reissue-certificate',
    ],
    [
      'the weak key of a root is its own business',
      [endpoint({ issuers: [{ ...certificate({ key: ['rsa', 1024] }), selfIssued: true }] })],
      'pass | principal-matches root-sent | pass pass pass | ',
    ],
    [
      'no certificate without server name is not told',
      [good, noSni(refused)],
      'pass | principal-matches | pass pass pass | ',
    ],
    [
      'an address that may not be dialled is not called silent',
      [good, { ...refused, address: null, error: { code: 'address-not-allowed', stage: 'connect' } }],
      'pass | principal-matches | pass pass pass | ',
    ],
    [
      'the same certificate without its issuer at one address is found',
      [good, endpoint({ trust: 'chain-incomplete' })],
      'fail | chain-incomplete principal-matches | pass pass pass | complete-chain / trust-issuer',
    ],
    [
      'old TLS at one address is found',
      [good, endpoint({ protocol: 'TLSv1' })],
      'warn | legacy-tls principal-matches | pass pass pass | enable-tls',
    ],
    [
      'the one that got furthest is judged where none showed a certificate',
      [unresolved, refused],
      'unreachable | connection-refused | unknown unknown unknown | check-port',
    ],
  ];
  for (const [what, endpoints, judged] of table) {
    test(what, () => {
      const request = {
        server: { host: mail, port: 443 },
        principal: { given: `msstd:${mail}`, form: 'msstd', name: mail },
      } as const;
      const diagnosis = diagnose({ request, endpoints, checkedAt: now, durationMs: 1 });
      assert.equal(summary(diagnosis), judged);
    });
  }
});

test('what the plan mends of the certificate that is kept is among the findings, with its address', () => {
  const { headline, findings, fixes } = observe({
    cn: [wildcard],
    trust: 'untrusted-issuer',
    also: [{ validity: 'past' }],
  });
  assert.equal(headline, 'principal-matches-wildcard');
  assert.equal(fixes[0]?.id, 'renew-certificate');
  const elsewhere = findings.filter(({ address }) => address !== undefined);
  assert.deepEqual(
    elsewhere.map(({ code, address }) => [code, address]),
    [['expired', '192.0.2.2']],
  );
});

describe('a warning of what stops everybody only as an error leaves the headline to other warnings', () => {
  const table: [what: string, given: Given, headline: FindingCode][] = [
    [
      'a client certificate is asked for',
      { clientCertificate: 'requested', principal: 'fullsic:x' },
      'principal-fullsic',
    ],
    ['nothing else is wrong', { clientCertificate: 'requested' }, 'client-certificate-requested'],
    ['a short key', { key: ['rsa', 1024], protocol: 'TLSv1' }, 'legacy-tls'],
  ];
  for (const [what, given, headline] of table)
    test(what, () => assert.equal(observe(given).headline, headline));
});

test('a key that Windows blocks stops every client, whatever the names', () => {
  const { headline, findings } = observe({ key: ['rsa', 512], cn: [wildcard] });
  assert.equal(headline, 'weak-key');
  assert.deepEqual(
    findings.filter((finding) => stoppedBy(finding) === 'everybody').map(({ code }) => code),
    ['weak-key'],
  );
});

describe('the limits of validity belong to it', () => {
  const table: [now: string, code: FindingCode][] = [
    ['2025-12-31T23:59:59.999Z', 'not-yet-valid'],
    ['2026-01-01T00:00:00.000Z', 'principal-matches'],
    ['2026-12-31T00:00:00.000Z', 'principal-matches'],
    ['2026-12-31T00:00:00.001Z', 'expired'],
  ];
  for (const [date, code] of table) {
    test(`${date}: ${code}`, () => {
      const request = { server: { host: mail, port: 443 } };
      const judged = diagnose({
        request,
        endpoints: [endpoint({})],
        checkedAt: new Date(date),
        durationMs: 1,
      });
      assert.equal(judged.headline, code);
    });
  }
});

test('a diagnosis repeats what was asked and what was seen', () => {
  const { server, principal, providers, checkedAt, durationMs, endpoints } = observe({ expr: null });
  assert.deepEqual(
    { server, principal, providers, checkedAt, durationMs },
    {
      server: { host: mail, port: 443 },
      principal: { given: 'msstd:mail.contoso.com', form: 'msstd', name: mail },
      providers: { expr: { certPrincipalName: null } },
      checkedAt: '2026-06-15T12:00:00.000Z',
      durationMs: 100,
    },
  );
  assert.deepEqual(endpoints, [endpoint({})]);
});
