import { isIP } from 'node:net';
import type { Result } from '../types.ts';

/**
 * Reads a comma-separated list of at least one name server, as node:dns takes them: IP addresses, with a port where
 * it is not 53, `10.0.0.53` or `[fd00::53]:5353`.
 */
export function parseNameServers(text: string): Result<string[], 'not-a-name-server'> {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const wrong = entries.length === 0 ? text : entries.find((entry) => !isNameServer(entry));
  if (wrong !== undefined) return { ok: false, reason: 'not-a-name-server', data: { entry: wrong } };
  return { ok: true, value: entries };
}

function isNameServer(entry: string): boolean {
  if (isIP(entry) !== 0) return true;
  const [, v6 = '', v4 = '', port = '53'] = /^(?:\[(.+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  return (isIP(v6) === 6 || isIP(v4) === 4) && Number(port) >= 1 && Number(port) <= 65535;
}
