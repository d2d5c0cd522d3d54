import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import { readSentences } from '../../diagnosis/evidence/sentence.ts';
import { readUrls } from '../../diagnosis/evidence/url.ts';

const told = (text: string) =>
  readSentences(readPastedText(text))
    .flatMap(({ statements }) => statements)
    .map(
      ({ field, value, certainty, line }) => `${field} ${value} ${certainty}${line === 1 ? '' : ` ${line}`}`,
    );

describe('in a sentence', () => {
  const table: [text: string, ...told: string[]][] = [
    [
      'Outlook keeps asking for my password, server mail.contoso.com, certificate says *.contoso.com, box says msstd:owa.contoso.com',
      'principal msstd:owa.contoso.com likely',
      'commonName *.contoso.com likely',
      'server mail.contoso.com guessed',
    ],
    ['is it MAIL.contoso.com:8443 or mail.contoso.com:8443?', 'server MAIL.contoso.com:8443 guessed'],
    ['mail.contoso.com: asks again', 'server mail.contoso.com guessed'],
    ['hello\nserver:exch01.contoso.local', 'server exch01.contoso.local guessed 2'],
    ['write to anna@contoso.com, Contoso, www.contoso.com', 'server www.contoso.com guessed'],
    ['Anna Berg <anna@contoso.com> | contoso.com'],
    ['run outlook.exe, unpack setup.zip and read kb.pdf or readme.md, it is ASP.NET'],
    ['e.g. i.e. z.B. 10.30 15.1.2507.6 1.000.000'],
    ['it wants my password.It worked'],
    ['see support.microsoft.com or www.testexchangeconnectivity.com'],
    ['version 15.1.225.42'],
    ['my server is 192.0.2.1', 'server 192.0.2.1 guessed'],
    ['IP: 192.0.2.1:8443', 'server 192.0.2.1:8443 guessed'],
    ['server IP address 192.0.2.1', 'server 192.0.2.1 guessed'],
    ['MSSTD : *.contoso.com!', 'principal MSSTD : *.contoso.com likely'],
    ['msstd:\nmail.contoso.com.', 'principal msstd: mail.contoso.com likely'],
    ['(msstd:exch01)', 'principal msstd:exch01 likely'],
    ['what do I write after msstd: or before it'],
    ['msstd:none', 'principal msstd:none likely'],
    ['msstd is mail.contoso.net', 'principal mail.contoso.net likely'],
    ['nombre principal: *.contoso.es', 'principal *.contoso.es likely'],
    ['the target principal name is incorrect'],
    ['msstd:webmail.ve...'],
    ['CertPrincipalName      : msstd:webmail.long-c\n                         ontoso.com'],
    ['OriginatingServer      : dc01.contoso.local'],
    ['O="GoDaddy.com, Inc.", L=Scottsdale'],
    [
      'SANs autodiscover.contoso.com, exch01.contoso.local. The server is mail.contoso.com',
      'dnsName autodiscover.contoso.com likely',
      'dnsName exch01.contoso.local likely',
      'server mail.contoso.com guessed',
    ],
    [
      'DNS:mail.contoso.com, DNS:*.contoso.com',
      'dnsName mail.contoso.com likely',
      'dnsName *.contoso.com likely',
    ],
    ['Nombre DNS=mail.contoso.es', 'dnsName mail.contoso.es likely'],
    ['the DNS of mail.contoso.com is right', 'server mail.contoso.com guessed'],
    ['expires on May 31st, 2027', 'notAfter 2027-05-31 likely'],
    ['Not After : Dec 28 10:00:00 2026 GMT', 'notAfter 2026-12-28 likely'],
    ['Valid from 5/6/2026 to 5/31/2027', 'notBefore 2026-05-06 likely', 'notAfter 2027-05-31 likely'],
    ['gültig bis 06.05.2027', 'notAfter 2027-05-06 likely'],
    ['it expires on 5/6/2027'],
  ];
  for (const [text, ...statements] of table)
    test(`${JSON.stringify(text)} tells ${statements.join(', ') || 'nothing'}`, () =>
      assert.deepEqual(told(text), statements));
});

describe('the name of the certificate is told', () => {
  const table: [text: string, name: string][] = [
    ['the certificate is for owa.contoso.com', 'owa.contoso.com'],
    ['certificate name: owa.contoso.com.', 'owa.contoso.com'],
    ['the name on the certificate is "owa.contoso.com"', 'owa.contoso.com'],
    ['cert was not changed, cert reads *.contoso.com', '*.contoso.com'],
    ['the certificate is only valid for\nowa.contoso.com', 'owa.contoso.com'],
    ['common name owa.contoso.com', 'owa.contoso.com'],
    ['CN = owa.contoso.com, O = Contoso', 'owa.contoso.com'],
    ['CN=EXCH01', 'EXCH01'],
    ['Issued to:    owa.contoso.com\nIssued by: CN=contoso-DC01-CA', 'owa.contoso.com'],
    ['Ausgestellt für: owa.contoso.de', 'owa.contoso.de'],
    ['Zertifikat ist ausgestellt auf owa.contoso.de', 'owa.contoso.de'],
    ['das Zertifikat lautet auf owa.contoso.de', 'owa.contoso.de'],
    ['le nom commun du certificat est owa.contoso.fr', 'owa.contoso.fr'],
    ['O nome comum do certificado owa.contoso.pt não', 'owa.contoso.pt'],
    ['il certificato è intestato a owa.contoso.it', 'owa.contoso.it'],
    ['Het certificaat is uitgegeven aan *.contoso.nl', '*.contoso.nl'],
    ['Issued To\nCommon Name (CN)\towa.contoso.com', 'owa.contoso.com'],
    ['{"cn":"*.contoso.com"}', '*.contoso.com'],
  ];
  for (const [text, name] of table)
    test(`in ${JSON.stringify(text)}`, () => {
      const [first = ''] = told(text);
      assert.equal(first.replace(/ \d+$/, ''), `commonName ${name} likely`);
    });

  const none = [
    'the certificate is wrong',
    'the certificate is not for owa',
    'issued by CN=contoso-DC01-CA',
    'CN=EXCH01,CN=Servers,CN=Contoso,DC=contoso',
    '/o=Contoso/ou=Exchange/cn=Servers/cn=EXCH01',
    'CN=,CN=,',
    'common name: unknown',
    'servers that have this principal name in their certificate: exch01',
  ];
  for (const text of none) test(`not in ${JSON.stringify(text)}`, () => assert.deepEqual(told(text), []));
});

describe('the version of Exchange is told', () => {
  const table: [text: string, ...versions: string[]][] = [
    ['we have Exchange 2016', '2016'],
    ['Exchange Server 2019 CU12', '2019'],
    ['Exchange2013 and exch 2010.', '2013', '2010'],
    ['Exchange Server Subscription Edition', 'se'],
    ['Exchange SE', 'se'],
    ['exchange server se', 'se'],
    ['Outlook Exchange se cae'],
    ['Outlook 2016 and Exchange Online'],
    ['exchange 2007'],
    ['anna.exchange2016'],
    ['exchange-2016-01'],
  ];
  for (const [text, ...versions] of table)
    test(`${versions.join(' and ') || 'not'} in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(
        told(text),
        versions.map((version) => `exchangeVersion ${version} likely`),
      ));
});

describe('a URL', () => {
  const table: [text: string, ...servers: string[]][] = [
    [
      'https://mail.contoso.com/owa/auth/logon.aspx?url=https://owa.contoso.com/owa',
      'mail.contoso.com',
      'owa.contoso.com',
    ],
    ['https://mail.contoso.com/rpc/rpcproxy.dll?EXCH01:6002', 'mail.contoso.com'],
    ['HTTPS://MAIL.contoso.com:8443', 'MAIL.contoso.com:8443'],
    ['http://exch01:80/ecp and http://exch01:8080', 'exch01', 'exch01:8080'],
    ['(see https://mail.contoso.com.)', 'mail.contoso.com'],
    ['https://anna@mail.contoso.com/', 'mail.contoso.com'],
    ['https://192.0.2.1/owa or https://[2001:db8::1]:8443/', '192.0.2.1', '[2001:db8::1]:8443'],
    ['https://bücher.example', 'bücher.example'],
    ['https://192.0.2'],
    ['http://0x7f.1'],
    ['https://<server>/owa'],
    ['https://*.contoso.com/'],
    ['https://support.microsoft.com/kb/2710606 http://schemas.xmlsoap.org/soap'],
    ['ftp://mail.contoso.com mail.contoso.com'],
    ['OU=http://certs.contoso.com/repository/'],
    ['*.contoso.com<http://contoso.com/> and click here<https://mail.contoso.com/>', 'mail.contoso.com'],
    [
      'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fmail.contoso.com%2Fowa&data=05%7C01',
      'mail.contoso.com',
    ],
    ['https://'],
  ];
  for (const [text, ...servers] of table)
    test(`${JSON.stringify(text)} tells ${servers.join(', ') || 'nothing'}`, () => {
      const statements = readUrls(readPastedText(text)).flatMap((reading) => reading.statements);
      assert.deepEqual(
        statements,
        servers.map((value) => ({ field: 'server', value, line: 1, certainty: 'likely' })),
      );
    });
});

describe('whose a principal name is', () => {
  const [outlook, expr, exch] = ['principal', 'exprPrincipal', 'exchPrincipal'];
  const table: [text: string, ...told: (string | undefined)[]][] = [
    ['CertPrincipalName is msstd:old.contoso.com', expr],
    ['Our EXPR CertPrincipalName is currently set to "msstd:old.contoso.com"', expr],
    ['Get-OutlookProvider shows EXPR = msstd:old.contoso.com', expr],
    ['CertPrincipalName von EXPR ist msstd:old.contoso.com', expr],
    ['The EXPR provider in Outlook Anywhere has msstd:old.contoso.com', expr],
    ['4  EXPR msstd:old.contoso.com', expr],
    ['EXCH holds msstd:old.contoso.com', exch],
    ['EXPR and EXCH both have msstd:old.contoso.com', expr, exch],
    [
      'Outlook shows msstd:a.contoso.com, EXPR has msstd:b.contoso.com and EXCH msstd:c.contoso.com',
      outlook,
      expr,
      exch,
    ],
    ['the certificate is different from msstd:mail.contoso.com', outlook],
    ['We already cleared EXPR. Users still see msstd:old.contoso.com', outlook],
    ['I do not know what EXPR is. My box says msstd:old.contoso.com', outlook],
    ['Set-OutlookProvider EXPR -TTL 1\nNow CertPrincipalName is msstd:old.contoso.com', expr],
    ['EXPR is empty, but Outlook shows msstd:old.contoso.com', outlook, 'exprPrincipal='],
    ['EXPR is empty. The dialog shows msstd:old.contoso.com', outlook, 'exprPrincipal='],
    ['EXCH is not set and CertPrincipalName is null for EXPR', 'exprPrincipal=', 'exchPrincipal='],
    ['EXPR: (empty)', 'exprPrincipal='],
    ['EXCH=$null, EXPR=msstd:old.contoso.com', expr, 'exchPrincipal='],
    ['EXPR is empty, EXCH is msstd:old.contoso.com', 'exprPrincipal=', exch],
    ["Outlook doesn't show msstd:mail.contoso.com but msstd:owa.contoso.com", outlook],
    ['Outlook zeigt nicht msstd:mail.contoso.de, sondern msstd:owa.contoso.de', outlook],
    ["Outlook n'affiche pas msstd:mail.contoso.fr mais msstd:owa.contoso.fr", outlook],
    ['Outlookにはmsstd:mail.contoso.jpではなくmsstd:owa.contoso.jpと表示されます', outlook],
    ['it shows msstd:owa.contoso.com instead of msstd:mail.contoso.com', outlook],
    ['We removed msstd:old.contoso.com from EXPR'],
    ['Is EXPR msstd:owa.contoso.com OK?'],
    ['Bis gestern war EXPR = msstd:alt.contoso.de'],
    ['tell me if EXPR is empty'],
    // Neither Outlook's nor a provider's: what is planned, asked, commanded, or over.
    ['Should I set EXPR to msstd:old.contoso.com?'],
    ['What if I set CertPrincipalName to msstd:old.contoso.com'],
    ['We plan to set EXPR to msstd:new.contoso.com'],
    ['we ran Set-OutlookProvider EXPR -CertPrincipalName:"msstd:old.contoso.com"'],
    ['set-outlookprovider EXPR -CertPrincipalName msstd:old.contoso.com'],
    ['Set-OutlookProvider EXPR `\n  -CertPrincipalName msstd:old.contoso.com'],
    [
      `Set-OutlookProvider EXPR -DomainController dc01.contoso.local -RequiredClientVersions ${'"12.0.6000.1000", '.repeat(4)} -CertPrincipalName msstd:old.contoso.com`,
    ],
    ['EXPR was msstd:old.contoso.com until today'],
    ['The principal name is NOT msstd:old.contoso.com any more'],
    ['I changed it from msstd:old.contoso.com'],
    ['I changed EXPR from msstd:old.contoso.com to msstd:mail.contoso.com.'],
    ['Set-OutlookProvider EXCH -CertPrincipalName:$null'],
    ['Someone had msstd:foo.example.com. Ours is msstd:mail.contoso.com', outlook],
  ];
  for (const [text, ...expected] of table)
    test(`${expected.join(' and ') || 'nobody'} in ${JSON.stringify(text.slice(0, 100))}`, () => {
      const named = readSentences(readPastedText(text))
        .flatMap(({ statements }) => statements)
        .filter(({ field }) => /principal/i.test(field));
      assert.deepEqual(
        named.map(({ field, value }) => (value === '' ? `${field}=` : field)),
        expected,
      );
    });
});

describe('the common name in a sentence of a translated report, or of a person', () => {
  const table: [text: string, commonName: string][] = [
    [
      'Der allgemeine Name des Zertifikats (mail.contoso.de) kann nicht anhand der angegebenen Zeichenfolge für die gegenseitige Authentifizierung überprüft werden: msstd:owa.contoso.de',
      'mail.contoso.de',
    ],
    [
      'Der allgemeine Zertifikatname mail.contoso.de stimmt nicht mit der angegebenen Zeichenfolge überein: msstd:owa.contoso.de.',
      'mail.contoso.de',
    ],
    [
      'Le nom commun du certificat « mail.societe.fr » ne correspond pas à la chaîne fournie : msstd:owa.societe.fr',
      'mail.societe.fr',
    ],
    [
      'Le nom commun du certificat (mail.societe.fr) ne correspond pas : msstd:owa.societe.fr',
      'mail.societe.fr',
    ],
    ['El nombre común del certificado mail.empresa.es no coincide: msstd:owa.empresa.es', 'mail.empresa.es'],
    [
      'De algemene naam van het certificaat, mail.bedrijf.nl, komt niet overeen met msstd:owa.bedrijf.nl',
      'mail.bedrijf.nl',
    ],
    [
      'Il nome comune del certificato (posta.azienda.it) non corrisponde: msstd:owa.azienda.it',
      'posta.azienda.it',
    ],
    [
      '証明書の共通名 mail.kaisha.co.jp は、指定された相互認証文字列 msstd:owa.kaisha.co.jp と一致しません。',
      'mail.kaisha.co.jp',
    ],
    ['im Zertifikat steht mail.contoso.de', 'mail.contoso.de'],
    ['Le certificat est au nom de *.societe.fr', '*.societe.fr'],
    ['El certificado es para mail.empresa.es pero no funciona', 'mail.empresa.es'],
    ['in het certificaat staat mail.bedrijf.nl', 'mail.bedrijf.nl'],
    ['証明書は*.kaisha.co.jpです', '*.kaisha.co.jp'],
  ];
  for (const [text, commonName] of table)
    test(`is ${commonName}, and no server, in ${text.slice(0, 60)}`, () => {
      const statements = readSentences(readPastedText(text)).flatMap((reading) => reading.statements);
      const valuesOf = (field: string) =>
        statements.filter((each) => each.field === field).map((each) => each.value);
      assert.deepEqual(valuesOf('commonName'), [commonName]);
      assert.deepEqual(valuesOf('server'), []);
    });
});

describe('no common name', () => {
  const texts = [
    'My other customer has CN=*.fabrikam.com',
    'We do not have a wildcard CN=*.contoso.com',
    'We plan to buy a certificate with CN=*.contoso.com',
    "The certificate isn't issued to mail.contoso.com",
    'The certificate should have CN=mail.contoso.com',
    'Old cert: CN=mail.contoso.com',
    // Nobody knows which of them is in use.
    'The certificate has CN=mail.contoso.com on one server and CN=owa.contoso.com on the next',
  ];
  for (const text of texts)
    test(`is read from ${text}`, () => {
      const statements = readSentences(readPastedText(text)).flatMap((reading) => reading.statements);
      assert.deepEqual(
        statements.filter(({ field }) => field === 'commonName' || field === 'server'),
        [],
      );
    });

  test('but the one in use is', () => {
    const read = (text: string) => told(text).filter((line) => line.startsWith('commonName'));
    const either = 'The old certificate had CN mail.contoso.com, the new one has CN owa.contoso.com';
    assert.deepEqual(read(either), ['commonName owa.contoso.com likely']);
    assert.deepEqual(read('It was issued to mail.contoso.com'), ['commonName mail.contoso.com likely']);
  });

  test('is the server, nor is who issued it', () => {
    const issued = 'Issued to: mail.contoso.com\nIssued by: ca.contoso.local\nserver owa.contoso.com';
    assert.deepEqual(told(issued), [
      'commonName mail.contoso.com likely',
      'server owa.contoso.com guessed 3',
    ]);
  });
});

describe('Japanese, which has no blanks', () => {
  const table: [text: string, ...told: string[]][] = [
    ['サーバーはmail.contoso.comです。', 'server mail.contoso.com guessed'],
    ['サーバー：mail.contoso.com', 'server mail.contoso.com guessed'],
    ['プリンシパル名はmsstd:mail.contoso.comです。', 'principal msstd:mail.contoso.com likely'],
    [
      '「msstd:mail.contoso.com」、「owa.contoso.com」',
      'principal msstd:mail.contoso.com likely',
      'server owa.contoso.com guessed',
    ],
  ];
  for (const [text, ...expected] of table) test(text, () => assert.deepEqual(told(text), expected));
});
