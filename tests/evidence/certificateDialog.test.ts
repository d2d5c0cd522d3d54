import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCertificateDialog } from '../../diagnosis/evidence/certificateDialog.ts';
import { readStatements } from './readStatements.ts';

const problem = "There is a problem with the proxy server's security certificate.";

const codes: [code: string, problems: string[]][] = [
  ['Error Code 0', []],
  ['Error Code 1', ['revocation-unchecked']],
  ['Error Code 2', ['unusable']],
  ['Error Code 4', ['revoked']],
  ['Error Code 8', ['untrusted-issuer']],
  ['Error Code 10', ['host-name-mismatch']],
  ['Error Code 16', ['host-name-mismatch']],
  ['Error Code 18', ['untrusted-issuer', 'host-name-mismatch']],
  ['Error Code 20', ['date-invalid']],
  ['Error Code 28', ['untrusted-issuer', 'date-invalid']],
  ['Error Code 38', ['untrusted-issuer', 'host-name-mismatch', 'date-invalid']],
  ['Error Code 40', ['unusable']],
  ['Error Code 0x00000018', ['untrusted-issuer', 'host-name-mismatch']],
  ['error code: 0x16', ['unusable', 'revoked', 'host-name-mismatch']],
  ['Error Code 80000000', []],
  ['Error Code 80000008', ['untrusted-issuer']],
  ['Fehlercode 8', ['untrusted-issuer']],
  ["Code d'erreur 8", ['untrusted-issuer']],
  ['Foutcode 8', ['untrusted-issuer']],
  ['Código de error 8', ['untrusted-issuer']],
  ['Codice errore: 8', ['untrusted-issuer']],
  ['Código de erro 8', ['untrusted-issuer']],
  ['エラー コード 8', ['untrusted-issuer']],
  ['Error Code 0x80090325', []],
];

for (const [code, problems] of codes) {
  test(`The bit mask is read: ${code}`, () => {
    const text = `${problem} Outlook is unable to connect to the proxy server. (${code})`;
    assert.deepEqual(readStatements(readCertificateDialog, text), [
      problems.map((one) => `certificateProblem ${one}`),
    ]);
  });
}

const dialogs: [title: string, text: string, readings: string[][]][] = [
  [
    'the name that does not match, with the target site',
    `${problem} The name on the security certificate is invalid or does not match the name of the target site mail.contoso.com.\n`,
    [['certificateProblem host-name-mismatch', 'server mail.contoso.com (likely)']],
  ],
  [
    'sentences without blanks between them',
    `${problem}The security certificate is not from a trusted certifying authority.Outlook is unable to connect to the proxy server mail.contoso.com.Error Code 8`,
    [['certificateProblem untrusted-issuer', 'server mail.contoso.com (likely)']],
  ],
  [
    'lines wrapped within words of a phrase',
    "There is a problem with the proxy\nserver's security\ncertificate. The security certificate has\nexpired or is not\nyet valid. (Error\nCode 20)",
    [['certificateProblem date-invalid']],
  ],
  [
    'the code alone with the connection',
    'Outlook cannot connect to the proxy server mail.contoso.com (error code 20)',
    [['certificateProblem date-invalid', 'server mail.contoso.com (likely)']],
  ],
  [
    'a Security Alert with its host above',
    "Security Alert\nautodiscover.contoso.com\nInformation you exchange with this site cannot be viewed or changed by others. However, there is a problem with the site's security certificate.\n✔ The security certificate is from a trusted certifying authority.\n✔ The security certificate date is valid.\n✘ The name on the security certificate is invalid or does not match the name of the site\n",
    [['certificateProblem host-name-mismatch', 'server autodiscover.contoso.com (likely)']],
  ],
  [
    'a Security Alert of two problems',
    "However, there is a problem with the site's security certificate.\nThe security certificate was issued by a company you have not chosen to trust.\nThe security certificate has expired or is not yet valid.\n✓ The name on the security certificate is valid\n",
    [['certificateProblem untrusted-issuer', 'certificateProblem date-invalid']],
  ],
  [
    'the Internet Security Warning',
    'The server you are connected to is using a security certificate that cannot be verified.\nThe target principal name is incorrect.\n',
    [['certificateProblem host-name-mismatch']],
  ],
  [
    'German',
    'Das Sicherheitszertifikat wurde von einer Firma ausgestellt, die Sie als nicht vertrauenswürdig eingestuft haben.\nDer auf dem Sicherheitszertifikat angegebene Name ist ungültig oder stimmt nicht mit dem Namen der Website überein.\n',
    [['certificateProblem untrusted-issuer', 'certificateProblem host-name-mismatch']],
  ],
  [
    'Spanish',
    'Hay un problema con el certificado de seguridad del servidor proxy. El certificado de seguridad no proviene de una entidad emisora de certificados de confianza. (servidor correo.contoso.com)\n',
    [['certificateProblem untrusted-issuer', 'server correo.contoso.com (likely)']],
  ],
  [
    'Italian',
    'Il certificato di protezione è stato rilasciato da una società che non si è scelto di considerare attendibile.\n',
    [['certificateProblem untrusted-issuer']],
  ],
  [
    'Norwegian',
    'Navnet på sikkerhetssertifikatet er ugyldig eller samsvarer ikke med navnet på nettstedet.\n',
    [['certificateProblem host-name-mismatch']],
  ],
  [
    'Japanese',
    'プロキシ サーバーのセキュリティ証明書に問題があります。 セキュリティ証明書は、信頼された証明機関からのものではありません。 Outlook はこのサーバーに接続できません。\n',
    [['certificateProblem untrusted-issuer']],
  ],
  [
    'Dutch',
    'De naam op het beveiligingscertificaat is ongeldig of komt niet overeen met de naam van de doelsite mail.contoso.com.\n',
    [['certificateProblem host-name-mismatch', 'server mail.contoso.com (likely)']],
  ],
  [
    'Portuguese',
    'O nome no certificado de segurança é inválido ou não corresponde ao nome do site de destino mail.contoso.com.\n',
    [['certificateProblem host-name-mismatch', 'server mail.contoso.com (likely)']],
  ],
  [
    'two dialogs, each with its own server',
    `${problem} Outlook is unable to connect to the proxy server a.contoso.com (Error Code 8)\n${problem} Outlook is unable to connect to the proxy server b.contoso.com (Error Code 10)\n`,
    [
      ['certificateProblem untrusted-issuer', 'server a.contoso.com (likely)'],
      ['certificateProblem host-name-mismatch', 'server b.contoso.com (likely)'],
    ],
  ],
  [
    'no host of the help pages',
    `${problem} (Error Code 8) See support.microsoft.com.\n`,
    [['certificateProblem untrusted-issuer']],
  ],
];

for (const [title, text, readings] of dialogs) {
  test(`The certificate warning is read: ${title}`, () => {
    assert.deepEqual(readStatements(readCertificateDialog, text), readings);
  });
}

const others: [title: string, text: string][] = [
  ['a sentence', 'Our certificate has expired, is the server mail.contoso.com broken?'],
  ['the code of another program', 'squid proxy: error code 10 while surfing'],
  [
    'passing lines of a Security Alert',
    'The security certificate is from a trusted certifying authority. The security certificate date is valid.',
  ],
  [
    'a report of the analyzer',
    'Certificate name validation failed. Host name mail.contoso.com does not match any name found on the server certificate CN=x.contoso.com.',
  ],
];

for (const [title, text] of others) {
  test(`No certificate warning is seen in ${title}`, () => {
    assert.deepEqual(readStatements(readCertificateDialog, text), []);
  });
}
