import { parseServerName } from '../names/serverName.ts';

const principal =
  /(?<![\p{L}\d])msstd ?[:\uff1a] ?["']? ?((?:https?:\/\/)?(?:\*\.)?[\p{L}\d_][\p{L}\d_.@\\-]*)/giu;

/** Principal names in a line, with their prefix, as they stand there. */
export function writtenPrincipals(text: string): string[] {
  return Array.from(text.matchAll(principal), ([, name = '']) => `msstd:${withoutEnd(name)}`);
}

const bareHost = /^[\p{L}\d_-]+(?:\.[\p{L}\d_-]+)+(?::\d{1,5})?$/u;
const file = /\.(?:xml|dll|exe|asmx|aspx?|png|jpe?g|gif|html?|txt|log|pst|ost)$/i;
const numeric = /^[\d.:]+$/;
const longest = 512;

/**
 * Hosts and URLs in a line, as they stand there, but neither those of principal names nor of e-mail addresses. A bare
 * host has at least two labels, and the last one is no number, unless it is an IP address.
 */
export function writtenServers(text: string): string[] {
  return text
    .replace(principal, ' ')
    .split(/[\s"'<>()[\]{},;|=\u3001\u3002]+/)
    .map((token) => withoutEnd(token.replace(/^[*_`~]+/, '')))
    .filter(isServer);
}

function isServer(token: string): boolean {
  if (token.length > longest || token.includes('@')) return false;
  const isUrl = /^https?:\/\/[^/]/i.test(token);
  if (!isUrl && (!bareHost.test(token) || file.test(token))) return false;
  if (!isUrl && numeric.test(token) && !/^\d+\.\d+\.\d+\.\d+(?::\d+)?$/.test(token)) return false;
  return parseServerName(token).ok;
}

/**
 * What a labelled value is worth. Where the text ends with it, it may be the beginning of a longer one; null where
 * it surely looks so.
 */
export function certaintyOf(raw: string, value: string): 'certain' | 'likely' | null {
  const last = raw.slice(-longest).replace(/[.-]$/, '');
  if (!last.endsWith(value.replace(/^msstd:/, '').replace(/[.-]$/, ''))) return 'certain';
  return value.includes('.') ? 'likely' : null;
}

/** Without punctuation and marks of bold text, and without the next sentence where the blank before it was lost. */
export function withoutEnd(token: string): string {
  let end = token.length;
  while (end > 0 && '.,:;|!?*_`~-\\'.includes(token.charAt(end - 1))) end -= 1;
  const kept = token.slice(0, end);
  const lastDot = kept.lastIndexOf('.');
  const isNextSentence =
    /^[A-Z][a-z]*$/.test(kept.slice(lastDot + 1)) && /[a-z]\.$/.test(kept.slice(0, lastDot + 1));
  return lastDot > 0 && isNextSentence ? kept.slice(0, lastDot) : kept;
}
