import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { readCertificate } from '../../../diagnosis/certificate/certificate.ts';
import { isStrictDnsName } from '../../../diagnosis/names/dnsName.ts';
import { coversHost, isCommonName, matchPrincipal } from '../../../diagnosis/names/match.ts';
import { mutantsEach, mutantsOf, usualSeed } from '../../lab/mutants.ts';
import { seedCertificates } from '../../lab/seedCertificates.ts';

const seed = Number(process.env.MUTANT_SEED ?? usualSeed);
const seeds = seedCertificates();

describe('a damaged certificate is read or unreadable, and its names can be compared and told', () => {
  let read = 0;
  let unreadable = 0;
  before(() => assert.ok(seeds.length >= 20 && seeds.length * mutantsEach >= 50_000));

  for (const [what, der] of seeds) {
    test(`${mutantsEach} mutants of ${what}`, () => {
      assert.ok(use(der), 'the certificate itself is read');
      for (const mutant of mutantsOf(der, seed)) {
        try {
          if (use(mutant)) read += 1;
          else unreadable += 1;
        } catch (error) {
          assert.fail(`MUTANT_SEED=${seed}, ${mutant.toString('hex')}: ${error}`);
        }
      }
    });
  }

  test('there were many of both', () =>
    assert.ok(Math.min(read, unreadable) > 10_000, `${read} ${unreadable}`));
});

/** All that is done with a certificate. Tells whether it could be read. */
function use(der: Buffer): boolean {
  const result = readCertificate(der);
  if (!result.ok) {
    assert.deepEqual(result, { ok: false, reason: 'unreadable' });
    return false;
  }
  const { value } = result;
  for (const date of [value.notBefore, value.notAfter]) assert.equal(new Date(date).toISOString(), date);
  for (const text of [...value.commonNames, value.subject, value.issuer]) assert.ok(text.isWellFormed());
  for (const name of value.commonNames)
    assert.equal(isCommonName(matchPrincipal(name, value)), name !== '', name);
  for (const name of value.dnsNames) assert.equal(matchPrincipal(name, value) === 'none', name === '', name);
  for (const name of value.dnsNames.filter(isStrictDnsName)) assert.ok(coversHost(name, value), name);
  for (const address of value.ipAddresses) assert.ok(coversHost(address, value), address);
  assert.match(value.serialNumber, /^-?(?:[0-9A-F]{2})+$/);
  assert.ok(value.keyBits === null || Number.isInteger(value.keyBits));
  assert.deepEqual(JSON.parse(JSON.stringify(value)), value);
  return true;
}
