import { parse } from 'tldts';
import type { Statement } from './statement.ts';

/**
 * Puts a name together that the end of a line may have broken: `mail.contoso.co` and `m`. The public suffix tells
 * whether the pieces are one name (`joined`) or the second is another word (`apart`); `unknown` where both may be.
 */
export function mendName(first: string, second: string): 'joined' | 'apart' | 'unknown' {
  if (!/^[\w.*-]+$/.test(second)) return 'apart';
  const isJoined = isWholeName(first + second);
  if (/[.-]$/.test(first) || /^[.-]|[.-]\w*[.-]$/.test(second)) return isJoined ? 'joined' : 'unknown';
  if (!isJoined) return isWholeName(first) ? 'apart' : 'unknown';
  return isWholeName(first) && isWholeName(second) ? 'unknown' : 'joined';
}

const longestName = 253;

/** Whether a name, with or without `msstd:`, ends in a public suffix or in one that is common inside of companies. */
export function isWholeName(text: string): boolean {
  const name = text.replace(/^(?:msstd:|https?:\/\/)/i, '').replace(/^\*\./, '');
  if (name.length > longestName || !/^[\w-]+(?:\.[\w-]+)+$/.test(name)) return false;
  const { isIcann } = parse(name);
  return isIcann === true || /\.(?:local|lan|internal|intern|corp|home|test|example)$/i.test(name);
}

const named = /(?:server|principal|commonname|dnsname)$/i;

/** Leaves out what a text breaks off in the middle of: `msstd:mail.conto` at its very end. */
export function withoutBrokenEnd(raw: string, statements: Statement[]): Statement[] {
  return statements.filter(
    ({ field, value }) =>
      !named.test(field) ||
      value === '' ||
      !(raw.endsWith(value) || raw.endsWith(`${value}.`)) ||
      /^none$/i.test(value) ||
      isWholeName(value),
  );
}
