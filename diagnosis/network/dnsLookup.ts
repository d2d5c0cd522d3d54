import { FORMERR, NODATA, NOTFOUND, NOTIMP, REFUSED, Resolver, SERVFAIL, TIMEOUT } from 'node:dns/promises';
import type { Address, Lookup } from './resolve.ts';

/** Milliseconds; as Node runs c-ares, a question is repeated after one second and after two, and given up after four. */
const resolverOptions = { timeout: 500, tries: 3 };
/**
 * How long the addresses of one family wait for the other's: some name servers never answer for AAAA (RFC 4074
 * section 4.1), but a question that was lost shall have its second try.
 */
const patienceMs = 1200;

/**
 * Looks up A and AAAA records side by side: at `nameServers`, in the form of `parseNameServers`, or at the system's
 * where there are none. Rejects with c-ares' code: `ENOTFOUND` only where DNS says so for both, `ENODATA` where the
 * name exists, if only as an alias, and has no address.
 */
export function dnsLookup(nameServers: readonly string[] = []): Lookup {
  return async (host, deadline) => {
    deadline.throwIfAborted();
    // One of its own for each lookup, because a resolver cancels everything that it has asked.
    const resolver = new Resolver(resolverOptions);
    if (nameServers.length > 0) resolver.setServers(nameServers);
    const cancel = () => resolver.cancel();
    deadline.addEventListener('abort', cancel, { once: true });
    try {
      return await askInTurn(resolver, host);
    } catch (error) {
      if (codeOf(error) !== NOTFOUND || !(await isAlias(resolver, host))) throw error;
      throw noAddress(host);
    } finally {
      deadline.removeEventListener('abort', cancel);
    }
  };
}

/** Asks the next name server where one will not answer: Node lets c-ares do so only where one is silent. */
async function askInTurn(resolver: Resolver, host: string): Promise<Address[]> {
  const [, ...others] = resolver.getServers();
  try {
    return await askBothFamilies(resolver, host);
  } catch (error) {
    if (others.length === 0 || !unwilling.includes(codeOf(error))) throw error;
    resolver.setServers(others);
    return askInTurn(resolver, host);
  }
}

const unwilling: string[] = [SERVFAIL, REFUSED, NOTIMP, FORMERR];

async function askBothFamilies(resolver: Resolver, host: string): Promise<Address[]> {
  let patience: NodeJS.Timeout | undefined;
  const answered = () => {
    patience ??= setTimeout(() => resolver.cancel(), patienceMs);
  };
  const addressesOf = async (family: 4 | 6, records: Promise<string[]>): Promise<Address[]> => {
    const addresses = await records;
    // An alias that leads nowhere.
    if (addresses.length === 0) throw noAddress(host);
    answered();
    return addresses.map((address) => ({ address, family }));
  };
  const outcomes = await Promise.allSettled([
    addressesOf(4, resolver.resolve4(host)),
    addressesOf(6, resolver.resolve6(host)),
  ]);
  clearTimeout(patience);

  const found = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  if (found.length > 0) return found;
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  throw errors.sort((one, other) => certainty(one) - certainty(other))[0];
}

/** What is not listed says least. */
const rising: string[] = [TIMEOUT, NODATA, NOTFOUND];

function certainty(error: unknown): number {
  return rising.indexOf(codeOf(error));
}

/** "No such name" may be about the end of a chain of aliases (RFC 6604 section 3). */
async function isAlias(resolver: Resolver, host: string): Promise<boolean> {
  const aliases = await resolver.resolveCname(host).catch(() => []);
  return aliases.length > 0;
}

function noAddress(host: string): Error {
  return Object.assign(new Error(`${host} has no address`), { code: NODATA });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
