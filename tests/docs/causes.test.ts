import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { causes } from '../../diagnosis/causes/index.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { readFacts } from '../../diagnosis/facts.ts';
import { causesDocument, docstringOf } from '../../docs/causes.ts';
import { type Given, mail, observation, wildcard } from '../diagnosis/observation.ts';

const text = causesDocument();
/** What stands behind an anchor, up to the next one. */
const sections = new Map(
  text.split('### <a id="').map((part): [string, string] => [part.slice(0, part.indexOf('"')), part]),
);

test('docs/causes.md is what the causes and the texts make of it; where it is not, run: npm run docs', () => {
  const written = readFileSync(new URL('../../docs/causes.md', import.meta.url), 'utf8');
  // Not compared by assert itself, whose difference of two long texts hides the way out.
  assert.ok(written === text, 'docs/causes.md is out of date. Run: npm run docs');
});

describe('every cause has a section with a source', () => {
  const source =
    /RFC \d+|KB\d+|MS-OXDSCLI|RPC|Connectivity Analyzer|HealthChecker|Set-OutlookProvider|Outlook/;
  const more = /MAPI over HTTP|site resilience/;
  for (const { code } of causes) {
    test(code, () => {
      assert.ok(sections.has(code));
      assert.match(docstringOf(code), new RegExp(`${source.source}|${more.source}`));
      assert.ok(sections.get(code)?.includes(docstringOf(code)));
    });
  }
});

test('the sections stand in the order of the causes', () => {
  const codes = causes.map(({ code }) => code);
  const inDocument = [...sections.keys()].filter((id) => codes.some((code) => code === id));
  assert.deepEqual(inDocument, codes);
});

test('every link leads somewhere, and no placeholder is left', () => {
  const links = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, id = '']) => id);
  assert.ok(links.length > 150);
  assert.deepEqual(
    links.filter((id) => !sections.has(id)),
    [],
  );
  assert.doesNotMatch(text, /\{\{|\}\}|\$\{|undefined|\[object/);
});

test('every way out that a cause proposes is in its section, and has one of its own', () => {
  const names = [
    [mail],
    [wildcard],
    ['webmail.contoso.com'],
    ['www.fabrikam.com'],
    ['Contoso Mail'],
    [],
    [mail, 'a.b'],
  ];
  const samples = names.flatMap((cn): Given[] =>
    [[mail], cn].flatMap((san): Given[] =>
      ['msstd:old.contoso.com', `msstd:${mail}`, 'none', 'msstd:outlook.com'].flatMap((principal): Given[] =>
        [null, 'none', 'msstd:old.contoso.com', mail].map((expr) => ({ cn, san, principal, expr })),
      ),
    ),
  );
  for (const given of samples) {
    const seen = observation(given);
    const facts = readFacts(seen);
    for (const { code, detect, fixes } of causes) {
      if (detect(facts) === null) continue;
      for (const { id } of fixes?.(facts) ?? [])
        assert.ok(sections.get(code)?.includes(`(#fix-${id})`), `${code} without ${id}`);
    }
    for (const { id } of diagnose(seen).fixes) assert.ok(sections.has(`fix-${id}`), id);
  }
});

test('a certificate of no server stands in no command', () => {
  assert.doesNotMatch(text, /[0-9A-F]{40}/);
});
