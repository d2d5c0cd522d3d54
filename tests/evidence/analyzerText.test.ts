import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Certainty, CertificateProblem, EvidenceField } from '../../diagnosis/evidence/statement.ts';
import { readAnalyzer, valuesOf } from './analyzerReadings.ts';

const obtained = (host: string, subject: string, port = 443) =>
  `ExRCA is attempting to obtain the SSL certificate from remote server ${host} on port ${port}.
ExRCA successfully obtained the remote SSL certificate.
Additional Details
Remote Certificate Subject: ${subject}, Issuer: CN=Fabrikam CA, C=US.
`;
const tested =
  "Testing the SSL certificate to make sure it's valid.\nThe SSL certificate failed one or more certificate validation checks.\n";
const mutualFailed = (name: string, principal: string) =>
  `Testing SSL mutual authentication with the RPC proxy server.
Mutual authentication couldn't be established.
Additional Details
The certificate common name ${name} doesn't validate against the mutual authentication string that was provided: ${principal}
`;

describe('the mutual authentication', () => {
  const wordings: [string, string, string | undefined, string | undefined][] = [
    [
      'as it is today',
      mutualFailed('*.contoso.com', 'msstd:mail.contoso.com'),
      'msstd:mail.contoso.com',
      '*.contoso.com',
    ],
    ['with could not', mutualFailed('a.b', 'msstd:c.d').replaceAll("n't", ' not'), 'msstd:c.d', 'a.b'],
    [
      'with a typographic apostrophe',
      mutualFailed('a.b', 'msstd:c.d').replaceAll("'", '’'),
      'msstd:c.d',
      'a.b',
    ],
    ['with a point', mutualFailed('a.b', 'msstd:c.d.'), 'msstd:c.d', 'a.b'],
    ['with a blank behind the colon', mutualFailed('a.b', 'msstd: c.d'), 'msstd: c.d', 'a.b'],
    [
      'with a common name of several words',
      mutualFailed('Contoso Mail Server', 'msstd:c.d'),
      'msstd:c.d',
      'Contoso Mail Server',
    ],
    ['wrapped behind the colon', mutualFailed('a.b', 'msstd:\nc.d'), 'msstd: c.d', 'a.b'],
    ['in bold', mutualFailed('**a.b**', '**msstd:c.d**'), 'msstd:c.d', 'a.b'],
    [
      'joined to the next step',
      mutualFailed('a.b', 'msstd:c.dAttempting to ping RPC proxy e.f.'),
      'msstd:c.d',
      'a.b',
    ],
    ['joined to the elapsed time', mutualFailed('a.b', 'msstd:c.dElapsed Time: 0 ms.'), 'msstd:c.d', 'a.b'],
    ['in capitals', mutualFailed('a.b', 'MSSTD:C.D'), 'MSSTD:C.D', 'a.b'],
    [
      'that matched',
      'Testing SSL mutual authentication with the RPC proxy server.\nMutual authentication was verified successfully.\nCertificate common name a.b matches msstd:a.b.',
      'msstd:a.b',
      'a.b',
    ],
    [
      'without any name',
      'Testing SSL mutual authentication with the RPC proxy server.\nMutual authentication could not be established.',
      undefined,
      undefined,
    ],
  ];
  for (const [name, text, principal, commonName] of wordings) {
    test(name, () => {
      const readings = readAnalyzer(text);
      assert.equal(readings.length, 1);
      assert.equal(valuesOf(readings, 'principal')[0], principal);
      assert.equal(valuesOf(readings, 'commonName')[0], commonName);
    });
  }

  test('tells a principal that may be cut as likely only', () => {
    const certainty = (text: string) =>
      readAnalyzer(text)[0]?.statements.find(({ field }) => field === 'principal')?.certainty;
    assert.equal(certainty(mutualFailed('a.b', 'msstd:mail.conto').trimEnd()), 'likely');
    assert.equal(certainty(mutualFailed('a.b', 'msstd:mail.contoso.com')), 'certain');
  });

  test('is the principal of each of two fragments', () => {
    const readings = readAnalyzer(mutualFailed('a.b', 'msstd:c.d') + mutualFailed('a.b', 'msstd:e.f'));
    assert.deepEqual(valuesOf(readings, 'principal'), ['msstd:c.d', 'msstd:e.f']);
    assert.deepEqual(valuesOf(readings, 'commonName'), ['a.b']);
  });

  test('leaves what a person writes below it to the person', () => {
    const text = `Testing SSL mutual authentication with the RPC proxy server.\nMutual authentication couldn't be established.\n\n${'We tried everything. '.repeat(40)}\nI typed msstd:other.contoso.com`;
    assert.deepEqual(valuesOf(readAnalyzer(text), 'principal'), []);
  });
});

describe('the common name', () => {
  const subjects: [string, string[]][] = [
    ['CN=mail.contoso.com, OU=IT, O=Contoso', ['mail.contoso.com']],
    ['OU="CN=evil.example, x", CN=mail.contoso.com', ['mail.contoso.com']],
    ['OU=a\\, CN=evil.example, CN=mail.contoso.com', ['mail.contoso.com']],
    ['O=Contoso, Inc., CN=mail.contoso.com', ['mail.contoso.com']],
    ['CN="Contoso, ""Mail"""', ['Contoso, "Mail"']],
    ['CN=a.contoso.com, CN=b.contoso.com', ['a.contoso.com', 'b.contoso.com']],
    ['OU=Domain Control Validated', []],
  ];
  for (const [subject, names] of subjects) {
    test(`of ${subject}`, () => {
      const readings = readAnalyzer(obtained('mail.contoso.com', subject));
      assert.deepEqual(valuesOf(readings, 'commonName'), names);
      assert.deepEqual(valuesOf(readings, 'issuer'), ['CN=Fabrikam CA, C=US']);
    });
  }

  test('is never that of another host', () => {
    const text = `${obtained('autodiscover.contoso.com', 'CN=web.hoster.example')}
Testing HTTP Authentication Methods for URL https://mail.contoso.com/rpc/rpcproxy.dll?ex1:6002.
The HTTP authentication methods are correct.`;
    const readings = readAnalyzer(text);
    assert.equal(valuesOf(readings, 'server')[0], 'mail.contoso.com');
    assert.deepEqual(valuesOf(readings, 'commonName'), []);
    assert.deepEqual(valuesOf(readings, 'issuer'), []);
  });

  test('that the mutual authentication tells leaves out every other certificate', () => {
    const text = `${obtained('mail.contoso.com', 'CN=old.contoso.com')}${mutualFailed('new.contoso.com', 'msstd:mail.contoso.com')}`;
    const readings = readAnalyzer(text);
    assert.deepEqual(valuesOf(readings, 'commonName'), ['new.contoso.com']);
    assert.deepEqual(valuesOf(readings, 'issuer'), []);
  });
});

describe('servers', () => {
  const servers: [string, string, Certainty][] = [
    [
      'Attempting to ping RPC proxy mail.contoso.com.\nRPC Proxy was pinged successfully.',
      'mail.contoso.com',
      'certain',
    ],
    [
      "Attempting to ping RPC proxy mail.contoso.com.RPC Proxy can't be pinged.",
      'mail.contoso.com',
      'certain',
    ],
    [
      'Testing HTTP Authentication Methods for URL https://mail.contoso.com:444/rpc/rpcproxy.dll?a:6002.',
      'mail.contoso.com:444',
      'certain',
    ],
    [obtained('mail.contoso.com', 'CN=a'), 'mail.contoso.com', 'likely'],
    [obtained('mail.contoso.com', 'CN=a', 8443), 'mail.contoso.com:8443', 'likely'],
    [
      'Attempting to test potential Autodiscover URL https://contoso.com:443/Autodiscover/Autodiscover.xml\nTesting of this potential Autodiscover URL failed.',
      'contoso.com',
      'guessed',
    ],
    [
      'Attempting to ping RPC proxy rca.contoso.test.\nRPC Proxy was pinged successfully.',
      'rca.contoso.test',
      'certain',
    ],
    [
      'Attempting to ping RPC proxy mail.contoso.one\nRPC Proxy was pinged successfully.',
      'mail.contoso.one',
      'certain',
    ],
    [
      'Attempting to ping RPC proxy MAIL.Contoso.Com\nRPC Proxy was pinged successfully.',
      'MAIL.Contoso.Com',
      'certain',
    ],
    ['• OlaRPCProxyServer\n• mail.contoso.com', 'mail.contoso.com', 'certain'],
    ['OlaRPCProxyServer\tmail.contoso.com', 'mail.contoso.com', 'certain'],
  ];
  for (const [text, value, certainty] of servers) {
    test(`${value} of ${text.slice(0, 40)}`, () => {
      const [first] = readAnalyzer(text)[0]?.statements ?? [];
      assert.deepEqual([first?.field, first?.value, first?.certainty], ['server', value, certainty]);
    });
  }

  test('are none where a token of the desktop tool has no value', () => {
    assert.deepEqual(
      valuesOf(readAnalyzer('OlaRPCProxyServer\nOlaMutualAuthPrincipal\nmsstd:a.b'), 'server'),
      [],
    );
  });
});

describe('problems of the certificate', () => {
  const problems: [string, CertificateProblem[]][] = [
    ['Validating the certificate name.\nCertificate name validation failed.', ['host-name-mismatch']],
    [
      'Testing the certificate date to confirm the certificate is valid.\nDate validation failed. The certificate has expired.',
      ['expired'],
    ],
    [
      'Testing the certificate date to confirm the certificate is valid.\nDate validation failed. The certificate is not yet valid.',
      ['not-yet-valid'],
    ],
    [
      'Testing the certificate date to confirm the certificate is valid.\nDate validation failed.',
      ['date-invalid'],
    ],
    ['Certificate trust is being validated.\nCertificate trust validation failed.', ['untrusted-issuer']],
    [
      'Certificate trust is being verified.\nCertificate trust validation failed.\nThe Microsoft Connectivity Analyzer is analyzing intermediate certificates that were sent down by the remote server.\nOne or more intermediate certificates were missing or invalid.',
      ['chain-incomplete'],
    ],
    [
      'Certificate trust is being validated.\nCertificate trust validation failed.\nThe certificate chain has errors. Chain status = PartialChain.',
      ['chain-incomplete'],
    ],
    [
      'Certificate trust is being validated.\nCertificate trust validation failed.\nThe certificate chain has errors. Chain status = Revoked.',
      ['revoked'],
    ],
    ['Validating the certificate name.\nThe certificate name was validated successfully.', []],
  ];
  for (const [text, expected] of problems) {
    test(text.slice(0, 90), () => {
      const readings = readAnalyzer(`${tested}${obtained('a.contoso.com', 'CN=b')}${text}\n`);
      assert.deepEqual(valuesOf(readings, 'certificateProblem'), expected);
    });
  }
});

describe('dates', () => {
  const dated = (dates: string) =>
    `Testing the certificate date to confirm the certificate is valid.\nDate validation passed. The certificate hasn't expired.\nAdditional Details\nThe certificate is valid. ${dates}\n`;
  const translated = (dates: string) =>
    `Testschritte\nDie Datumsüberprüfung war erfolgreich.\nWeitere Details\n${dates}\n`;
  const dates: [string, string[]][] = [
    [
      dated('NotBefore = 3/4/2017 12:00:00 AM, NotAfter = 3/4/2019 12:30:00 PM'),
      ['2017-03-04T00:00:00Z', '2019-03-04T12:30:00Z'],
    ],
    [
      dated('NotBefore = 13/4/2017 00:00:00, NotAfter = 3/4/2019 23:59:59'),
      ['2017-04-13T00:00:00Z', '2019-04-03T23:59:59Z'],
    ],
    [dated('NotBefore = soon, NotAfter = 2/30/2019 12:00:00 AM'), []],
    [translated('NotBefore = 3/4/2017 12:00:00 AM, NotAfter = 3/5/2019 12:00:00 AM'), []],
    [
      translated('NotBefore = 04.03.2017 00:00:00, NotAfter = 05.03.2019 00:00:00'),
      ['2017-03-04T00:00:00Z', '2019-03-05T00:00:00Z'],
    ],
  ];
  for (const [text, expected] of dates) {
    test(text.slice(text.indexOf('NotBefore')).trim(), () => {
      const readings = readAnalyzer(`${tested.repeat(text.startsWith('Testing') ? 1 : 0)}${text}`);
      assert.deepEqual([...valuesOf(readings, 'notBefore'), ...valuesOf(readings, 'notAfter')], expected);
    });
  }
});

describe('the version of Exchange', () => {
  const versions: [string, string[]][] = [
    ['14.3.123.3', ['2010']],
    ['15.0.1497.2', ['2013']],
    ['15.1.2507.6', ['2016']],
    ['15.2.1544.11', ['2019']],
    ['15.2.2562.17', ['se']],
    ['15.20.7228.11', []],
  ];
  for (const [header, expected] of versions) {
    test(`${header} is ${expected.join() || 'none that has cmdlets'}`, () => {
      const text = `Attempting to ping RPC proxy a.contoso.com.\nRPC Proxy was pinged successfully.\nX-OWA-Version: ${header}\n`;
      assert.deepEqual(valuesOf(readAnalyzer(text), 'exchangeVersion'), expected);
    });
  }
});

describe('a text', () => {
  test('that only quotes a sentence is no report', () => {
    const texts = [
      'Mutual Authentication could not be established',
      'The mutual authentication string is msstd:mail.contoso.com, right?',
      'We are testing the SSL certificate of mail.contoso.com tomorrow.',
      'Mutual Authentication could not be established.\n\nOpen the Exchange proxy settings, and check the name (for example, msstd:mail.contoso.com).',
      'Please run the Remote Connectivity Analyzer for mail.contoso.com',
      '',
    ];
    for (const text of texts) assert.deepEqual(readAnalyzer(text), [], text);
  });

  test('with two reports gives two readings, each with its own verdict and names', () => {
    const root = (result: string) => `Testing RPC/HTTP connectivity.\nThe RPC/HTTP test ${result}.\n`;
    const matched =
      'Testing SSL mutual authentication with the RPC proxy server.\nMutual authentication was verified successfully.\nCertificate common name a.b matches msstd:a.b.\n';
    const readings = readAnalyzer(
      `${root('failed')}${mutualFailed('x.y', 'msstd:a.b')}Later:\n${root('completed successfully')}${matched}`,
    );
    const fields: EvidenceField[] = ['commonName'];
    assert.deepEqual(
      readings.map(({ verdict }) => verdict),
      ['fail', 'pass'],
    );
    assert.deepEqual(
      fields.flatMap((field) => valuesOf(readings, field)),
      ['x.y', 'a.b'],
    );
  });

  test('that lost everything still has its steps, in their order, with results', () => {
    const text =
      "Testing RPC/HTTP connectivity.The RPC/HTTP test failed.Test StepsAttempting to resolve the host name a.contoso.com in DNS.The host name resolved successfully.Additional DetailsIP addresses returned: 192.0.2.1Testing TCP port 443 on host a.contoso.com to ensure it's listening and open.The specified port is either blocked, not listening, or not producing the expected response.";
    const steps = readAnalyzer(text)[0]?.steps?.map(({ title, result }) => [title, result]);
    assert.deepEqual(steps, [
      ['Testing RPC/HTTP connectivity.', 'fail'],
      ['Attempting to resolve the host name a.contoso.com in DNS.', 'pass'],
      ["Testing TCP port 443 on host a.contoso.com to ensure it's listening and open.", 'fail'],
    ]);
  });

  test('tells the lines of the text as it was given', () => {
    const text = `\r\nHello\r\n\r\n> Attempting to ping RPC proxy a.contoso.com.\r\n> RPC Proxy was pinged successfully.\r\n`;
    assert.equal(readAnalyzer(text)[0]?.statements[0]?.line, 4);
  });
});
