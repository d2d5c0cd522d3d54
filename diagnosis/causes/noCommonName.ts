import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { certificateNames, comparesNames, lacksCommonName } from './names.ts';

/** The subject has no common name, or an empty one: clients that compare only that find nothing (RPC Principal Names). */
export const noCommonName: Cause = {
  code: 'no-common-name',
  severity: 'warning',
  otherSeverity: 'info',
  who: 'exchangeAdmin',
  detect(facts) {
    const { leaf, server } = facts;
    if (leaf === null || !lacksCommonName(facts)) return null;
    return {
      ...(!comparesNames(facts) && { severity: 'info' }),
      data: { host: server.host, ...certificateNames(leaf) },
    };
  },
  fixes: (facts) => (comparesNames(facts) ? fix.rightCertificate(facts) : []),
};
