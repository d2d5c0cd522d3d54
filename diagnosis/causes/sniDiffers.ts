import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

/**
 * Without a server name in the greeting the server shows another certificate: what Windows XP and some appliances get,
 * which send none (RFC 6066 section 3).
 */
export const sniDiffers: Cause = {
  code: 'sni-differs',
  detect({ leaf, withoutSni }) {
    const other = withoutSni.find(({ chain }) => chain[0] !== undefined && chain[0].sha256 !== leaf?.sha256)
      ?.chain[0];
    if (leaf === null || other === undefined) return null;
    return {
      severity: 'warning',
      data: {
        withName: certificateNames(leaf).found ?? '',
        withoutName: certificateNames(other).found ?? '',
      },
    };
  },
  fixes: (facts) => [fix.defaultCertificate(facts)],
};
