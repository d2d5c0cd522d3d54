import { isIPv4 } from 'node:net';
import { parseServerName } from '../names/serverName.ts';
import { isDocumentation } from './hostInText.ts';
import { joinText } from './joinedText.ts';
import type { EvidenceReader, Statement } from './statement.ts';

const mostServers = 50;
/** A name of an authority may hold a URL: `OU=http://certs.example/repository`. */
const url =
  /(?<!\bOU ?= ?"?)\bhttp(s?):\/\/([^\s"'<>()[\]{}/?#,;\\|`=]{1,300}|\[[\da-f:.]{2,50}\](?::\d{1,5})?)/gi;

/** The servers of the URLs in a text: OWA, the RPC proxy, Autodiscover, from an address line or from anywhere else. */
export const readUrls: EvidenceReader = (pasted) => {
  const { text, lineAt } = joinText(pasted);
  const unwrapped = text.replace(safeLink, unwrap).replace(linkOfName, withoutLink);
  const servers = new Map<string, Statement>();
  for (const { 1: s = '', 2: authority = '', index } of unwrapped.matchAll(url)) {
    const value = serverIn(authority, s !== '');
    if (value === null || servers.has(value.toLowerCase())) continue;
    servers.set(value.toLowerCase(), { field: 'server', value, line: lineAt(index), certainty: 'likely' });
    if (servers.size === mostServers) break;
  }
  return servers.size === 0 ? [] : [{ format: 'url', statements: [...servers.values()] }];
};

/**
 * Links that Outlook and Teams have made safe hold the address that was written, encoded, in `url` (Safe Links in
 * Microsoft Defender for Office 365).
 */
const safeLink =
  /https:\/\/[\w.-]{1,60}\.safelinks\.protection\.outlook\.com\/[^\s"'<>]{0,40}?[?&]url=(?<url>[^\s"'<>&]{1,1000})[^\s"'<>]{0,2000}/gi;

/** Outlook makes a link of any name that it finds: `*.contoso.com<http://contoso.com/>`. */
const linkOfName = /(?<![\w.-])([\w.-]{1,255})<https?:\/\/([^\s<>/]{1,255})\/?>/gi;

function withoutLink(whole: string, ...[name = '', host = '']: string[]): string {
  return name.endsWith(host) ? name.padEnd(whole.length) : whole;
}

/** As long as before, so that the lines stay where they are. */
function unwrap(link: string, ...[encoded]: string[]): string {
  const address = (encoded ?? '').replace(/%[\da-f]{2}/gi, (byte) =>
    String.fromCharCode(Number.parseInt(byte.slice(1), 16)),
  );
  return `${address} `.padEnd(link.length).slice(0, link.length);
}

/** Without who signs in, and without port 80, where there are no certificates. */
function serverIn(authority: string, isSecure: boolean): string | null {
  const written = authority.slice(authority.lastIndexOf('@') + 1).replace(/[.:!*]{1,9}$/, '');
  const value = isSecure ? written : written.replace(/:80$/, '');
  const parsed = parseServerName(value);
  if (!parsed.ok || isDocumentation(parsed.value.host)) return null;
  // The URL standard makes the address 192.0.0.2 of `192.0.2`, which was 192.0.2.1 and is cut.
  const isCutAddress = isIPv4(parsed.value.host) && !isIPv4(value.replace(/:\d*$/, ''));
  return isCutAddress ? null : value;
}
