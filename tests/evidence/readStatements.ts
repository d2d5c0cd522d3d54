import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import type { EvidenceReader, Statement } from '../../diagnosis/evidence/statement.ts';

/** Each reading as lines of `field value`, with the certainty behind it where it is not certain. */
export function readStatements(reader: EvidenceReader, text: string): string[][] {
  return reader(readPastedText(text)).map(({ statements }) => statements.map(inWords));
}

function inWords({ field, value, certainty }: Statement): string {
  return `${field} ${value}${certainty === 'certain' ? '' : ` (${certainty})`}`;
}
