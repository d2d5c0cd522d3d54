import { lookup } from 'node:dns/promises';
import pLimit from 'p-limit';
import { dnsLookup } from './dnsLookup.ts';
import { addressesInHostsFile } from './hostsFile.ts';
import type { Lookup } from './resolve.ts';

/** Asks the given name servers and nobody else, or the system where there are none. */
export function createLookup(nameServers: readonly string[] = []): Lookup {
  return nameServers.length > 0 ? dnsLookup(nameServers) : systemLookup;
}

/** What a program on this machine would get: the hosts file first, then DNS. */
export const systemLookup: Lookup = async (host, deadline) => {
  const listed = await addressesInHostsFile(host);
  if (listed.length > 0) return listed;
  return isLocal(host) ? askSystem(host, deadline) : fromDns(host, deadline);
};

const fromDns = dnsLookup();

/** Names that DNS cannot know: the search list completes those without a dot, multicast DNS has .local (RFC 6762). */
function isLocal(host: string): boolean {
  return !host.includes('.') || host.endsWith('.local');
}

/** As many as Node's threads take at once. */
const systemQuestions = pLimit(2);

/** The system's own resolver cannot be told to stop, so that names nobody waits for any more must not get that far. */
const askSystem: Lookup = (host, deadline) =>
  systemQuestions(async () => {
    deadline.throwIfAborted();
    return lookup(host, { all: true, order: 'verbatim' });
  });
