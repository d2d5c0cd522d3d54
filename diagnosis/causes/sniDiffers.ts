import * as fix from '../fixes/index.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

/**
 * Without a server name in the greeting the server shows another certificate: what Windows XP and some appliances get,
 * which send none (RFC 6066 section 3).
 */
export const sniDiffers: Cause = {
  code: 'sni-differs',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect({ leaf, withoutSni, endpoint }) {
    // Addresses that differ among themselves are another finding.
    const here = withoutSni.filter(({ address }) => address === endpoint.address);
    const shown = here.flatMap(({ chain }) => chain[0] ?? []);
    const other = shown.find(({ sha256 }) => sha256 !== leaf?.sha256);
    if (leaf === null || other === undefined) return null;
    const [withName = '', withoutName = ''] = [leaf, other].map((one) => certificateNames(one).found);
    return { data: { withName, withoutName } };
  },
  fixes: (facts) => [fix.defaultCertificate(facts)],
};
