import type { Cause } from './causes/cause.ts';
import { causes } from './causes/index.ts';
import type { Finding } from './types.ts';

const severities: Finding['severity'][] = ['error', 'warning', 'info', 'ok'];

/**
 * For sorting findings, worst first: by severity, and among equals by the order of the causes. Where a cause stops
 * everybody as an error, its mere warning stops hardly anybody, so it stands behind all other warnings.
 */
export function worseFinding(one: Finding, other: Finding): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    Number(isMild(one)) - Number(isMild(other)) ||
    place(one) - place(other)
  );
}

/** Whom a finding at the judged address keeps from connecting, whatever the names say; undefined: some, or nobody. */
export function stoppedBy(finding: Finding): Cause['stops'] {
  const { stops } = causes[place(finding)] ?? {};
  const isSpared = finding.address !== undefined || (stops === 'everybody' && finding.severity !== 'error');
  return isSpared ? undefined : stops;
}

function isMild(finding: Finding): boolean {
  const { stops } = causes[place(finding)] ?? {};
  return finding.severity === 'warning' && stops === 'everybody';
}

function place({ code }: Finding): number {
  return causes.findIndex((cause) => cause.code === code);
}
