import type { Certificate, ReportedCertificate } from '../types.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

/** The server shows another certificate than a report of the Connectivity Analyzer, or another one, told before. */
export const reportDiffers: Cause = {
  code: 'report-differs',
  severity: 'info',
  who: 'nobody',
  detect({ leaf, reported }) {
    if (leaf === null || reported === null || isSame(leaf, reported)) return null;
    const { found = '' } = certificateNames(leaf);
    return { data: { found, reported: reported.commonNames[0] ?? '', notAfter: leaf.notAfter } };
  },
};

/** The thumbprint decides; without one, whatever the report tells. */
function isSame({ sha1, commonNames, notAfter }: Certificate, reported: ReportedCertificate): boolean {
  if (reported.thumbprint !== undefined) return reported.thumbprint === sha1;
  const known = new Set(commonNames.map((name) => name.toLowerCase()));
  const day = reported.notAfter?.slice(0, 'yyyy-mm-dd'.length);
  return (
    reported.commonNames.every((name) => known.has(name.toLowerCase())) &&
    (day === undefined || notAfter.startsWith(day))
  );
}
