import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import type { EvidenceReader } from '../../diagnosis/evidence/statement.ts';

/** What a reader tells of a text, as `field=value`, with a question mark for each degree of doubt; readings by `/`. */
export function told(reader: EvidenceReader, text: string): string {
  const doubt = { certain: '', likely: '?', guessed: '??' };
  return reader(readPastedText(text))
    .map(({ statements }) =>
      statements.map(({ field, value, certainty }) => `${field}=${value}${doubt[certainty]}`).join(' '),
    )
    .join(' / ');
}
