import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readAnalyzer, valuesOf } from './analyzerReadings.ts';

interface Expected {
  formats: string[];
  servers?: string[];
  principal?: string;
  commonNames?: string[];
  dnsNames?: string[];
  analyzerVerdict?: string;
  exchangeVersion?: string;
  reportedAt?: string;
}

const corpus = new URL('corpus/', import.meta.url);
const texts = readdirSync(corpus)
  .filter((folder) => folder.startsWith('analyzer-'))
  .flatMap((folder) => readdirSync(new URL(`${folder}/`, corpus)).map((name) => `${folder}/${name}`))
  .filter((name) => !name.endsWith('.json'))
  .map((name) => ({ name, raw: readFileSync(new URL(name, corpus), 'utf8') }));

describe('reports of the analyzer', () => {
  for (const { name, raw } of texts) {
    test(name, () => {
      const json = readFileSync(new URL(name.replace(/\.\w+$/, '.json'), corpus), 'utf8');
      const expected: Expected = JSON.parse(json);
      const readings = readAnalyzer(raw);
      const [server] = valuesOf(readings, 'server');
      const told = {
        formats: [...new Set(readings.map(({ format }) => format))],
        servers: server === undefined ? [] : [server.includes(':') ? server : `${server}:443`],
        principal: valuesOf(readings, 'principal')[0],
        commonNames: valuesOf(readings, 'commonName'),
        dnsNames: valuesOf(readings, 'dnsName'),
        analyzerVerdict: readings[0]?.verdict,
        exchangeVersion: valuesOf(readings, 'exchangeVersion')[0],
        reportedAt: valuesOf(readings, 'reportedAt')[0],
      };
      assert.deepEqual({ ...told, ...expected }, told);
    });
  }

  test('are read wherever they are cut, and tell no host that is not there', () => {
    for (const { name, raw } of texts) {
      const lines = raw.split('\n').length;
      for (let cut = 0; cut < raw.length; cut += 13) {
        for (const part of [raw.slice(0, cut), raw.slice(cut)]) {
          for (const { statements } of readAnalyzer(part)) {
            for (const { field, value, line } of statements) {
              assert.ok(line >= 1 && line <= lines, `${name}: line ${line}`);
              if (field !== 'server') continue;
              assert.ok(part.includes(value.replace(/:\d+$/, '')), `${name}: ${value}`);
            }
          }
        }
      }
    }
  });
});
