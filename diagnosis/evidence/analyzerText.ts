import { isAnalyzerHtml } from './analyzerHtml.ts';
import { isTelling, readReport } from './analyzerReport.ts';
import { findReports } from './analyzerSteps.ts';
import { withoutAnalyzerXml } from './analyzerXml.ts';
import type { EvidenceReader } from './statement.ts';

/**
 * Reports of the Remote Connectivity Analyzer as it copies them, as forums keep them, and of the desktop tool. Silent
 * for what the readers of XML and HTML read.
 */
export const readAnalyzerText: EvidenceReader = (text) => {
  if (isAnalyzerHtml(text.raw)) return [];
  return findReports(withoutAnalyzerXml(text))
    .map((report) => readReport('analyzer-text', report))
    .filter(isTelling);
};
