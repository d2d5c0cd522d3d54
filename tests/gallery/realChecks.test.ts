import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { causes } from '../../diagnosis/causes/index.ts';
import type { FindingCode } from '../../diagnosis/types.ts';
import { type Specimen, specimens } from './specimens.ts';

/** What no server on loopback can show, and why. */
const notReal: Partial<Record<FindingCode, string>> = {
  'connection-timeout': 'loopback loses no packets',
  'host-unreachable': 'there is always a way to loopback',
  'certificate-problem-reported': 'said of a certificate that only a report tells of',
  'report-differs': 'compares with what an earlier report says',
  'server-assumed': 'only a report leaves out the server',
};

describe('every cause is met by a real check of a real server', () => {
  let real: Specimen[];
  before(async () => {
    real = (await specimens()).filter(({ isReal }) => isReal);
  });

  for (const { code } of causes) {
    const reason = notReal[code];
    test(reason === undefined ? code : `but for ${code}: ${reason}`, () => {
      const found = real.some(({ diagnosis }) => diagnosis.findings.some((finding) => finding.code === code));
      assert.equal(found, reason === undefined);
    });
  }
});
