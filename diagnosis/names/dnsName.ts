import { domainToASCII } from 'node:url';

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const strictName = new RegExp(`^(?:\\*\\.)?(?:${label}\\.)*${label}$`);
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const quotes = '"\'`´‘’‚‛“”„‟«»‹›';
const wrapping = new RegExp(`^[${quotes}<(\\s]+|[${quotes}>),;.!?\\s]+$`, 'g');

/**
 * Whether `text` is a DNS name of at most 253 characters in A-labels and lower case; one leading `*.` is allowed.
 * Only such names ever enter a command: quoting alone does not protect a PowerShell line, which reads typographic
 * quotes as quotes. A last label that is a number makes an IPv4 address, not a name (RFC 1123 section 2.1; in
 * hexadecimal too: URL standard, ends-in-a-number checker).
 */
export function isStrictDnsName(text: string): boolean {
  return text.length <= 253 && strictName.test(text) && !/(?:^|\.)(?:\d+|0x[\da-f]*)$/.test(text);
}

/** Letters of ASCII only, as names are compared (RFC 4343): toLowerCase makes a k of the Kelvin sign. */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The A-label form in lower case, or null where IDNA has none. A leading `*.` stays. */
export function toALabels(name: string): string | null {
  // Node takes the host out of a URL's remains: `a/b` would be the name `a`.
  if (/[\s/\\?#%:@]/.test(name)) return null;
  const wildcard = name.startsWith('*.') ? '*.' : '';
  const ascii = domainToASCII(name.slice(wildcard.length));
  return ascii === '' ? null : wildcard + ascii;
}

/**
 * Whether a certificate's name stands for `host`: equal, or a wildcard as the whole left-most label that stands for
 * exactly one label (RFC 9525 section 6.3). RFC 6125 section 6.4.3 still allowed `m*.contoso.com`; nothing here does.
 * A wildcard needs two labels behind it, so that `*.com` covers nothing: the RFC leaves public suffixes open
 * (section 7.1), and OpenSSL and Node draw the line there.
 * @param host In lower case.
 */
export function coversName(pattern: string, host: string): boolean {
  const name = asciiLowerCase(pattern);
  if (name === host) return true;
  if (!name.startsWith('*.')) return false;
  const parent = name.slice(2);
  const isWildcard = parent.includes('.') && isStrictDnsName(name);
  return isWildcard && isStrictDnsName(host) && host.slice(host.indexOf('.') + 1) === parent;
}

/** Text as people paste it, without what they did not mean: invisible characters, and what stands around a name. */
export function withoutPasteRemains(text: string): string {
  const visible = text.replace(/\s/g, ' ').replace(invisible, '');
  const [, addressed = visible] = /<([^<>]+)>\s*$/.exec(visible) ?? [];
  return addressed.replace(wrapping, '');
}
