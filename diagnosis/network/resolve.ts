import { NODATA, NOTFOUND, TIMEOUT } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { EndpointError, UnreachableCode } from '../types.ts';

export interface Address {
  address: string;
  family: number;
}

/**
 * All addresses of a name. Rejects with an error whose `code` says why there is none, in the words of node:dns.
 * At the deadline nobody waits for it any more; then it should let go of what it holds.
 */
export type Lookup = (host: string, deadline: AbortSignal) => Promise<Address[]>;

export type Resolution = { addresses: Address[] } | { error: EndpointError };

/**
 * Never throws, and settles at the deadline at the latest. An IP address is its own answer; an address that the
 * answer repeats is there once.
 */
export async function resolve(host: string, lookup: Lookup, deadline: AbortSignal): Promise<Resolution> {
  const family = isIP(host);
  if (family !== 0) return { addresses: [{ address: host, family }] };
  if (deadline.aborted) return failure(TIMEOUT);

  const late = Promise.withResolvers<Resolution>();
  const giveUp = () => late.resolve(failure(TIMEOUT));
  deadline.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([lookup(host, deadline).then(distinct), late.promise]);
  } catch (error) {
    return failure(error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
  } finally {
    deadline.removeEventListener('abort', giveUp);
  }
}

function distinct(addresses: Address[]): Resolution {
  if (addresses.length === 0) return failure(NODATA);
  return { addresses: [...new Map(addresses.map((found) => [found.address, found])).values()] };
}

/** Only what DNS says for certain has a code of its own; everything else leaves open whether the name exists. */
const resolverErrors: Record<string, UnreachableCode> = {
  [NOTFOUND]: 'name-not-found',
  [NODATA]: 'name-without-address',
  [TIMEOUT]: 'dns-timeout',
};

function failure(cause: string): Resolution {
  return { error: { code: resolverErrors[cause] ?? 'dns-failed', stage: 'resolve', cause } };
}
