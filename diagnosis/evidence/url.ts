import { isIPv4 } from 'node:net';
import { parseServerName } from '../names/serverName.ts';
import { isDocumentation } from './hostInText.ts';
import { joinText } from './joinedText.ts';
import type { EvidenceReader, Statement } from './statement.ts';

const mostServers = 50;
const url = /\bhttp(s?):\/\/([^\s"'<>()[\]{}/?#,;\\|`=]{1,300}|\[[\da-f:.]{2,50}\](?::\d{1,5})?)/gi;

/** The servers of the URLs in a text: OWA, the RPC proxy, Autodiscover, from an address line or from anywhere else. */
export const readUrls: EvidenceReader = (pasted) => {
  const { text, lineAt } = joinText(pasted);
  const servers = new Map<string, Statement>();
  for (const { 1: s = '', 2: authority = '', index } of text.matchAll(url)) {
    const value = serverIn(authority, s !== '');
    if (value === null || servers.has(value.toLowerCase())) continue;
    servers.set(value.toLowerCase(), { field: 'server', value, line: lineAt(index), certainty: 'likely' });
    if (servers.size === mostServers) break;
  }
  return servers.size === 0 ? [] : [{ format: 'url', statements: [...servers.values()] }];
};

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
