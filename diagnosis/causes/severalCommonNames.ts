import * as fix from '../fixes.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

/** Which of several common names a client compares is documented nowhere, and tools disagree. */
export const severalCommonNames: Cause = {
  code: 'several-common-names',
  detect({ leaf, server }) {
    if (leaf === null || leaf.commonNames.length < 2) return null;
    return { severity: 'warning', data: { host: server.host, ...certificateNames(leaf) } };
  },
  fixes: (facts) => [fix.reissueCertificate(facts)],
};
