import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readExchangeCertificates } from '../../diagnosis/evidence/exchangeCertificate.ts';
import { told } from './told.ts';

const a = '5E1A4C2F90B7D3E8A6C4F1029B8D7E6F5A4B3C2D';
const b = 'C07B19E88671134C4C4A38D72F0A587974CE137D';
const heading = `Thumbprint                                Services   Subject\n${'-'.repeat(10)}   --------   -------`;

const texts: [name: string, text: string, statements: string][] = [
  [
    'the certificate of IIS',
    `${heading}\n${a}  ...WS..    CN=mail.contoso.com, O=Contoso\n${b}  ....S..    CN=smtp.contoso.com`,
    `commonName=mail.contoso.com thumbprint=${a} / `,
  ],
  [
    'the letters of Exchange 2007',
    `${a}  IP.W.      CN=mail.contoso.com`,
    `commonName=mail.contoso.com thumbprint=${a}`,
  ],
  [
    "the issued one before the server's own",
    `${a}  IP.WS..  CN=mail.contoso.com\n${b}  IP.WS..  CN=EX01`,
    `commonName=mail.contoso.com thumbprint=${a} / `,
  ],
  [
    'the one of the front end in IIS',
    'CertificateDomains : {}\nIisServices : {IIS://EX01/W3SVC/2}\nServices : IIS\nSubject : CN=ex01.contoso.com\n\nCertificateDomains : {}\nIisServices : {IIS://EX01/W3SVC/1}\nServices : IIS\nSubject : CN=mail.contoso.com\n',
    ' / commonName=mail.contoso.com',
  ],
  [
    "the server's own where IIS has no other",
    `${a}  IP.WS..  CN=EX01\n${b}  ....S..  CN=smtp.contoso.com`,
    `commonName=EX01? thumbprint=${a}? / `,
  ],
  [
    'two for IIS as likely',
    `${a}  ...W...  CN=a.contoso.com\n${b}  ...W...  CN=b.contoso.com`,
    `commonName=a.contoso.com? thumbprint=${a}? / commonName=b.contoso.com? thumbprint=${b}?`,
  ],
  [
    'several without services as guesses',
    `Subject : CN=a.contoso.com\nThumbprint : ${a}\n\nSubject : CN=b.contoso.com\nThumbprint : ${b}\n`,
    `commonName=a.contoso.com?? thumbprint=${a}?? / commonName=b.contoso.com?? thumbprint=${b}??`,
  ],
  [
    'one without services as likely',
    `Subject : CN=a.contoso.com\nThumbprint : ${a}\n`,
    `commonName=a.contoso.com? thumbprint=${a}?`,
  ],
  [
    'services from a table above a list',
    `${a}  ...W...  CN=a.cont...\n\nSubject : CN=a.contoso.com\nThumbprint : ${a}\n`,
    `commonName=a.contoso.com thumbprint=${a} / thumbprint=${a}`,
  ],
  ['a subject that is cut as nothing', `${a}  ...W...  CN=mail.contoso.c...`, `thumbprint=${a}`],
  [
    'the common name before the cut',
    `${a}  ...W...  CN=mail.contoso.com, OU=Domain Con...`,
    `commonName=mail.contoso.com thumbprint=${a}`,
  ],
  [
    'a common name at the end of the subject',
    `${a}  ...W...  C=DE, O="Contoso, Ltd", CN=*.contoso.com`,
    `commonName=*.contoso.com thumbprint=${a}`,
  ],
  [
    'a date after the subject as no part of it',
    `${a}  ...W...  CN=mail.contoso.com 3/1/2026 12:00:00 AM`,
    `commonName=mail.contoso.com thumbprint=${a}`,
  ],
  [
    'issuer and subject by their columns',
    `Thumbprint Issuer Subject Services\n---------- ------ ------- --------\n${a} CN=Contoso Root, O=Contoso  CN=mail.contoso.com  IIS, SMTP`,
    `commonName=mail.contoso.com issuer=CN=Contoso Root, O=Contoso thumbprint=${a}`,
  ],
  [
    'a table without thumbprints',
    'Subject              CertificateDomains                      Services\n-------              ------------------                      --------\nCN=mail.contoso.com  {mail.contoso.com, autodiscover.cont... IIS, SMTP\nCN=EX01              {EX01, EX01.contoso.local}              SMTP',
    'commonName=mail.contoso.com dnsName=mail.contoso.com / ',
  ],
  [
    'dates of a table',
    `Thumbprint                               NotAfter             Subject             Services\n----------                               --------             -------             --------\n${a} 5/31/2027 1:59:59 AM CN=mail.contoso.com IIS, SMTP`,
    `commonName=mail.contoso.com thumbprint=${a} notAfter=2027-05-31`,
  ],
  [
    'a broken subject put together',
    `${a}  ...W...  CN=mail.contoso.co\nm, O=Contoso`,
    `commonName=mail.contoso.com thumbprint=${a}`,
  ],
  [
    'a masked thumbprint as nothing',
    `5E1A4C2F90B7D3E8****F1029B8D7E6F5A4B3C2D  ...W...  CN=mail.contoso.com`,
    'commonName=mail.contoso.com',
  ],
  ['no thumbprint of a sentence', `We see ${a} here, and\n${a}\nthere.`, ''],
  [
    'domains, issuer, dates and status',
    `CertificateDomains : {mail.contoso.com, autodiscover.contoso.com}\nIssuer : CN=CA, C=US\nNotAfter : 31.12.2027 01:00:00\nNotBefore : 01.02.2026 01:00:00\nServices : IIS\nStatus : Untrusted\n`,
    'dnsName=mail.contoso.com dnsName=autodiscover.contoso.com issuer=CN=CA, C=US notBefore=2026-02-01 notAfter=2027-12-31 certificateProblem=untrusted-issuer',
  ],
  [
    'the order of the dates from the other one',
    'CertificateDomains : {}\nServices : IIS\nNotAfter : 3/31/2027 1:00:00 AM\nNotBefore : 3/2/2026 1:00:00 AM\n',
    'notBefore=2026-03-02 notAfter=2027-03-31',
  ],
  [
    'dates that may be swapped as nothing',
    'CertificateDomains : {}\nServices : IIS\nNotAfter : 12/02/2018 1:53:00 PM\n',
    '',
  ],
  [
    'domains that the console has cut',
    'CertificateDomains : {mail.contoso.com, autodisco...\nServices : IIS\n',
    'dnsName=mail.contoso.com',
  ],
  [
    'four domains before PowerShell stops',
    'CertificateDomains : {a.contoso.com, b.contoso.com, c.contoso.com, d.contoso.com...}\nServices : IIS\n',
    'dnsName=a.contoso.com dnsName=b.contoso.com dnsName=c.contoso.com dnsName=d.contoso.com',
  ],
  [
    'no last domain that may be cut',
    'CertificateDomains : {a.contoso.com, b.contoso.com...}\nServices : IIS\n',
    'dnsName=a.contoso.com',
  ],
  [
    'domains over several lines',
    'CertificateDomains : {mail.contoso.co\n                     m, a.contoso.com}\nServices           : IIS\n',
    'dnsName=mail.contoso.com dnsName=a.contoso.com',
  ],
  [
    'an expired one',
    'CertificateDomains : {}\nServices : IIS\nStatus : DateInvalid\n',
    'certificateProblem=date-invalid',
  ],
  [
    'a revoked one',
    'CertificateDomains : {}\nServices : IIS\nStatus : Revoked\n',
    'certificateProblem=revoked',
  ],
  [
    'one whose revocation is unknown',
    'CertificateDomains : {}\nServices : IIS\nStatus : RevocationCheckFailure\n',
    'certificateProblem=revocation-unchecked',
  ],
  [
    'an unusable one',
    'CertificateDomains : {}\nServices : IIS\nStatus : Invalid\n',
    'certificateProblem=unusable',
  ],
  ['no problem of a valid one', 'CertificateDomains : {}\nServices : IIS\nStatus : Valid\n', ''],
  ['no subject and issuer of other tools', 'Issuer: C=US, CN=CA\nSubject: CN=mail.contoso.com\n', ''],
];

for (const [name, text, statements] of texts) {
  test(`reads ${name}`, () => assert.equal(told(readExchangeCertificates, text), statements));
}
