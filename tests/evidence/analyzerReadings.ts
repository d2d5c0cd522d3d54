import { readAnalyzerHtml } from '../../diagnosis/evidence/analyzerHtml.ts';
import { readAnalyzerText } from '../../diagnosis/evidence/analyzerText.ts';
import { readAnalyzerXml } from '../../diagnosis/evidence/analyzerXml.ts';
import { readPastedText } from '../../diagnosis/evidence/pastedText.ts';
import type { EvidenceField, Reading } from '../../diagnosis/evidence/statement.ts';

/** What all readers of the analyzer find in a text. */
export function readAnalyzer(raw: string): Reading[] {
  const text = readPastedText(raw);
  return [readAnalyzerText, readAnalyzerXml, readAnalyzerHtml].flatMap((read) => read(text));
}

/** The values of a field, in the order of the readings. */
export function valuesOf(readings: Reading[], field: EvidenceField): string[] {
  return readings.flatMap(({ statements }) =>
    statements.filter((statement) => statement.field === field).map(({ value }) => value),
  );
}
