import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCertificate } from '../../../diagnosis/certificate/certificate.ts';
import { alteredCertificate } from '../../lab/alteredCertificate.ts';
import { primitive, sequence } from '../../lab/der.ts';
import { make, read, readBack } from './readBack.ts';

test('dates are ISO 8601 in UTC, also beyond 2049', () => {
  const dates = readBack({
    notBefore: new Date('2020-01-05T04:03:02Z'),
    notAfter: new Date('2051-12-31T23:59:59Z'),
  });
  assert.equal(dates.notBefore, '2020-01-05T04:03:02.000Z');
  assert.equal(dates.notAfter, '2051-12-31T23:59:59.000Z');
});

const plain = make();

const utcTime = 0x17;
const generalizedTime = 0x18;
const withDate = (tag: number, text: string) =>
  alteredCertificate(plain, () => ({
    validity: sequence(...[0, 1].map(() => primitive(tag, Buffer.from(text)))),
  }));

const dates: [tag: number, text: string, date: string][] = [
  [utcTime, '500101000000Z', '1950-01-01T00:00:00.000Z'],
  [utcTime, '491231235959Z', '2049-12-31T23:59:59.000Z'],
  [utcTime, '240229120000Z', '2024-02-29T12:00:00.000Z'],
  [utcTime, '2001020304Z', '2020-01-02T03:04:00.000Z'],
  [utcTime, '200102030405+0130', '2020-01-02T01:34:05.000Z'],
  [utcTime, '2001020304-0800', '2020-01-02T11:04:00.000Z'],
  [generalizedTime, '20200102030405Z', '2020-01-02T03:04:05.000Z'],
  [generalizedTime, '20200102030405.678Z', '2020-01-02T03:04:05.000Z'],
  [generalizedTime, '00010101000000Z', '0001-01-01T00:00:00.000Z'],
  [generalizedTime, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
];

for (const [tag, text, date] of dates) {
  test(`the ${tag === utcTime ? 'UTCTime' : 'GeneralizedTime'} ${text} is ${date}`, () => {
    assert.partialDeepStrictEqual(read(withDate(tag, text)), { notBefore: date, notAfter: date });
  });
}

const notDates: [tag: number, text: string][] = [
  [utcTime, ''],
  [utcTime, 'tomorrow'],
  [utcTime, '201301000000Z'],
  [utcTime, '200001000000Z'],
  [utcTime, '200230000000Z'],
  [utcTime, '230229000000Z'],
  [utcTime, '200101240000Z'],
  [utcTime, '200101006000Z'],
  [utcTime, '200101000060Z'],
  [utcTime, '200101000000'],
  [utcTime, '200101000000Z\n'],
  [utcTime, '20200101000000Z'],
  [utcTime, ' 00101000000Z'],
  [generalizedTime, '200101000000Z'],
  [generalizedTime, '20200101000000'],
  [generalizedTime, `20200101000000.${'0'.repeat(100_000)}`],
  [0x13, '200101000000Z'],
];

for (const [tag, text] of notDates) {
  test(`${JSON.stringify(text.slice(0, 30))} with the tag ${tag} is no date, so the certificate is unreadable`, () => {
    assert.deepEqual(readCertificate(withDate(tag, text)), { ok: false, reason: 'unreadable' });
  });
}
