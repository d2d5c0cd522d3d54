import { isIP } from 'node:net';
import type { Certificate, Client, ClientResult } from '../types.ts';
import { asciiLowerCase, coversName } from './dnsName.ts';

/** Where a certificate holds the expected name: literally as a common name, as an alternative name, under a wildcard. */
export type Match = 'common-name' | 'one-of-several' | 'alternative-name' | 'wildcard' | 'none';

/**
 * Compares a principal name with a certificate, without regard to the case of ASCII letters. Windows compares the
 * strings, so `*.contoso.com` equals only itself and a wildcard that merely covers the name is a class of its own.
 * Which of several common names a client takes is documented nowhere, so a match on one of several is kept apart too.
 */
export function matchPrincipal(name: string, { commonNames, dnsNames }: Certificate): Match {
  const expected = asciiLowerCase(name);
  if (expected === '') return 'none';
  const equals = (candidate: string) => asciiLowerCase(candidate) === expected;
  if (commonNames.some(equals)) return commonNames.length === 1 ? 'common-name' : 'one-of-several';
  if (dnsNames.some(equals)) return 'alternative-name';
  return [...commonNames, ...dnsNames].some((pattern) => coversName(pattern, expected)) ? 'wildcard' : 'none';
}

/**
 * Whether the certificate is for the host by the rules of TLS: alternative names decide (RFC 9525 section 6.3), IP
 * addresses only by their octets against IP alternative names (section 6.4). Only where there is no DNS alternative
 * name at all, common names count, as clients of Outlook's day take them (RFC 2818 section 3.1, RFC 6125
 * section 6.4.4); the finding `common-name-only` says so.
 * @param host As in `ServerName`.
 */
export function coversHost(host: string, { commonNames, dnsNames, ipAddresses }: Certificate): boolean {
  if (isIP(host) !== 0) return ipAddresses.some((address) => sameAddress(address, host));
  return (dnsNames.length > 0 ? dnsNames : commonNames).some((name) => coversName(name, host));
}

/** Whether every client finds the name, though with several common names not for certain. */
export function isCommonName(match: Match | null): boolean {
  return match === 'common-name' || match === 'one-of-several';
}

type Row = Record<Client, ClientResult['result']>;

/**
 * What each kind of client makes of a match. The analyzer passes a common name, warns for an alternative name and
 * fails a wildcard; Windows XP and Vista RTM compare the common name only; Vista SP1 and later take alternative names
 * too (Connectivity Analyzer documentation). That later Windows accepts a covering wildcard is reported, not
 * documented, hence `warn`.
 */
export const clientResults: Record<Match, Row> = {
  'common-name': { rca: 'pass', windowsCnOnly: 'pass', windowsCnAndSan: 'pass' },
  'one-of-several': { rca: 'warn', windowsCnOnly: 'warn', windowsCnAndSan: 'warn' },
  'alternative-name': { rca: 'warn', windowsCnOnly: 'fail', windowsCnAndSan: 'pass' },
  wildcard: { rca: 'fail', windowsCnOnly: 'fail', windowsCnAndSan: 'warn' },
  none: { rca: 'fail', windowsCnOnly: 'fail', windowsCnAndSan: 'fail' },
};

/** In any spelling. An IPv4 address and the IPv6 address it is mapped to are two: RFC 9525 compares octets. */
function sameAddress(one: string, other: string): boolean {
  const known = canonicalAddress(one);
  return known !== null && known === canonicalAddress(other);
}

function canonicalAddress(address: string): string | null {
  const family = isIP(address);
  if (family === 0) return null;
  return URL.parse(`http://${family === 6 ? `[${address}]` : address}`)?.hostname ?? null;
}
