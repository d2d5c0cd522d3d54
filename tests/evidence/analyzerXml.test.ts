import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readAnalyzer, valuesOf } from './analyzerReadings.ts';

const mutual =
  '<testresult status="Error" testdescription="Testing SSL mutual authentication with the RPC proxy server." resultdescription="Mutual authentication couldn\'t be established." additionaldetails="The certificate common name a.b doesn\'t validate against the mutual authentication string that was provided: msstd:c.d&#xD;&#xA;More."><children/></testresult>';
const root = (children: string) =>
  `<testresult status="Error" testdescription="Testing RPC/HTTP connectivity." resultdescription="The RPC/HTTP test failed."><children>${children}</children></testresult>`;

describe('a report as XML', () => {
  test('is read once, not as text too', () => {
    const readings = readAnalyzer(`Look:\n${root(mutual)}`);
    assert.deepEqual(
      readings.map(({ format, verdict }) => [format, verdict]),
      [['analyzer-xml', 'fail']],
    );
    assert.deepEqual(
      readings[0]?.steps?.map(({ depth, line }) => [depth, line]),
      [
        [0, 2],
        [1, 2],
      ],
    );
  });

  test('keeps the lines of its details', () => {
    const details = readAnalyzer(root(mutual))[0]?.steps?.[1]?.details;
    assert.equal(details?.length, 3);
    assert.equal(details?.at(-1), 'More.');
  });

  test('leaves a report as text beside it to the reader of text', () => {
    const text = 'Attempting to ping RPC proxy a.contoso.com.\nRPC Proxy was pinged successfully.';
    const formats = readAnalyzer(`${root(mutual)}\n\n${text}\n`).map(({ format }) => format);
    assert.deepEqual(formats, ['analyzer-text', 'analyzer-xml']);
  });

  test('two documents are two reports', () => {
    assert.equal(
      readAnalyzer(`<?xml version="1.0"?>${root(mutual)}\n<?xml version="1.0"?>${root('')}`).length,
      2,
    );
    assert.equal(readAnalyzer(root(mutual) + root('')).length, 2);
  });

  const manglings: [string, (xml: string) => string][] = [
    ['with typographic quotation marks', (xml) => xml.replaceAll('"', '”')],
    [
      'with capitals',
      (xml) =>
        xml.replaceAll('testresult', 'TestResult').replaceAll('additionaldetails', 'AdditionalDetails'),
    ],
    ['quoted', (xml) => xml.replaceAll('<testresult', '\n> <testresult')],
    [
      'escaped',
      (xml) =>
        xml
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;'),
    ],
    ['without its end', (xml) => xml.slice(0, xml.indexOf('More.'))],
    ['without its beginning', (xml) => xml.slice(xml.indexOf('<testresult', 1))],
  ];
  for (const [name, mangle] of manglings) {
    test(name, () => {
      const readings = readAnalyzer(mangle(root(mutual)));
      assert.deepEqual(
        readings.map(({ format, verdict }) => [format, verdict]),
        [['analyzer-xml', 'fail']],
      );
      assert.deepEqual(valuesOf(readings, 'commonName'), ['a.b']);
      assert.deepEqual(valuesOf(readings, 'principal'), ['msstd:c.d']);
    });
  }

  test('expands no entity of its own', () => {
    const bomb = '<!DOCTYPE t [<!ENTITY a "msstd:evil.example"><!ENTITY b SYSTEM "file:///etc/hostname">]>';
    const readings = readAnalyzer(`${bomb}${root(mutual.replace('msstd:c.d', 'msstd:&a;&b;'))}`);
    assert.deepEqual(valuesOf(readings, 'principal'), ['msstd:&a']);
  });

  test('that is nested without end is given up, not followed', () => {
    const readings = readAnalyzer(
      '<testresult testdescription="Testing RPC/HTTP connectivity."><children>'.repeat(20_000),
    );
    assert.ok((readings[0]?.steps?.length ?? 0) <= 101);
  });
});
