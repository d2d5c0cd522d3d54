import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readAnalyzer } from './analyzerReadings.ts';

const steps = [
  'Attempting to ping RPC proxy a.contoso.com.',
  'RPC Proxy was pinged successfully.',
  'Testing SSL mutual authentication with the RPC proxy server.',
  'Mutual authentication was verified successfully.',
  'Certificate common name a.contoso.com matches msstd:a.contoso.com.',
];

describe('a report in markup', () => {
  const pages: [string, string, string][] = [
    ['of lists', `<ul>${steps.map((step) => `<li>${step}</li>`).join('')}</ul>`, 'analyzer-html'],
    [
      'of tables',
      `<table>${steps.map((step) => `<tr><td>x</td><td>${step}</td></tr>`).join('')}</table>`,
      'analyzer-html',
    ],
    [
      'with everything in one line',
      `<html><body>${steps.map((step) => `<span>${step}</span>`).join('')}</body></html>`,
      'analyzer-html',
    ],
    [
      'cut inside a tag',
      `<html><body>${steps.map((step) => `<div>${step}</div>`).join('')}<div cla`,
      'analyzer-html',
    ],
    ['of a chat is a text', `<p>${steps.join('<br>')}</p>`, 'analyzer-text'],
    [
      'of a chat with paragraphs is a text',
      steps.map((step) => `<div>${step}</div>`).join('\n'),
      'analyzer-text',
    ],
  ];
  for (const [name, page, format] of pages) {
    test(name, () => {
      const readings = readAnalyzer(page);
      assert.deepEqual(
        readings.map((reading) => [reading.format, reading.verdict]),
        [[format, 'pass']],
      );
      assert.deepEqual(
        readings[0]?.statements.map(({ field, value }) => `${field} ${value}`),
        ['server a.contoso.com', 'principal msstd:a.contoso.com', 'commonName a.contoso.com'],
      );
    });
  }
});
