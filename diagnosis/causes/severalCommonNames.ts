import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { certificateNames, comparesNames } from './names.ts';

/** Which of several common names a client compares is documented nowhere, not under RPC Principal Names either. */
export const severalCommonNames: Cause = {
  code: 'several-common-names',
  severity: 'warning',
  otherSeverity: 'info',
  who: 'exchangeAdmin',
  detect(facts) {
    const { leaf, server } = facts;
    if (leaf === null || leaf.commonNames.length < 2) return null;
    return {
      ...(!comparesNames(facts) && { severity: 'info' }),
      data: { host: server.host, ...certificateNames(leaf) },
    };
  },
  fixes: (facts) => (comparesNames(facts) ? fix.rightCertificate(facts) : []),
};
