import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOutlookAutoconfiguration } from '../../diagnosis/evidence/outlookAutoconfiguration.ts';
import { readStatements } from './readStatements.ts';

const texts: [title: string, text: string, readings: string[][]][] = [
  [
    'the server and the principal of the HTTP block, not those of the RPC block',
    'Protocol: Exchange RPC\nServer: cas01.contoso.local\nLogin Name: a\n\nProtocol: Exchange HTTP\nServer: mail.contoso.com\nSSL: Yes\nCertificate Principal Name: msstd:contoso.com\n',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'an HTTP block inside and one outside',
    'Protocol: Exchange HTTP\nServer: in.contoso.com\nCertificate Principal Name: msstd:in.contoso.com\nProtocol: Exchange HTTP\nServer: out.contoso.com\nCertificate Principal Name: msstd:out.contoso.com\n',
    [
      ['server in.contoso.com', 'principal msstd:in.contoso.com'],
      ['server out.contoso.com', 'principal msstd:out.contoso.com'],
    ],
  ],
  [
    'two tests in one message',
    'Protocol: Exchange RPC\nServer: a\nProtocol: Exchange HTTP\nServer: a.contoso.com\nProtocol: Exchange RPC\nServer: b\nProtocol: Exchange HTTP\nServer: b.contoso.com\n',
    [['server a.contoso.com'], ['server b.contoso.com']],
  ],
  [
    'one line, as a chat makes it',
    'Protocol: Exchange RPC Server: cas01 Login Name: a Protocol: Exchange HTTP Server: mail.contoso.com Login Name: a SSL: Yes Certificate Principal Name: msstd:contoso.com Auth Package: Ntlm',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'no principal at all',
    'Protocol: Exchange HTTP\nServer: mail.contoso.com\nSSL: Yes\nMutual Authentication: No\nCertificate Principal Name: None\n',
    [['server mail.contoso.com', 'principal None']],
  ],
  [
    'lost tabs between label and value',
    'Protocol:Exchange HTTP\nServer:mail.contoso.com\nSSL:Yes\nCertificate Principal Name:msstd:contoso.com\n',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'labels without blanks',
    'Protocol:ExchangeHTTP\nServer:mail.contoso.com\nLoginName:a\nMutualAuthentication:Yes\nCertificatePrincipalName:msstd:contoso.com\n',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'marks of bold text and lists',
    '- **Protocol:** Exchange HTTP (external)\n- **Server:** mail.contoso.com\n- **Certificate Principal Name:** `msstd:contoso.com`\n',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'a service as a guess where there is no HTTP block',
    'Protocol: Exchange RPC\nServer: EX01\nAvailability Service URL: https://mail.contoso.com/EWS/Exchange.asmx\nOOF URL: https://mail.contoso.com/EWS/Exchange.asmx\n',
    [['server https://mail.contoso.com/EWS/Exchange.asmx (guessed)']],
  ],
  [
    'nothing of the provider that stands below',
    'Protocol: Exchange HTTP\nServer: mail.contoso.com\nSSL: No\n\nGet-OutlookProvider | fl\nName : EXPR\nCertPrincipalName : msstd:other.contoso.com\n',
    [['server mail.contoso.com']],
  ],
  ['no value that is broken off', 'Protocol: Exchange HTTP\nServer: mai', [[]]],
  [
    'Russian labels',
    'Протокол: Exchange HTTP\nСервер: mail.contoso.com\nSSL: Да\nИмя участника сертификата: msstd:contoso.com\n',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'Spanish labels',
    'Protocolo: Exchange HTTP\nServidor: mail.contoso.com\nSSL: Sí\nNombre principal del certificado: msstd:contoso.com\n',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'the log, with what succeeded',
    'Autodiscover to https://contoso.com/autodiscover/autodiscover.xml FAILED (0x800C820F)\nAutodiscover to https://autodiscover.contoso.com/autodiscover/autodiscover.xml Succeeded (0x00000000)\n',
    [['server https://autodiscover.contoso.com/autodiscover/autodiscover.xml (likely)']],
  ],
  [
    'the log, with what was tried',
    'Autodiscover to https://contoso.com/autodiscover/autodiscover.xml starting\nAutodiscover to https://contoso.com/autodiscover/autodiscover.xml FAILED (0x800C820F)\n',
    [['server https://contoso.com/autodiscover/autodiscover.xml (guessed)']],
  ],
];

for (const [title, text, readings] of texts) {
  test(`Outlook's own test is read: ${title}`, () => {
    assert.deepEqual(readStatements(readOutlookAutoconfiguration, text), readings);
  });
}

const others: [title: string, text: string][] = [
  ['a sentence', 'We use protocol: Exchange HTTP, it does not work'],
  [
    'a report of the analyzer',
    'Attempting to test potential Autodiscover URL https://contoso.com:443/Autodiscover/Autodiscover.xml\nTesting of this potential Autodiscover URL failed.\n',
  ],
  ['a server in a list', 'Server: mail.contoso.com\nCertPrincipalName : msstd:mail.contoso.com\n'],
];

for (const [title, text] of others) {
  test(`No test of Outlook is seen in ${title}`, () => {
    assert.deepEqual(readStatements(readOutlookAutoconfiguration, text), []);
  });
}
