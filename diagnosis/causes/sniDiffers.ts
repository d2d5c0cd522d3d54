import { certificateWithoutName } from '../clients.ts';
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
  detect(facts) {
    const { leaf } = facts;
    const other = certificateWithoutName(facts);
    if (leaf === null || other === null) return null;
    const [withName = '', withoutName = ''] = [leaf, other].map((one) => certificateNames(one).found);
    return { data: { withName, withoutName } };
  },
  fixes: (facts) => [fix.defaultCertificate(facts)],
};
