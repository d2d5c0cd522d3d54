import type { PastedText } from './pastedText.ts';

/** What spans lines is found in one text, and where it stands is told by lines. */
export interface JoinedLines {
  text: string;
  /** The number of the line that holds the character at this index. */
  lineAt(index: number): number;
}

/** @param separator one character, between the lines */
export function joinLines({ lines }: Pick<PastedText, 'lines'>, separator: '\n' | ' ' = '\n'): JoinedLines {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of lines) {
    starts.push(length);
    length += text.length + 1;
  }
  return {
    text: lines.map(({ text }) => text).join(separator),
    lineAt: (index) => lines[lastAtMost(starts, index)]?.number ?? 1,
  };
}

function lastAtMost(sorted: number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
