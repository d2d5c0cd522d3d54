import { isIPv6 } from 'node:net';
import type { Result, ServerName } from '../types.ts';
import { isStrictDnsName, withoutPasteRemains } from './dnsName.ts';

export type ServerNameProblem =
  | 'empty'
  | 'too-long'
  | 'principal-name'
  | 'wildcard'
  | 'port'
  | 'not-a-server-name';

const longest = 2048;
const defaultPort = 443;

/**
 * Reads a server name as people type or paste it: host, host:port, URL, e-mail address (its domain), any case,
 * trailing dot, Unicode name, quotes around it, IPv4, IPv6 with or without brackets.
 * Gives the A-label host and the port, 443 unless the text names one. The URL standard does the parsing, so
 * `0x7f.1` becomes the 127.0.0.1 that it is and the address policy sees it as such.
 */
export function parseServerName(text: string): Result<ServerName, ServerNameProblem> {
  if (text.length > longest) return { ok: false, reason: 'too-long' };
  const pasted = withoutPasteRemains(text).replace(/^mailto:/i, '');
  if (pasted === '') return { ok: false, reason: 'empty' };
  if (/^(msstd|fullsic)\s*[:\uff1a]/i.test(pasted)) return { ok: false, reason: 'principal-name' };
  if (/^(?!https?:)[a-z][a-z\d+.-]*:\/\//i.test(pasted)) return { ok: false, reason: 'not-a-server-name' };

  const address = pasted.replace(/^https?:\/\//i, '').replace(/[/?#].*$/, '');
  const authority = address.slice(address.lastIndexOf('@') + 1);
  if (authority.startsWith('*')) return { ok: false, reason: 'wildcard' };
  if (isIPv6(authority)) return fromAuthority(`[${authority}]`);
  return fromAuthority(authority);
}

function fromAuthority(authority: string): Result<ServerName, ServerNameProblem> {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (host === '' || /[\s\\@%|^<>"]/.test(host)) return { ok: false, reason: 'not-a-server-name' };
  if (port !== undefined && !isPort(port)) {
    return { ok: false, reason: port.includes('.') ? 'not-a-server-name' : 'port' };
  }

  const url = URL.parse(`https://${host}/`);
  if (url === null) return { ok: false, reason: 'not-a-server-name' };
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isAddress = isIPv6(name) || /^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!isAddress && !isStrictDnsName(name)) return { ok: false, reason: 'not-a-server-name' };
  return { ok: true, value: { host: name, port: port === undefined ? defaultPort : Number(port) } };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}

/** The text that `parseServerName` reads back as the same server. */
export function formatServerName({ host, port }: ServerName): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
