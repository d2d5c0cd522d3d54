import { domainToASCII } from 'node:url';

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const strictName = new RegExp(`^(?:\\*\\.)?(?:${label}\\.)*${label}$`);
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const quotes = '"\'`´‘’‚‛“”„‟«»‹›';
const wrapping = new RegExp(`^[${quotes}<(\\s]+|[${quotes}>),;.!?\\s]+$`, 'g');

/**
 * Whether `text` is a DNS name of at most 253 characters in A-labels and lower case; one leading `*.` is allowed.
 * Only such names ever enter a command: quoting alone does not protect a PowerShell line, which reads typographic
 * quotes as quotes. A last label of digits only makes an IPv4 address, not a name (RFC 1123 section 2.1).
 */
export function isStrictDnsName(text: string): boolean {
  return text.length <= 253 && strictName.test(text) && !/(?:^|\.)\d+$/.test(text);
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
 * exactly one label (RFC 6125 section 6.4.3, RFC 9525 section 6.3). A wildcard needs two labels behind it, so that
 * `*.com` covers nothing.
 */
export function coversName(pattern: string, host: string): boolean {
  const name = pattern.toLowerCase();
  if (name === host) return true;
  if (!isStrictDnsName(name) || !name.startsWith('*.') || host.startsWith('*.')) return false;
  const parent = name.slice(2);
  return parent.includes('.') && host.slice(host.indexOf('.') + 1) === parent && host.indexOf('.') > 0;
}

/** Text as people paste it, without what they did not mean: invisible characters, and what stands around a name. */
export function withoutPasteRemains(text: string): string {
  const visible = text.replace(/\s/g, ' ').replace(invisible, '');
  const [, addressed = visible] = /<([^<>]+)>\s*$/.exec(visible) ?? [];
  return addressed.replace(wrapping, '');
}
