import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commonNameOnly } from '../../../diagnosis/causes/commonNameOnly.ts';
import { readFacts } from '../../../diagnosis/facts.ts';
import { coversHost } from '../../../diagnosis/names/match.ts';
import type { Certificate, Endpoint } from '../../../diagnosis/types.ts';
import type { CertificateOptions } from '../../lab/certificateFactory.ts';
import { type Asn1, context, oid, primitive, sequence, toDer } from '../../lab/der.ts';
import { readBack } from '../certificate/readBack.ts';

/** `by common name`: covered, and reported as such. */
type Coverage = boolean | 'by common name';
type Row = [host: string, names: Partial<CertificateOptions>, coverage: Coverage, why: string];

const mail = 'mail.contoso.com';
const address = '192.0.2.1';
const nobody = { subject: ['Contoso Mail'] };
const dns = (...dnsNames: string[]) => ({ ...nobody, dnsNames: dnsNames.map((name) => Buffer.from(name)) });
const ip = (...ipAddresses: string[]) => ({ ...nobody, ipAddresses });
const cn = (...subject: string[]) => ({ subject });
const raw = (...names: Asn1[]) => ({
  ...nobody,
  extraExtensions: [{ oid: '2.5.29.17', value: toDer(sequence(...names)) }],
});

const sections: Record<string, Row[]> = {
  'RFC 9525 section 6.2: any presented identifier may match, of the type that is asked for': [
    [mail, dns('owa.contoso.com', mail, 'autodiscover.contoso.com'), true, 'the second of three'],
    [mail, dns('owa.contoso.com', 'autodiscover.contoso.com'), false, 'none of two'],
    [mail, { ...dns(mail), ...ip(address), emailNames: ['anna@contoso.com'] }, true, 'one among other types'],
    [address, { ...dns(mail), ...ip('192.0.2.9', address) }, true, 'the second address'],
    [mail, raw(context(6, Buffer.from('https://mail.contoso.com/'))), false, 'a URI is no DNS name'],
    [
      mail,
      { ...nobody, emailNames: [mail, 'anna@mail.contoso.com'] },
      false,
      'an e-mail name is no DNS name',
    ],
    [
      mail,
      raw(context(0, [oid('1.3.6.1.5.5.7.8.7'), context(0, [primitive(22, Buffer.from(mail))])])),
      false,
      'nor is an SRV name',
    ],
    [mail, raw(context(8, Buffer.from(mail))), false, 'nor a registered ID'],
    [mail, raw(primitive(0x16, Buffer.from(mail))), false, 'nor an untagged string'],
    [mail, nobody, false, 'no name at all'],
  ],
  'RFC 9525 section 6.3: labels are compared one by one, in ASCII without regard to case': [
    [mail, dns(mail), true, 'equal'],
    [mail, dns('MAIL.Contoso.COM'), true, 'upper case'],
    ['exchange', dns('exchange'), true, 'a single label'],
    [
      'ex_01.contoso.com',
      dns('ex_01.contoso.com'),
      true,
      'an underscore, which is no preferred syntax but in use',
    ],
    [mail, dns('mail2.contoso.com'), false, 'another first label'],
    [mail, dns('mail.contoso.org'), false, 'another last label'],
    [mail, dns('contoso.com'), false, 'the domain alone'],
    ['contoso.com', dns(mail), false, 'a name below the domain'],
    [mail, dns('owa.mail.contoso.com'), false, 'a longer name that ends in it'],
    [mail, dns('mail.contoso.com.evil.test'), false, 'a longer name that begins with it'],
    [mail, dns('xmail.contoso.com'), false, 'a longer first label'],
    [mail, dns('mailxcontoso.com'), false, 'the dot is no pattern'],
    [mail, dns('.contoso.com'), false, 'a leading dot is no wildcard'],
    [mail, dns('mail..contoso.com'), false, 'an empty label'],
    [mail, dns(`${mail}\0.evil.test`), false, 'a NUL ends nothing'],
    [mail, dns(`${mail}\0`), false, 'nor does one at the end'],
    [mail, dns(` ${mail}`), false, 'a blank'],
    [mail, dns(`${mail}\n`), false, 'a line break'],
    [mail, dns('https://mail.contoso.com'), false, 'a URL'],
    [mail, dns(`${mail}:443`), false, 'a port'],
    [mail, dns(`${mail},owa.contoso.com`), false, 'a list in one name'],
    [mail, dns(''), false, 'an empty name'],
    ['mark.contoso.com', dns('mar\u212a.contoso.com'), false, 'the Kelvin sign is no k'],
    ['mark.contoso.com', cn('mar\u212a.contoso.com'), false, 'nor in a common name'],
  ],
  'RFC 5280 section 4.2.1.6: a DNS name is in preferred syntax, without a trailing dot': [
    [mail, dns(`${mail}.`), false, 'a trailing dot'],
    [mail, dns('*.contoso.com.'), false, 'a wildcard with a trailing dot'],
    [mail, cn(`${mail}.`), false, 'a common name with a trailing dot'],
    [mail, dns(' '), false, 'a blank for a name'],
  ],
  'RFC 9525 section 6.3: internationalized names are compared as A-labels': [
    ['xn--mnchen-3ya.example', dns('xn--mnchen-3ya.example'), true, 'equal'],
    ['xn--mnchen-3ya.example', dns('XN--MNCHEN-3YA.example'), true, 'upper case'],
    ['xn--mnchen-3ya.example', dns('m\u00fcnchen.example'), false, 'a U-label in UTF-8'],
    ['xn--mnchen-3ya.example', cn('m\u00fcnchen.example'), false, 'a U-label in a common name'],
    ['xn--mnchen-3ya.example', dns('munchen.example'), false, 'a look-alike'],
    ['mnchen-3ya.example', dns('xn--mnchen-3ya.example'), false, 'the letters behind the prefix'],
  ],
  'RFC 9525 section 6.3: a wildcard is the complete left-most label and stands for exactly one': [
    [mail, dns('*.contoso.com'), true, 'one label'],
    [mail, dns('*.CONTOSO.com'), true, 'in any case'],
    ['ex_01.contoso.com', dns('*.contoso.com'), true, 'whatever the label'],
    ['xn--mnchen-3ya.contoso.com', dns('*.contoso.com'), true, 'an A-label too'],
    ['owa.mail.contoso.com', dns('*.mail.contoso.com'), true, 'at any depth'],
    ['contoso.com', dns('*.contoso.com'), false, 'not for none'],
    ['owa.mail.contoso.com', dns('*.contoso.com'), false, 'not for two'],
    ['mailcontoso.com', dns('*.contoso.com'), false, 'not without the dot'],
    ['mail.contoso.com.evil.test', dns('*.contoso.com'), false, 'not before something else'],
    [mail, dns('*.fabrikam.com'), false, 'not in another domain'],
    [mail, dns('*'), false, 'not alone'],
    ['exchange', dns('*'), false, 'not alone for a single label'],
    [mail, dns('*.'), false, 'not without a domain'],
    [mail, dns('mail.*.com'), false, 'not in the middle'],
    [mail, dns('mail.contoso.*'), false, 'not at the end'],
    [mail, dns('*.*.com'), false, 'not twice'],
    ['owa.mail.contoso.com', dns('*.*.contoso.com'), false, 'not twice for two labels'],
    [mail, dns('**.contoso.com'), false, 'not doubled'],
    [mail, dns('?ail.contoso.com'), false, 'no other sign'],
    [mail, dns('*.contoso.com\0.evil.test'), false, 'not with a NUL behind'],
  ],
  'RFC 9525 section 6.3 forbids the parts of labels that RFC 6125 section 6.4.3 allowed': [
    [mail, dns('m*.contoso.com'), false, 'a beginning'],
    [mail, dns('*l.contoso.com'), false, 'an end'],
    [mail, dns('m*l.contoso.com'), false, 'both'],
    [mail, dns('mail*.contoso.com'), false, 'nothing left to stand for'],
    ['xn--mnchen-3ya.example', dns('xn--*.example'), false, 'within an A-label'],
    ['xn--mnchen-3ya.example', dns('*-3ya.example'), false, 'at its end'],
  ],
  'RFC 9525 section 7.1 leaves public suffixes open; as in OpenSSL and Node, two labels must follow': [
    ['contoso.com', dns('*.com'), false, 'a top-level domain'],
    ['exchange.local', dns('*.local'), false, 'a private one'],
    ['contoso.co.uk', dns('*.co.uk'), true, 'which suffixes are public is not known here'],
  ],
  'RFC 9525 section 6.4: an address matches by its octets, and only as an address': [
    [address, ip(address), true, 'equal'],
    [address, ip('192.0.2.10'), false, 'another one'],
    [address, ip('192.0.2.0'), false, 'a network'],
    [address, raw(context(7, Buffer.of(192, 0, 2, 1, 255, 255, 255, 255))), false, 'an address with a mask'],
    [address, raw(context(7, Buffer.of(192, 0, 2))), false, 'three octets'],
    [address, raw(context(7, Buffer.from(address))), false, 'its text as octets'],
    [address, dns(address), false, 'a DNS name that looks like it'],
    [address, cn(address), false, 'a common name that looks like it'],
    ['127.0.0.1', dns('*.0.0.1'), false, 'a wildcard'],
    [mail, ip(address), false, 'for a name, no address'],
    ['2001:db8::1', ip('2001:db8:0:0:0:0:0:1'), true, 'IPv6'],
    ['2001:0DB8:0000::0001', ip('2001:db8::1'), true, 'IPv6 in another spelling'],
    ['2001:db8::192.0.2.1', ip('2001:db8::c000:201'), true, 'IPv6 with a dotted end'],
    ['2001:db8::1', ip('2001:db8::2'), false, 'another IPv6 address'],
    ['2001:db8::1', dns('2001:db8::1'), false, 'a DNS name that looks like IPv6'],
    ['::ffff:192.0.2.1', ip('::ffff:c000:201'), true, 'a mapped address as such'],
    ['::ffff:192.0.2.1', ip(address), false, 'a mapped address is not the IPv4 address'],
    [address, ip('::ffff:192.0.2.1'), false, 'nor the other way round'],
    ['::192.0.2.1', ip('::ffff:192.0.2.1'), false, 'nor is a compatible address a mapped one'],
  ],
  'RFC 6125 section 6.4.4 and RFC 2818 section 3.1: a common name counts where there is no DNS name': [
    [mail, cn(mail), 'by common name', 'no alternative name'],
    [mail, cn('MAIL.Contoso.com'), 'by common name', 'in any case'],
    [mail, cn('*.contoso.com'), 'by common name', 'a wildcard'],
    [mail, cn('owa.contoso.com', mail), 'by common name', 'one of several'],
    [mail, { ...cn(mail), ipAddresses: [address] }, 'by common name', 'only an address beside it'],
    [
      mail,
      { ...cn(mail), emailNames: ['anna@contoso.com'] },
      'by common name',
      'only an e-mail name beside it',
    ],
    [mail, { ...dns(mail), ...cn(mail) }, true, 'the same DNS name beside it'],
    [mail, { ...dns('owa.contoso.com'), ...cn(mail) }, false, 'another DNS name beside it'],
    [mail, { ...dns(''), ...cn(mail) }, false, 'even an empty DNS name'],
    [address, { ...cn(mail), ipAddresses: [address] }, true, 'an address does not need it'],
    ['owa.mail.contoso.com', cn('*.contoso.com'), false, 'a wildcard stands for one label there, too'],
    [mail, cn('m*.contoso.com'), false, 'and is a complete label'],
    [mail, cn('Mail of mail.contoso.com'), false, 'a text that holds the name'],
    [mail, { subject: [{ type: 'ou', value: mail }] }, false, 'another attribute'],
    [
      mail,
      { subject: [{ value: Buffer.from('mail.contoso.com\0.evil.test') }] },
      false,
      'a NUL ends nothing',
    ],
  ],
};

for (const [section, rows] of Object.entries(sections)) {
  describe(section, () => {
    for (const [host, names, coverage, why] of rows)
      test(`${host}: ${why}`, () =>
        assert.equal(coverageOf(host, readBack({ key: 'ed25519', ...names })), coverage));
  });
}

function coverageOf(host: string, leaf: Certificate): Coverage {
  const endpoint: Endpoint = { address, family: 4, port: 443, sni: host, chain: [leaf], timings: {} };
  const request = { server: { host, port: 443 } };
  const facts = readFacts({ request, endpoints: [endpoint], checkedAt: new Date(), durationMs: 1 });
  assert.equal(facts.coversServer, coversHost(host, leaf));
  return commonNameOnly.detect(facts) === null ? facts.coversServer : 'by common name';
}
