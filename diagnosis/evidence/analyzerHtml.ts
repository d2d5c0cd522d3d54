import { isTelling, readReport } from './analyzerReport.ts';
import { findReports } from './analyzerSteps.ts';
import { withoutAnalyzerXml } from './analyzerXml.ts';
import type { EvidenceReader } from './statement.ts';

/** A saved page: its lists and tables are lines by now, and a step is found by its wording as in any text. */
export const readAnalyzerHtml: EvidenceReader = (text) => {
  if (!isAnalyzerHtml(text.raw)) return [];
  return findReports(withoutAnalyzerXml(text), text.raw.trimEnd().endsWith('>'))
    .map((report) => readReport('analyzer-html', report))
    .filter(isTelling);
};

/**
 * A chat adds `<p>` and `<br>` to a text; only a page has lists, tables or a head. They stand before the report: behind
 * its beginning they are of an answer that the analyzer got.
 */
export function isAnalyzerHtml(raw: string): boolean {
  const page = raw.search(/<(?:!doctype html|html|body|table|ul|ol|dl|details)(?:\s[^<>]*)?>/i);
  const report = raw.search(/\b(?:Testing|Attempting|ExRCA|Connectivity Analyzer)\b/);
  return page >= 0 && (report < 0 || page < report);
}
