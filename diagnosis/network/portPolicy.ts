import type { Result } from '../types.ts';

/** First and last port, both included. */
export type PortRange = readonly [number, number];

export const allPorts: readonly PortRange[] = [[1, 65535]];
export const httpsOnly: readonly PortRange[] = [[443, 443]];

export function isAllowedPort(port: number, allowed: readonly PortRange[]): boolean {
  return allowed.some(([first, last]) => port >= first && port <= last);
}

/** Reads `443`, `443,8443`, `8000-8100`, or `*` for every port. */
export function parsePorts(text: string): Result<readonly PortRange[], 'not-a-port'> {
  if (text.trim() === '*') return { ok: true, value: allPorts };
  const ranges: PortRange[] = [];
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(entry) ?? [];
    const range: PortRange = [Number(first), Number(last)];
    const valid = first !== '' && range[0] >= 1 && range[0] <= range[1] && range[1] <= 65535;
    if (!valid) return { ok: false, reason: 'not-a-port', data: { entry } };
    ranges.push(range);
  }
  return ranges.length === 0
    ? { ok: false, reason: 'not-a-port', data: { entry: text } }
    : { ok: true, value: ranges };
}
