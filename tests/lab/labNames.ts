import { daysFromNow } from './certificateFactory.ts';
import { certificatesOnly } from './certificatesOnly.ts';
import { faultNames } from './faultNames.ts';
import { issuerServer } from './issuerServer.ts';
import { chained, type LabName, leaf, onlyVersion, resolved, secure, served, unresolved } from './labName.ts';
import { closedPort, garbageServer, plainHttpServer, resettingServer, silentServer } from './servers.ts';

const pki = 'http://pki.contoso.test';

/** The first label of each name and what a check meets there. */
export const labNames: LabName[] = [
  secure('mail', 'all good: the common name and the SAN have the name', {
    subject: ['mail.contoso.test'],
    dnsNames: ['mail.contoso.test', 'autodiscover.contoso.test'],
  }),
  secure('wildcard', 'a wildcard certificate', {
    subject: ['*.contoso.test'],
    dnsNames: ['*.contoso.test'],
  }),
  secure('sanonly', 'the common name is another one, the SAN has the name', {
    subject: ['webmail.contoso.test'],
    dnsNames: ['webmail', 'sanonly', 'mail', 'autodiscover'].map((label) => `${label}.contoso.test`),
  }),
  secure('othername', "another host's certificate", {
    subject: ['www.fabrikam.test'],
    dnsNames: ['www.fabrikam.test'],
  }),
  secure('expired', 'expired ten days ago', { notBefore: daysFromNow(-375), notAfter: daysFromNow(-10) }),
  secure('future', 'not valid before a month from now', {
    notBefore: daysFromNow(30),
    notAfter: daysFromNow(395),
  }),
  chained('selfsigned', 'a self-signed certificate', () => [leaf('selfsigned')]),
  chained(
    'privateca',
    'issued by an authority that is not trusted, which the server sends along',
    (authorities) => [leaf('privateca', { issuer: authorities.privateRoot }), authorities.privateRoot],
  ),
  secure('nocn', 'a subject without a common name', { subject: [{ type: 'o', value: 'Contoso' }] }),
  secure('severalcn', 'two common names', {
    subject: ['severalcn.contoso.test', 'owa.contoso.test'],
    dnsNames: ['severalcn.contoso.test', 'owa.contoso.test'],
  }),
  secure('ec', 'all good, with an EC key (P-256)', { key: 'p256' }),
  secure('ed25519', 'all good, with an Ed25519 key', { key: 'ed25519' }),
  secure('tls10', 'speaks TLS 1.0 only', {}, onlyVersion('TLSv1', 'DEFAULT:@SECLEVEL=0')),
  secure('tls12', 'speaks TLS 1.2 only', {}, onlyVersion('TLSv1.2')),
  secure('hostile', 'a common name that breaks out of a quoted command', {
    subject: ['a"; Remove-Mailbox -Identity *; "'],
  }),
  secure('hostile2', 'a common name that PowerShell would run', { subject: ['$(Get-Process)'] }),
  secure('markdown', 'a common name made of markdown, HTML and a template', {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to arrive like this.
    subject: ['**[click](http://evil.test)** <b>x</b> ${secret}'],
  }),
  secure(
    'clientcert',
    'demands a client certificate (TLS 1.2)',
    {},
    { ...onlyVersion('TLSv1.2'), requestCert: true, rejectUnauthorized: true },
  ),
  chained(
    'nointermediate',
    'does not send the intermediate certificate, which is to be had',
    (authorities) => [
      leaf('nointermediate', { issuer: authorities.intermediate, aiaIssuerUrl: `${pki}/issuing.crt` }),
    ],
  ),
  chained('deadaia', 'does not send the intermediate certificate, which is not to be had', (authorities) => [
    leaf('deadaia', { issuer: authorities.intermediate, aiaIssuerUrl: `${pki}/gone.crt` }),
  ]),
  chained(
    'wrongorder',
    'sends the intermediate certificates in the wrong order',
    ({ intermediate, subordinate }) => [
      leaf('wrongorder', { issuer: subordinate }),
      intermediate,
      subordinate,
    ],
  ),
  chained('rootsent', 'sends the root, too', ({ root, intermediate }) => [
    leaf('rootsent', { issuer: intermediate }),
    intermediate,
    root,
  ]),
  chained('expiredintermediate', 'sends an intermediate certificate that has expired', (authorities) => [
    leaf('expiredintermediate', { issuer: authorities.expiredIntermediate }),
    authorities.expiredIntermediate,
  ]),
  chained(
    'privateincomplete',
    'does not send the intermediate certificate of a private authority, which is to be had',
    ({ privateIntermediate }) => [
      leaf('privateincomplete', {
        issuer: privateIntermediate,
        aiaIssuerUrl: `${pki}/private-issuing.p7c`,
      }),
    ],
  ),
  chained('clientsonly', 'sends a certificate that is not for servers', ({ intermediate }) => [
    leaf('clientsonly', { issuer: intermediate, purposes: ['1.3.6.1.5.5.7.3.2'] }),
    intermediate,
  ]),
  served(
    'pki',
    'hands out the certificates of authorities at port 80, and has no TLS',
    ({ root, intermediate, privateRoot, privateIntermediate }) =>
      issuerServer({
        '/root.crt': root.der,
        '/issuing.crt': intermediate.der,
        '/private-root.crt': privateRoot.der,
        '/private-issuing.p7c': certificatesOnly([privateRoot, privateIntermediate]),
      }),
    80,
  ),
  served('closed', 'refuses connections', closedPort),
  served('silent', 'accepts connections and never answers', silentServer),
  served('plainhttp', 'speaks HTTP without TLS', plainHttpServer),
  served('resetting', 'resets the connection when the handshake begins', resettingServer),
  served('garbage', 'answers with bytes that are no protocol', garbageServer),
  resolved('private', 'resolves to a private address', '10.0.0.5'),
  resolved('metadata', "resolves to a cloud's metadata address", '169.254.169.254'),
  unresolved('dnsbroken', 'the resolver gives no answer for now', 'EAI_AGAIN'),
  ...faultNames,
];
