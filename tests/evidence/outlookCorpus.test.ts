import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAutodiscoverXml } from '../../diagnosis/evidence/autodiscoverXml.ts';
import { readCertificateDialog } from '../../diagnosis/evidence/certificateDialog.ts';
import { readOutlookAutoconfiguration } from '../../diagnosis/evidence/outlookAutoconfiguration.ts';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import { readProxyDialog } from '../../diagnosis/evidence/proxyDialog.ts';
import type { Reading, Statement } from '../../diagnosis/evidence/statement.ts';
import { readCorpus } from './corpus.ts';

const readers = [readOutlookAutoconfiguration, readAutodiscoverXml, readProxyDialog, readCertificateDialog];
const formats = ['outlook-autoconfiguration', 'autodiscover-xml', 'proxy-dialog', 'certificate-dialog'];
function read(text: string): Reading[] {
  const pasted = readPastedText(text);
  return readers.flatMap((reader) => reader(pasted));
}

function values(readings: Reading[], isWanted: (statement: Statement) => boolean): Set<string> {
  return new Set(readings.flatMap(({ statements }) => statements.filter(isWanted).map(({ value }) => value)));
}

const isName = ({ field }: Statement) => /server|principal/i.test(field);

for (const { name, text } of readCorpus().filter(({ format }) => formats.includes(format))) {
  test(`Nothing certain is made up of a part of ${name}`, () => {
    const whole = values(read(text), isName);
    for (let end = 0; end < text.length; end += 7) {
      for (const part of [text.slice(0, end), text.slice(end)]) {
        const readings = read(part);
        const made = [...values(readings, isName)].filter((value) => !stands(value, part));
        assert.deepEqual(made, []);
        const told = values(readings, (one) => isName(one) && one.certainty === 'certain');
        assert.deepEqual(
          [...told].filter((value) => !whole.has(value) && !isDropped(value, part)),
          [],
        );
      }
    }
  });

  test(`The same is read in ${name} with the line ends of Windows and as a quotation`, () => {
    const one = values(read(text), isName);
    assert.deepEqual(values(read(text.replaceAll('\n', '\r\n')), isName), one);
    assert.deepEqual(values(read(text.replace(/^/gm, '> ')), isName), one);
  });
}

/** Lines may have been wrapped within the value, and quoted. */
function stands(value: string, text: string): boolean {
  return text.replace(/[\s>]/g, '').includes(value.replace(/^msstd:/, ''));
}

/** Where the beginning of a text is lost within a name, its rest stands there as one. */
function isDropped(value: string, part: string): boolean {
  return part.indexOf(value.replace(/^msstd:/, '')) < 8;
}
