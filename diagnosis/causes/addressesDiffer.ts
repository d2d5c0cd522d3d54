import { isOnlineServer } from '../names/exchangeOnline.ts';
import type { Endpoint } from '../types.ts';
import type { Cause } from './cause.ts';
import { certificateNames } from './names.ts';

const mostLines = 16;

/**
 * Behind one name, different addresses show different certificates: typically a stale node of a load balancer. Every
 * site should serve the same principal name (Plan for high availability and site resilience). Microsoft's own servers
 * may differ.
 */
export const addressesDiffer: Cause = {
  code: 'addresses-differ',
  severity: 'warning',
  otherSeverity: 'info',
  who: 'exchangeAdmin',
  detect({ answering, online }) {
    const distinct = new Set(answering.map(({ chain }) => chain[0]?.sha256));
    if (distinct.size < 2) return null;
    return {
      ...(isOnlineServer(online) && { severity: 'info' }),
      data: { certificates: answering.slice(0, mostLines).map(line) },
    };
  },
};

/** An old and a renewed certificate have the same names: the last day and the thumbprint tell them apart. */
function line({ address, chain: [leaf] }: Endpoint): string {
  if (leaf === undefined) return address ?? '';
  const { notAfter, sha1 } = leaf;
  return `${address} ${certificateNames(leaf).found} (${notAfter.slice(0, 10)}, ${sha1.slice(0, 8)})`;
}
