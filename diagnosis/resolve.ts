import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { EndpointError } from './types.ts';

export interface Address {
  address: string;
  family: number;
}

/** All addresses of a name. Rejects with an error whose `code` says why there is none, in the words of node:dns. */
export type Lookup = (host: string, deadline: AbortSignal) => Promise<Address[]>;

export type Resolution = { addresses: Address[] } | { error: EndpointError };

/** Never throws, and settles at the deadline at the latest. An IP address is its own answer. */
export async function resolve(host: string, lookup: Lookup, deadline: AbortSignal): Promise<Resolution> {
  const family = isIP(host);
  if (family !== 0) return { addresses: [{ address: host, family }] };
  try {
    const addresses = await Promise.race([lookup(host, deadline), rejectOn(deadline)]);
    return addresses.length > 0 ? { addresses } : { error: { code: 'name-not-found', stage: 'resolve' } };
  } catch (error) {
    const cause = errorCode(error);
    const unknown = cause === 'ENOTFOUND' || cause === 'ENODATA';
    return { error: { code: unknown ? 'name-not-found' : 'dns-failed', stage: 'resolve', cause } };
  }
}

/** The system's own resolver, hosts file included: what a program on this machine would get. */
export const systemLookup: Lookup = (host) => lookup(host, { all: true, order: 'verbatim' });

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(Object.assign(new Error('deadline'), { code: 'ETIMEDOUT' }));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
