import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import { readProxyDialog } from '../../diagnosis/evidence/proxyDialog.ts';
import { readEvidence } from '../../diagnosis/evidence/readEvidence.ts';
import { readStatements } from './readStatements.ts';

const url = 'Use this URL to connect to my proxy server for Exchange:';
const only = 'Only connect to proxy servers that have this principal name in their certificate:';

const dialogs: [title: string, text: string, readings: string[][]][] = [
  [
    'both labels with their values on the same line',
    `${url} https://mail.contoso.com\n${only} msstd:contoso.com\n`,
    [['server https://mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'values on the next line, the scheme apart',
    `${url}\nhttps://\nmail.contoso.com\n${only}\n\nmsstd:contoso.com\n`,
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'everything on one line',
    `${url} https://mail.contoso.com Connect using SSL only ${only} msstd: *.contoso.com `,
    [['server https://mail.contoso.com', 'principal msstd:*.contoso.com']],
  ],
  [
    'labels that are wrapped',
    'Use this URL to connect to my\nproxy server for Exchange:\nmail.contoso.com\nOnly connect to proxy servers that have\nthis principal name in their\ncertificate:\nmsstd:contoso.com\n',
    [['server mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'a bare host in quotation marks with the label behind it',
    'In the "Exchange Proxy Settings" window type "owa.contoso.com" under "Use this URL to connect to my proxy server for Exchange".\n',
    [['server owa.contoso.com']],
  ],
  [
    'the older label and a name without prefix',
    'Connect using SSL only\nMutually authenticate the session when connecting with SSL\nPrincipal name for proxy server: mail.contoso.com\n',
    [['principal mail.contoso.com (likely)']],
  ],
  [
    'the title and the values without labels',
    'Exchange Proxy Settings\nhttps://mail.contoso.com\n[x] Connect using SSL only\n[x] msstd:contoso.com\n',
    [['server https://mail.contoso.com (likely)', 'principal msstd:contoso.com']],
  ],
  [
    'both labels before both values',
    `${url}\n${only}\nhttps://mail.contoso.com\nmsstd:contoso.com\n`,
    [['server https://mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'two dialogs',
    `${url} https://a.contoso.com\n${only} msstd:a.contoso.com\n${url} https://b.contoso.com\n${only} msstd:b.contoso.com\n`,
    [
      ['server https://a.contoso.com', 'principal msstd:a.contoso.com'],
      ['server https://b.contoso.com', 'principal msstd:b.contoso.com'],
    ],
  ],
  [
    'a principal that the text breaks off',
    `${url} https://mail.contoso.com\n${only} msstd:co`,
    [['server https://mail.contoso.com']],
  ],
  [
    'a host that the text breaks off',
    `${url} https://mail.contoso.c`,
    [['server https://mail.contoso.c (likely)']],
  ],
  [
    'Dutch',
    'Deze URL gebruiken om verbinding te maken met mijn proxyserver voor Exchange: https://mail.contoso.com\nAlleen verbinding maken met proxyservers die deze principal-naam in hun certificaat hebben: msstd:contoso.com\n',
    [['server https://mail.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'Polish',
    'W polu "Używaj tego adresu do łączenia z moim serwerem proxy dla Exchange", wpisz: "ex.contoso.com"\nPołączenie tylko z serwerami proxy, których certyfikat zawiera ta nazwę główną: msstd:contoso.com\n',
    [['server ex.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'Portuguese',
    'Utilizar este URL para a ligação do meu servidor proxy para o Exchange: "ex.contoso.com"\nLigar-me unicamente aos servidores proxys em que o certificado comporta o nome principal: msstd:contoso.com\n',
    [['server ex.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'Italian',
    'Utilizza questo URL per accedere al mio server proxy per Exchange: ex.contoso.com\n"Accedi solo ai server proxy il cui certificato ha questo nome principale": msstd:contoso.com\n',
    [['server ex.contoso.com', 'principal msstd:contoso.com']],
  ],
  [
    'Japanese',
    'Exchange 用プロキシ サーバーへの接続に使用する URL:\nhttps://mail.contoso.com\n証明書にこのプリンシパル名が含まれるプロキシ サーバーにのみ接続する:\nmsstd:contoso.com\n',
    [['server https://mail.contoso.com', 'principal msstd:contoso.com']],
  ],
];

for (const [title, text, readings] of dialogs) {
  test(`The proxy dialog is read: ${title}`, () => {
    assert.deepEqual(readStatements(readProxyDialog, text), readings);
  });
}

const old = 'principal msstd:old.contoso.com (guessed)';

const unticked: [title: string, text: string, readings: string[][]][] = [
  [
    'its value below',
    `[x] Connect using SSL only\n[ ] ${only}\n    msstd:old.contoso.com\n${url} https://mail.contoso.com\n`,
    [['principal none', old, 'server https://mail.contoso.com']],
  ],
  [
    'no value',
    `${url} https://mail.contoso.com\n[ ] ${only}\n`,
    [['server https://mail.contoso.com', 'principal none']],
  ],
  ['no value, and nothing else', `☐ ${only}\n`, [['principal none']]],
  [
    'a host below, which is no server',
    `[] ${only}\nold.contoso.com\n${url}\nhttps://mail.contoso.com\n`,
    [['principal none', 'principal old.contoso.com (guessed)', 'server https://mail.contoso.com']],
  ],
  [
    'a label that is wrapped',
    '( ) Only connect to proxy servers that have\nthis principal name in their certificate:\nmsstd:old.contoso.com\n',
    [['principal none', old]],
  ],
  [
    'everything on one line',
    `${url} https://mail.contoso.com [x] Connect using SSL only □ ${only} msstd:old.contoso.com [x] On fast networks, connect using HTTP first, then connect using TCP/IP`,
    [['principal none', 'server https://mail.contoso.com', old]],
  ],
  [
    'German',
    '[ ] Nur mit Proxyservern verbinden, deren Zertifikat den folgenden Prinzipalnamen enthält: msstd:old.contoso.com\n',
    [['principal none', old]],
  ],
  ...[
    `❌ ${only} msstd:old.contoso.com`,
    `✗ ${only} msstd:old.contoso.com`,
    `[-] ${only} msstd:old.contoso.com`,
    `${only} = false\nmsstd:old.contoso.com`,
    `${only} no (greyed: msstd:old.contoso.com)`,
    'Nur mit Proxyservern verbinden, deren Zertifikat den Prinzipalnamen enthält: ohne Haken, msstd:old.contoso.com',
  ].map((text): [string, string, string[][]] => [text, `${text}\n`, [['principal none', old]]]),
  [
    'one dialog of two',
    `${url} https://a.contoso.com\n[ ] ${only} msstd:old.contoso.com\n${url} https://b.contoso.com\n[x] ${only} msstd:b.contoso.com\n`,
    [
      ['server https://a.contoso.com', 'principal none', old],
      ['server https://b.contoso.com', 'principal msstd:b.contoso.com'],
    ],
  ],
  [
    'two dialogs, each on one line',
    `${url} https://a.contoso.com ${only} msstd:a.contoso.com\n${url} https://b.contoso.com [ ] ${only} msstd:old.contoso.com\n`,
    [
      ['server https://a.contoso.com', 'principal msstd:a.contoso.com'],
      ['principal none', 'server https://b.contoso.com', old],
    ],
  ],
  ...[
    `${only} msstd:old.contoso.com (not ticked)`,
    `${only} unchecked, msstd:old.contoso.com`,
    `"${only.slice(0, -1)}" is not checked: msstd:old.contoso.com`,
    'Verbindung nur mit Proxyservern herstellen, deren Zertifikat diesen Prinzipalnamen enthält (nicht angehakt): msstd:old.contoso.com',
    'Se connecter uniquement aux serveurs proxy dont le certificat comporte ce nom principal (non cochée) : msstd:old.contoso.com',
    'Conectar solo a servidores proxy cuyo certificado tenga este nombre principal (no marcada): msstd:old.contoso.com',
    'Alleen verbinding maken met proxyservers die deze principal-naam in hun certificaat hebben (niet aangevinkt): msstd:old.contoso.com',
    '証明書にこのプリンシパル名が含まれるプロキシ サーバーにのみ接続する (オフ): msstd:old.contoso.com',
  ].map((text): [string, string, string[][]] => [text, `${text}\n`, [['principal none', old]]]),
];

for (const [title, text, readings] of unticked) {
  test(`A box that is not ticked means no principal name: ${title}`, () => {
    assert.deepEqual(readStatements(readProxyDialog, text), readings);
    const evidence = readEvidence(text);
    assert.ok(evidence.ok);
    const parts = [evidence.value, ...evidence.value.parts];
    assert.ok(parts.some(({ principal }) => principal?.form === 'none'));
    assert.deepEqual(
      parts.flatMap((part) => (part.parts.length === 0 ? part.conflicts : [])),
      [],
    );
  });
}

test('What is said below a dialog is not in its box', () => {
  const text = `${url} https://mail.contoso.com\n[ ] ${only} msstd:old.contoso.com\n\nThe report speaks of msstd:mail.contoso.com.\n`;
  assert.deepEqual(readStatements(readProxyDialog, text), [
    ['server https://mail.contoso.com', 'principal none', old],
  ]);
});

const ticked: [title: string, text: string][] = [
  ['a cross', `[x] ${only} msstd:mail.contoso.com\n`],
  ['a ticked box', `☑ ${only}\nmsstd:mail.contoso.com\n`],
  ['a tick', `✔ ${only}\nmsstd:mail.contoso.com\n`],
  [
    'another box that is not ticked, before',
    `[ ] Connect using SSL only [x] ${only} msstd:mail.contoso.com\n`,
  ],
  [
    'another box that is not ticked, behind',
    `${only} msstd:mail.contoso.com [ ] On slow networks, connect using HTTP first, then connect using TCP/IP\n`,
  ],
  [
    'words about another box',
    `${only} msstd:mail.contoso.com On slow networks, connect using HTTP first, then connect using TCP/IP (not ticked)\n`,
  ],
];

for (const [title, text] of ticked) {
  test(`A box that is ticked, or of which nothing is said, has its principal name: ${title}`, () => {
    assert.deepEqual(readStatements(readProxyDialog, text), [['principal msstd:mail.contoso.com']]);
  });
}

const others: [title: string, text: string][] = [
  [
    'a sentence with a proxy',
    'msstd:mail.contoso.com, our certificate has expired and our proxy is https://proxy.contoso.com:8080',
  ],
  [
    'the label alone, as documentation cites it',
    `The string equates to the "${only}" setting in Outlook's Exchange Proxy Settings.`,
  ],
  [
    'a report of the analyzer',
    'Testing HTTP Authentication Methods for URL https://mail.contoso.com/rpc/rpcproxy.dll?S:6002.\nTesting SSL mutual authentication with the RPC proxy server.\nThe certificate common name x.contoso.com does not validate against the mutual authentication string that was provided: msstd:mail.contoso.com\n',
  ],
  [
    'a certificate warning',
    "There is a problem with the proxy server's security certificate. Outlook is unable to connect to the proxy server mail.contoso.com (Error Code 8)\n",
  ],
  ['a provider of PowerShell', 'Name : EXPR\nCertPrincipalName : msstd:mail.contoso.com\n'],
];

for (const [title, text] of others) {
  test(`No proxy dialog is seen in ${title}`, () => {
    assert.deepEqual(readStatements(readProxyDialog, text), []);
  });
}

test('A value stands on its own line, not on that of its label', () => {
  const [reading] = readProxyDialog(readPastedText(`Hi\n\n${url}\nhttps://mail.contoso.com\n`));
  assert.deepEqual(
    reading?.statements.map(({ line }) => line),
    [4],
  );
});
