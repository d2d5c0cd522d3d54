import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allPorts,
  httpsOnly,
  isAllowedPort,
  type PortRange,
  parsePorts,
} from '../../../diagnosis/network/portPolicy.ts';

const lists: [text: string, ranges: PortRange[]][] = [
  ['443', [[443, 443]]],
  [
    '443,8443',
    [
      [443, 443],
      [8443, 8443],
    ],
  ],
  ['8000-8100', [[8000, 8100]]],
  ['8000-8000', [[8000, 8000]]],
  [
    ' 443 \n 8000-8100, ',
    [
      [443, 443],
      [8000, 8100],
    ],
  ],
  ['1-65535', [[1, 65535]]],
  ['*', [[1, 65535]]],
  [' * ', [[1, 65535]]],
];

for (const [text, ranges] of lists) {
  test(`${JSON.stringify(text)} is read as ports`, () => {
    assert.deepEqual(parsePorts(text), { ok: true, value: ranges });
  });
}

const wrong: [text: string, entry: string][] = [
  ['', ''],
  [' , ', ' , '],
  ['0', '0'],
  ['65536', '65536'],
  ['443,0', '0'],
  ['0-443', '0-443'],
  ['443-65536', '443-65536'],
  ['8100-8000', '8100-8000'],
  ['8000-', '8000-'],
  ['-443', '-443'],
  ['443 - 445', '-'],
  ['443,*', '*'],
  ['https', 'https'],
  ['4e2', '4e2'],
  ['0x1bb', '0x1bb'],
  ['443.5', '443.5'],
  ['999999', '999999'],
];

for (const [text, entry] of wrong) {
  test(`${JSON.stringify(text)} is not read as ports because of ${JSON.stringify(entry)}`, () => {
    assert.deepEqual(parsePorts(text), { ok: false, reason: 'not-a-port', data: { entry } });
  });
}

const ranges: readonly PortRange[] = [
  [443, 443],
  [8000, 8100],
];
const decisions: [port: number, allowed: readonly PortRange[], name: string, dialled: boolean][] = [
  [443, httpsOnly, 'HTTPS only', true],
  [80, httpsOnly, 'HTTPS only', false],
  [444, httpsOnly, 'HTTPS only', false],
  [1, allPorts, 'all ports', true],
  [65535, allPorts, 'all ports', true],
  [0, allPorts, 'all ports', false],
  [65536, allPorts, 'all ports', false],
  [Number.NaN, allPorts, 'all ports', false],
  [443, [], 'no port', false],
  [7999, ranges, '443 and 8000-8100', false],
  [8000, ranges, '443 and 8000-8100', true],
  [8100, ranges, '443 and 8000-8100', true],
  [8101, ranges, '443 and 8000-8100', false],
];

for (const [port, allowed, name, dialled] of decisions) {
  test(`with ${name} allowed, port ${port} ${dialled ? 'may' : 'may not'} be dialled`, () => {
    assert.equal(isAllowedPort(port, allowed), dialled);
  });
}
