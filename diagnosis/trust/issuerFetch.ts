import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { readBundle } from '../certificate/certificateBundle.ts';
import type { Connect } from '../handshake/handshake.ts';
import { isAllowedAddress, type Network } from '../network/addressPolicy.ts';
import { isAllowedPort, type PortRange } from '../network/portPolicy.ts';
import { type Lookup, resolve } from '../network/resolve.ts';

export interface IssuerFetchOptions {
  lookup: Lookup;
  connect: Connect;
  allowNetworks: readonly Network[];
  allowPorts: readonly PortRange[];
  /** Ends every fetch. */
  deadline: AbortSignal;
}

/** The certificates at a URL that a certificate names. Never rejects: there are none where anything is wrong. */
export type FetchCertificates = (url: string) => Promise<readonly X509Certificate[]>;

const mostFetches = 4;
const mostCertificates = 64;
const largestFile = 256 * 1024;
const longestUrl = 2048;
/** Milliseconds for all the fetches of a check together, waiting for their turn included. */
const patienceMs = 3000;

/** Of the whole process, first come, first served. */
const openFetches = pLimit(8);
/** By URL. Their signatures are verified whenever they are used, so that a wrong one does no harm. */
const remembered = new LRUCache<string, readonly X509Certificate[]>({
  maxSize: 4 * 1024 * 1024,
  sizeCalculation: (certificates) => certificates.reduce((sum, { raw }) => sum + raw.length, 0),
  ttl: 5 * 60_000,
});

/**
 * Fetches issuers from where certificates say that these are to be had (RFC 5280 section 4.2.2.1), for one check.
 * A stranger has written these URLs. So: plain HTTP only, at an allowed port and an allowed address that is resolved
 * once, no redirects, no decompression, and limits to number, size and time.
 */
export function issuerFetch(options: IssuerFetchOptions): FetchCertificates {
  const asked = new Map<string, Promise<readonly X509Certificate[]>>();
  let end: number | undefined;
  return (text) => {
    const url = readIssuerUrl(text, options.allowPorts);
    if (url === null) return Promise.resolve([]);
    const known = asked.get(url.href);
    if (known !== undefined) return known;
    if (asked.size === mostFetches) return Promise.resolve([]);
    end ??= performance.now() + patienceMs;
    const fetching = fetchOnce(url, end - performance.now(), options);
    asked.set(url.href, fetching);
    return fetching;
  };
}

async function fetchOnce(url: URL, withinMs: number, options: IssuerFetchOptions) {
  const fetchedBefore = remembered.get(url.href);
  if (fetchedBefore !== undefined) return fetchedBefore;
  const file = await within(withinMs, options.deadline, (signal) =>
    openFetches(() => download(url, signal, options)),
  );
  const certificates = file === null ? [] : readCertificates(file);
  if (certificates.length > 0) remembered.set(url.href, certificates);
  return certificates;
}

function readIssuerUrl(text: string, allowPorts: readonly PortRange[]): URL | null {
  const url = text.length <= longestUrl ? URL.parse(text) : null;
  if (url?.protocol !== 'http:' || url.username !== '' || url.password !== '') return null;
  return url.port === '' || isAllowedPort(Number(url.port), allowPorts) ? url : null;
}

/** Null where `work` has not come to its end in time. */
async function within<T>(ms: number, deadline: AbortSignal, work: (signal: AbortSignal) => Promise<T>) {
  const end = new AbortController();
  const abort = () => end.abort();
  const timer = setTimeout(abort, ms);
  deadline.addEventListener('abort', abort, { once: true });
  const aborted = new Promise<null>((settle) => {
    end.signal.addEventListener('abort', () => settle(null), { once: true });
  });
  if (deadline.aborted) abort();
  try {
    return await Promise.race([work(end.signal), aborted]);
  } finally {
    clearTimeout(timer);
    deadline.removeEventListener('abort', abort);
  }
}

/** The file at the URL; null where there is none, it is too large, or the policy refuses where it is. */
async function download(
  url: URL,
  signal: AbortSignal,
  { lookup, connect, allowNetworks }: IssuerFetchOptions,
): Promise<Buffer | null> {
  const resolution = await resolve(url.hostname.replace(/^\[|\]$/g, ''), lookup, signal);
  if (signal.aborted || 'error' in resolution) return null;
  const allowed = resolution.addresses.filter(({ address }) => isAllowedAddress(address, allowNetworks));
  // One address is tried, and not every machine has a way to IPv6.
  const { address } = allowed.find(({ family }) => family === 4) ?? allowed[0] ?? {};
  if (address === undefined) return null;

  const socket = connect(address, url.port === '' ? 80 : Number(url.port)).on('error', () => {});
  try {
    const request = http
      .get({
        createConnection: () => socket,
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, accept: '*/*' },
        signal,
      })
      // A reset after the first line of the answer comes here, too.
      .on('error', () => {});
    const [response] = (await once(request, 'response', { signal })) as [http.IncomingMessage];
    return response.statusCode === 200 ? await readWhole(response) : null;
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
}

async function readWhole(response: http.IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > largestFile) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function readCertificates(file: Buffer): X509Certificate[] {
  return readBundle(file)
    .slice(0, mostCertificates)
    .flatMap((der) => {
      try {
        return [new X509Certificate(der)];
      } catch {
        return [];
      }
    });
}
