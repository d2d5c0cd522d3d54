import type { ReportStep } from './analyzerSteps.ts';
import { exchangeVersionOf } from './exchangeVersion.ts';
import type { Statement } from './statement.ts';

/**
 * The analyzer lists the headers of the answers that it got: the version of Exchange and the time are among them.
 */
export function headersOf(steps: ReportStep[]): Statement[] {
  const statements: Statement[] = [];
  for (const step of steps) {
    const version = /\bX-OWA-Version: ?(?<major>\d{1,2})\.(?<minor>\d{1,2})\.(?<build>\d{1,5})/i.exec(
      step.body,
    );
    const { major, minor, build } = version?.groups ?? {};
    const value = exchangeVersionOf(Number(major), Number(minor), Number(build));
    if (version && value !== null)
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
