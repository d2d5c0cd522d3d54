import type { Line } from './pastedText.ts';

/** Lines as one, with one blank for all blanks, for what is wrapped at any place. */
export function joinLines(lines: Line[]): { joined: string; lineAt: (position: number) => number } {
  const starts: number[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const { text } of lines) {
    const trimmed = text.replace(/\s+/g, ' ').trim();
    starts.push(length);
    texts.push(trimmed);
    length += trimmed.length + 1;
  }
  const lineAt = (position: number) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return lines[low]?.number ?? 1;
  };
  return { joined: texts.join(' '), lineAt };
}
