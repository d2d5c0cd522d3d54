import { isIP } from 'node:net';
import { coversName } from './dnsName.ts';
import type { Certificate, Client, ClientResult } from './types.ts';

/** Where a certificate holds the expected name: literally as a common name, as an alternative name, under a wildcard. */
export type Match = 'common-name' | 'one-of-several' | 'alternative-name' | 'wildcard' | 'none';

/**
 * Compares a principal name with a certificate. Windows compares the strings, so `*.contoso.com` equals only itself
 * and a wildcard that merely covers the name is a class of its own. Which of several common names a client takes is
 * documented nowhere, so a match on one of several is kept apart too.
 */
export function matchPrincipal(name: string, { commonNames, dnsNames }: Certificate): Match {
  const expected = name.toLowerCase();
  if (expected === '') return 'none';
  const equals = (candidate: string) => candidate.toLowerCase() === expected;
  if (commonNames.some(equals)) return commonNames.length === 1 ? 'common-name' : 'one-of-several';
  if (dnsNames.some(equals)) return 'alternative-name';
  return [...commonNames, ...dnsNames].some((pattern) => coversName(pattern, expected)) ? 'wildcard' : 'none';
}

/**
 * Whether the certificate is for the host by the rules of TLS (RFC 9525): alternative names decide, IP addresses only
 * against IP alternative names; the common name counts only where there is no DNS alternative name at all.
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

function sameAddress(one: string, other: string): boolean {
  const canonical = (address: string) =>
    URL.parse(`http://${isIP(address) === 6 ? `[${address}]` : address}`)?.hostname;
  return canonical(one) === canonical(other);
}
