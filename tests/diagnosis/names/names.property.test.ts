import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { coversName, isStrictDnsName, toALabels } from '../../../diagnosis/names/dnsName.ts';
import { coversHost, matchPrincipal } from '../../../diagnosis/names/match.ts';
import { bareForm, parsePrincipalName } from '../../../diagnosis/names/principalName.ts';
import { formatServerName, parseServerName } from '../../../diagnosis/names/serverName.ts';
import type { Certificate } from '../../../diagnosis/types.ts';
import { readBack } from '../certificate/readBack.ts';

const runs = { seed: 2710606, numRuns: 5000 };
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const digits = [...'0123456789'];

const label = fc
  .array(fc.constantFrom(...letters, ...digits, '_', '-'), { minLength: 1, maxLength: 12 })
  .map((characters) => characters.join('').replace(/^-|-$/g, 'a'));
const topLabel = fc.tuple(label, fc.constantFrom(...letters)).map((parts) => parts.join(''));
/** Of two to five labels. What follows `xn--` would have to be Punycode. */
const dnsName = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), topLabel)
  .map(([labels, last]) => [...labels, last].join('.'))
  .filter((name) => isInGrammar(name) && !name.includes('xn--'));
const wildcard = dnsName.map((name) => `*.${name}`);
const address = fc.oneof(fc.ipV4(), fc.ipV6());

/** What names, certificates and pastes are made of, and what is like it. */
const pieces = fc.constantFrom(
  ...[
    'a',
    'mail',
    'contoso',
    'com',
    'K',
    '\u212a',
    '\u0130',
    '\u017f',
    'ü',
    'u\u0308',
    'xn--',
    'xn--mnchen-3ya',
  ],
  ...[
    '.',
    '..',
    '\u3002',
    '*',
    '*.',
    '-',
    '_',
    '0',
    '1',
    '255',
    '0x7f',
    ':',
    ':443',
    '::',
    '[',
    ']',
    '%',
    '@',
  ],
  ...[
    'msstd:',
    'MSSTD :',
    'fullsic:',
    'none',
    'https://',
    'mailto:',
    '/',
    '?',
    '#',
    '\\',
    ';',
    ',',
    '$(',
    '`',
  ],
  ...['"', '\u201c', '\u201d', '<', '>', ' ', '\t', '\r\n', '\0', '\u200b', '\u202e', '\ud83d', '\u{1f600}'],
);
const text = fc.oneof(
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  dnsName,
  wildcard,
  address,
);

/** The grammar in other words than the code's: labels of letters, digits, `_` and inner `-`; the last is no number. */
function isInGrammar(name: string): boolean {
  const labels = (name.startsWith('*.') ? name.slice(2) : name).split('.');
  const isLabel = (part: string) =>
    part.length >= 1 &&
    part.length <= 63 &&
    [...part].every((character) => [...letters, ...digits, '_', '-'].includes(character)) &&
    !part.startsWith('-') &&
    !part.endsWith('-');
  const isNumber = (part = '') => /^(?:[0-9]+|0x[0-9a-f]*)$/.test(part);
  return name.length <= 253 && labels.every(isLabel) && !isNumber(labels.at(-1));
}

/** The same letters, each in either case. */
function inAnyCase(name: string): fc.Arbitrary<string> {
  return fc
    .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
    .map((upper) =>
      [...name].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(''),
    );
}

const plain = readBack();
const certificate = (names: Partial<Certificate>): Certificate => ({ ...plain, commonNames: [], ...names });

describe('a strict DNS name', () => {
  test('is one that follows the grammar, and no other text is', () => {
    const nearly = fc
      .array(fc.constantFrom(...'aA1-_.*é', 'x'.repeat(63), 'x.'.repeat(63)))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(nearly, text), (name) => assert.equal(isStrictDnsName(name), isInGrammar(name))),
      runs,
    );
  });

  test('is its own A-label form, in any case', () => {
    const cased = fc.oneof(dnsName, wildcard).chain((name) => fc.tuple(fc.constant(name), inAnyCase(name)));
    fc.assert(
      fc.property(cased, ([name, written]) => assert.equal(toALabels(written), name)),
      runs,
    );
  });

  test('any text has A-labels or none, and a strict name among them has itself', () => {
    fc.assert(
      fc.property(text, (name) => {
        const aLabels = toALabels(name);
        if (aLabels !== null && isStrictDnsName(aLabels)) assert.equal(toALabels(aLabels), aLabels);
      }),
      runs,
    );
  });
});

describe('a server name', () => {
  test('is in the strict grammar or an address, has a port, and reads back as itself, whatever the text', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const parsed = parseServerName(typed);
        if (!parsed.ok) return;
        const { host, port } = parsed.value;
        assert.ok(isIP(host) !== 0 || (isInGrammar(host) && !host.startsWith('*')), host);
        assert.ok(Number.isInteger(port) && port >= 1 && port <= 65535);
        // A server of the name `msstd` reads as a principal name.
        fc.pre(!['msstd', 'fullsic'].includes(host));
        assert.deepEqual(parseServerName(formatServerName(parsed.value)), parsed);
      }),
      runs,
    );
  });

  test('of any host and port is read from what is written for it', () => {
    const host = fc.oneof(dnsName, fc.ipV4());
    fc.assert(
      fc.property(host, fc.integer({ min: 1, max: 65535 }), (name, port) => {
        const value = { host: name, port };
        assert.deepEqual(parseServerName(formatServerName(value)), { ok: true, value });
      }),
      runs,
    );
  });
});

describe('a principal name', () => {
  test('is read from its bare form', () => {
    fc.assert(
      fc.property(fc.oneof(dnsName, wildcard, topLabel), (name) => {
        fc.pre(name !== 'none');
        const given = bareForm(name);
        assert.deepEqual(parsePrincipalName(given), { ok: true, value: { given, form: 'msstd', name } });
      }),
      runs,
    );
  });

  test('has a name or none by its form, and the bare form of that name reads as the same, whatever the text', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const parsed = parsePrincipalName(typed);
        if (!parsed.ok) return;
        const { form, name, given } = parsed.value;
        assert.equal(given, typed.trim());
        assert.equal(name === undefined, form !== 'msstd');
        if (name === undefined) return;
        assert.match(name, /^[^A-Z]+$/);
        assert.partialDeepStrictEqual(parsePrincipalName(bareForm(name)), { ok: true, value: { name } });
      }),
      runs,
    );
  });

  test('without the prefix is in the strict grammar or an e-mail address', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const parsed = parsePrincipalName(typed);
        if (!parsed.ok || parsed.value.name === undefined || /msstd/i.test(typed)) return;
        assert.ok(isInGrammar(parsed.value.name) || /^[^\s@]+@[^\s@]+$/.test(parsed.value.name));
      }),
      runs,
    );
  });
});

describe('a name in a certificate', () => {
  test('covers a host only as itself or with a wildcard for exactly the first label, in any case', () => {
    const pairs = fc.oneof(
      fc.tuple(text, dnsName),
      dnsName.chain((host) =>
        fc.tuple(fc.constantFrom(host, ...patternsNear(host)).chain(inAnyCase), fc.constant(host)),
      ),
    );
    fc.assert(
      fc.property(pairs, ([pattern, host]) => {
        const [, ...parent] = host.split('.');
        const wanted = [host, ...(parent.length >= 2 ? [`*.${parent.join('.')}`] : [])];
        const isWanted = wanted.some((name) => equalsInAscii(name, pattern));
        assert.equal(coversName(pattern, host), isWanted);
      }),
      runs,
    );
  });

  test('never covers an address, unless it is an address itself', () => {
    fc.assert(
      fc.property(address, fc.array(text), (host, names) => {
        const everywhere = [host, `*.${host.slice(host.indexOf('.') + 1)}`, ...names];
        const onlyNames = certificate({
          commonNames: everywhere,
          dnsNames: everywhere,
          emailNames: everywhere,
        });
        assert.equal(coversHost(host, onlyNames), false);
        assert.equal(coversHost(host, { ...onlyNames, ipAddresses: [host] }), true);
      }),
      runs,
    );
  });

  test('matches a principal name in any case of ASCII letters and in no other way', () => {
    fc.assert(
      fc.property(text, text, (principal, name) => {
        const wanted = principal !== '' && equalsInAscii(principal, name);
        assert.equal(
          matchPrincipal(principal, certificate({ commonNames: [name] })) === 'common-name',
          wanted,
        );
        const match = matchPrincipal(principal, certificate({ dnsNames: [name] }));
        assert.equal(match === 'alternative-name', wanted);
      }),
      runs,
    );
  });

  for (const [sign, letter] of [
    ['\u212a', 'k'],
    ['\u0130', 'i'],
    ['\u017f', 's'],
    ['\uff4d', 'm'],
  ] as const) {
    test(`with ${sign} is not the one with ${letter}`, () => {
      fc.assert(
        fc.property(dnsName, (parent) => {
          const [name, host] = [`x${sign}.${parent}`, `x${letter}.${parent}`];
          assert.equal(coversName(name, host), false);
          assert.equal(matchPrincipal(host, certificate({ commonNames: [name], dnsNames: [name] })), 'none');
        }),
        { ...runs, numRuns: 100 },
      );
    });
  }
});

/** Wildcards that might cover a host to a careless eye. */
function patternsNear(host: string): string[] {
  const [first = '', ...parent] = host.split('.');
  const rest = parent.join('.');
  return [
    `*.${rest}`,
    `*.${parent.slice(1).join('.')}`,
    `*.*.${parent.slice(1).join('.')}`,
    `*.${host}`,
    `${first.slice(0, 1)}*.${rest}`,
    `*${first.slice(-1)}.${rest}`,
    `${first}.*`,
    `${first}*.${rest}`,
    '*',
    '*.',
    `.${rest}`,
    `.${host}`,
    `${host}.`,
    `${host}\0`,
    rest,
  ];
}

function equalsInAscii(one: string, other: string): boolean {
  return (
    one.length === other.length &&
    [...one].every((character, index) => sameInAscii(character, [...other][index]))
  );
}

function sameInAscii(one: string, other = ''): boolean {
  const isAscii = one.length === 1 && one <= '\x7f' && other.length === 1 && other <= '\x7f';
  return one === other || (isAscii && one.toLowerCase() === other.toLowerCase());
}
