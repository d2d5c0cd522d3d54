import type { ReportStep } from './analyzerSteps.ts';
import type { Statement } from './statement.ts';

/**
 * The analyzer lists the headers of the answers that it got: the version of Exchange and the time are among them.
 * Build numbers: Exchange Server build numbers and release dates, Microsoft Learn.
 */
export function headersOf(steps: ReportStep[]): Statement[] {
  const statements: Statement[] = [];
  for (const step of steps) {
    const version = /\bX-OWA-Version: ?(?<major>\d{1,2})\.(?<minor>\d{1,2})\.(?<build>\d{1,5})/i.exec(
      step.body,
    );
    const value = exchangeVersion(version?.groups);
    if (version && value !== undefined)
      statements.push({
        field: 'exchangeVersion',
        value,
        line: step.lineAt(version.index),
        certainty: 'certain',
      });
    const date = /\bDate: ?(?<date>[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)/.exec(
      step.body,
    );
    const time = Date.parse(date?.groups?.date ?? '');
    if (date && Number.isFinite(time)) {
      const iso = new Date(time).toISOString().replace('.000Z', 'Z');
      statements.push({
        field: 'reportedAt',
        value: iso,
        line: step.lineAt(date.index),
        certainty: 'certain',
      });
    }
  }
  const last = (field: string) => statements.findLast((statement) => statement.field === field);
  return [last('exchangeVersion'), last('reportedAt')].filter((statement) => statement !== undefined);
}

function exchangeVersion(version: Record<string, string> | undefined): string | undefined {
  const { major, minor, build } = version ?? {};
  if (major === '14') return '2010';
  if (major !== '15') return undefined;
  if (minor === '2') return Number(build) < 2562 ? '2019' : 'se';
  return { '0': '2013', '1': '2016' }[minor ?? ''];
}
