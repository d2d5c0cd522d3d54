import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Address } from './resolve.ts';

const path =
  process.platform === 'win32'
    ? `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\drivers\\etc\\hosts`
    : '/etc/hosts';

/** The addresses that this machine's hosts file gives a name; none where there is no such file, or none that can be read. */
export async function addressesInHostsFile(host: string): Promise<Address[]> {
  return addressesInHosts(await readFile(path, 'utf8').catch(() => ''), host);
}

/** `text` as hosts(5) describes it: an address and its names on each line, `#` begins a comment. `host` is in lower case. */
export function addressesInHosts(text: string, host: string): Address[] {
  const lowerCase = text.toLowerCase();
  // Files that block advertisements have hundreds of thousands of lines, and the name is seldom in one.
  if (!lowerCase.includes(host)) return [];
  return lowerCase.split('\n').flatMap((line): Address[] => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = isIP(address);
    return family !== 0 && names.includes(host) ? [{ address, family }] : [];
  });
}
