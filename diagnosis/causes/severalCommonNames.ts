import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { certificateNames, comparesNames } from './names.ts';

/** Which of several common names a client compares is documented nowhere. */
export const severalCommonNames: Cause = {
  code: 'several-common-names',
  detect(facts) {
    const { leaf, server } = facts;
    if (leaf === null || leaf.commonNames.length < 2) return null;
    return {
      severity: comparesNames(facts) ? 'warning' : 'info',
      data: { host: server.host, ...certificateNames(leaf) },
    };
  },
  fixes: (facts) => (comparesNames(facts) ? [fix.reissueCertificate(facts)] : []),
};
