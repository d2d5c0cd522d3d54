import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { decodeFile } from '../../diagnosis/evidence/fileText.ts';

const folder = `${import.meta.dirname}/corpus/`;

/** One thing that people paste or send, with what is to be understood of it. */
export interface CorpusText {
  /** `analyzer-text/denied.txt`. */
  name: string;
  format: string;
  bytes: Buffer;
  /** What is in the bytes. */
  text: string;
  expected: Record<string, unknown>;
}

export function readCorpus(): CorpusText[] {
  return globSync('*/*.{txt,xml,html,cer,crt,pem,p7b}', { cwd: folder })
    .toSorted()
    .map((file) => ({ file, bytes: readFileSync(folder + file) }))
    .map(({ file, bytes }) => ({
      name: file.replaceAll(sep, '/'),
      format: basename(dirname(file)),
      bytes,
      text: decodeFile(bytes) ?? '',
      expected: readExpected(folder + file.replace(/\.\w+$/, '.json')),
    }));
}

/** Nothing where it is missing, so that the test of one text fails and not all of them. */
function readExpected(file: string): Record<string, unknown> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
