import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diagnose } from '../../../diagnosis/diagnose.ts';
import { coversHost, isCommonName, type Match, matchPrincipal } from '../../../diagnosis/names/match.ts';
import { parsePrincipalName } from '../../../diagnosis/names/principalName.ts';
import type { Certificate, Endpoint } from '../../../diagnosis/types.ts';

function certificate(
  commonNames: string[],
  dnsNames: string[] = [],
  ipAddresses: string[] = [],
): Certificate {
  return {
    commonNames,
    dnsNames,
    ipAddresses,
    subject: commonNames.map((name) => `CN=${name}`).join(', '),
    issuer: 'CN=Contoso Lab Issuing CA',
    emailNames: [],
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2026-12-31T00:00:00.000Z',
    serialNumber: '01',
    sha1: 'A'.repeat(40),
    sha256: 'A'.repeat(64),
    keyType: 'rsa',
    keyBits: 2048,
    signatureAlgorithm: 'sha256WithRSAEncryption',
    selfIssued: false,
  };
}

const mail = 'mail.contoso.com';
const wildcard = '*.contoso.com';

describe('a principal name stands in the certificate', () => {
  const table: [name: string, commonNames: string[], dnsNames: string[], match: Match][] = [
    [mail, [mail], [], 'common-name'],
    [mail, [mail], ['other.contoso.com'], 'common-name'],
    ['MAIL.Contoso.com', [mail], [], 'common-name'],
    [mail, ['MAIL.contoso.COM'], [], 'common-name'],
    [wildcard, [wildcard], [], 'common-name'],
    ['contoso mail', ['Contoso Mail'], [], 'common-name'],
    [mail, [mail, 'owa.contoso.com'], [], 'one-of-several'],
    [mail, ['owa.contoso.com', mail], [mail], 'one-of-several'],
    [mail, ['owa.contoso.com'], [mail], 'alternative-name'],
    [mail, [wildcard], [wildcard, mail], 'alternative-name'],
    [mail, [], [mail], 'alternative-name'],
    [mail, [''], [mail], 'alternative-name'],
    [mail, [wildcard], [], 'wildcard'],
    [mail, ['contoso.com'], [wildcard], 'wildcard'],
    ['eu.mail.contoso.com', [wildcard], [], 'none'],
    ['contoso.com', [wildcard], [], 'none'],
    [wildcard, [mail], [], 'none'],
    ['*.mail.contoso.com', [wildcard], [], 'none'],
    [mail, ['*.com'], [], 'none'],
    [mail, ['*'], [], 'none'],
    [mail, ['m*.contoso.com'], [], 'none'],
    [mail, ['mail.contoso.com.evil.com'], [], 'none'],
    [mail, ['mail.contoso.com\0.evil.com'], [], 'none'],
    [mail, ['mаil.contoso.com'], [], 'none'],
    [mail, [`${mail} `], [], 'none'],
    [mail, [], [], 'none'],
    ['', [''], [''], 'none'],
  ];
  for (const [name, commonNames, dnsNames, match] of table) {
    test(`${JSON.stringify(name)} in CN ${JSON.stringify(commonNames)}, SAN ${JSON.stringify(dnsNames)}: ${match}`, () =>
      assert.equal(matchPrincipal(name, certificate(commonNames, dnsNames)), match));
  }
});

describe('a certificate covers a host by the rules of TLS', () => {
  const table: [host: string, covered: boolean, certificate: Certificate][] = [
    [mail, true, certificate([mail])],
    [mail, true, certificate(['owa.contoso.com'], [mail])],
    [mail, true, certificate([wildcard])],
    [mail, true, certificate([], ['*.CONTOSO.com'])],
    [mail, false, certificate([mail], ['owa.contoso.com'])],
    [mail, true, certificate([mail], [], ['192.0.2.1'])],
    [mail, false, certificate([])],
    ['eu.mail.contoso.com', false, certificate([wildcard])],
    ['192.0.2.1', true, certificate([], [], ['192.0.2.1'])],
    ['192.0.2.1', false, certificate(['192.0.2.1'], ['192.0.2.1'])],
    ['192.0.2.1', false, certificate([], [], ['192.0.2.10'])],
    ['2001:db8::1', true, certificate([], [], ['2001:db8:0:0:0:0:0:1'])],
    ['2001:db8::1', false, certificate([], [], ['2001:db8::2', 'not an address'])],
  ];
  for (const [host, covered, subject] of table) {
    const { commonNames, dnsNames, ipAddresses } = subject;
    const names = JSON.stringify({ commonNames, dnsNames, ipAddresses });
    test(`${host} ${covered ? 'is' : 'is not'} covered by ${names}`, () =>
      assert.equal(coversHost(host, subject), covered));
  }
});

test('a common name counts as right, one of several too, and nothing else', () => {
  const matches: (Match | null)[] = [
    'common-name',
    'one-of-several',
    'alternative-name',
    'wildcard',
    'none',
    null,
  ];
  assert.deepEqual(matches.map(isCommonName), [true, true, false, false, false, false]);
});

interface Case {
  certificate?: Certificate;
  /** As somebody types it. */
  principal?: string;
  expr?: string | null;
  error?: Endpoint['error'];
}

function clients({ certificate: leaf, principal = `msstd:${mail}`, expr, error }: Case): string[] {
  const parsed = parsePrincipalName(principal);
  assert.ok(parsed.ok);
  const providers = expr === undefined ? {} : { expr: { certPrincipalName: expr } };
  const endpoint: Endpoint = {
    address: '192.0.2.1',
    family: 4,
    port: 443,
    sni: mail,
    chain: leaf ? [leaf] : [],
    timings: {},
    ...(error && { error }),
  };
  const { clients: judged } = diagnose({
    request: { server: { host: mail, port: 443 }, principal: parsed.value, providers },
    endpoints: [endpoint],
    checkedAt: new Date('2026-06-01'),
    durationMs: 1,
  });
  return judged.map(({ client, result, because }) => `${client} ${result} ${because}`);
}

describe('the analyzer, clients that compare the common name only, and later Windows', () => {
  const refused = { code: 'connection-refused', stage: 'connect' } as const;
  const matches = ['pass principal-matches', 'pass principal-matches', 'pass principal-matches'];
  const unsure = ['warn several-common-names', 'warn several-common-names', 'warn several-common-names'];
  const table: [what: string, given: Case, results: string[]][] = [
    ['the common name', { certificate: certificate([mail]) }, matches],
    ['one of several common names', { certificate: certificate([mail, 'a.contoso.com']) }, unsure],
    [
      'an alternative name',
      { certificate: certificate(['a.contoso.com'], [mail]) },
      [
        'warn principal-matches-san-only',
        'fail principal-matches-san-only',
        'pass principal-matches-san-only',
      ],
    ],
    [
      'an alternative name of a certificate without common name',
      { certificate: certificate([], [mail]) },
      ['warn no-common-name', 'fail no-common-name', 'pass principal-matches-san-only'],
    ],
    [
      'a wildcard that covers',
      { certificate: certificate([wildcard]) },
      [
        'fail principal-matches-wildcard',
        'fail principal-matches-wildcard',
        'warn principal-matches-wildcard',
      ],
    ],
    [
      'another name',
      { certificate: certificate(['www.fabrikam.com']) },
      ['fail principal-mismatch', 'fail principal-mismatch', 'fail principal-mismatch'],
    ],
    [
      'any name where none is compared',
      { certificate: certificate(['www.fabrikam.com']), principal: 'none' },
      ['pass principal-not-set', 'pass principal-not-set', 'pass principal-not-set'],
    ],
    [
      'a fullsic name',
      { certificate: certificate([mail]), principal: 'fullsic:\\contoso\\mail' },
      ['unknown principal-fullsic', 'unknown principal-fullsic', 'unknown principal-fullsic'],
    ],
    [
      'no certificate',
      { error: refused },
      ['unknown connection-refused', 'unknown connection-refused', 'unknown connection-refused'],
    ],
    [
      'the common name, while the directory hands out another',
      { certificate: certificate([mail]), expr: 'msstd:old.contoso.com' },
      ['fail provider-mismatch', 'fail provider-mismatch', 'fail provider-mismatch'],
    ],
    [
      'the common name, while the directory hands out an alternative name',
      { certificate: certificate([mail], ['a.contoso.com']), expr: 'msstd:a.contoso.com' },
      ['warn provider-mismatch', 'fail provider-mismatch', 'pass principal-matches'],
    ],
    [
      'the common name, which the directory hands out',
      { certificate: certificate([mail]), expr: null },
      matches,
    ],
    [
      'the common name, while the directory says none',
      { certificate: certificate([mail]), expr: 'none' },
      matches,
    ],
    [
      'nothing, while the directory hands out one of several common names',
      { certificate: certificate([mail, 'a.contoso.com']), principal: 'none', expr: null },
      unsure,
    ],
  ];
  for (const [what, given, results] of table) {
    test(what, () => {
      const names = ['rca', 'windowsCnOnly', 'windowsCnAndSan'];
      assert.deepEqual(
        clients(given),
        results.map((result, index) => `${names[index]} ${result}`),
      );
    });
  }
});
