import { parse } from 'tldts';

/**
 * Puts a name together that the end of a line may have broken: `mail.contoso.co` and `m`. The public suffix tells
 * whether the pieces are one name (`joined`) or the second is another word (`apart`); `unknown` where both may be.
 */
export function mendName(first: string, second: string): 'joined' | 'apart' | 'unknown' {
  if (!/^[\w.*-]+$/.test(second)) return 'apart';
  if (!isWhole(first + second)) return isWhole(first) ? 'apart' : 'unknown';
  return isWhole(first) && isWhole(second) ? 'unknown' : 'joined';
}

const longestName = 253;

function isWhole(text: string): boolean {
  const name = text.replace(/^(?:msstd:|https?:\/\/)/i, '').replace(/^\*\./, '');
  if (name.length > longestName || !/^[\w-]+(?:\.[\w-]+)+$/.test(name)) return false;
  const { isIcann } = parse(name);
  return isIcann === true || /\.(?:local|lan|internal|intern|corp|home|test|example)$/i.test(name);
}
