import type { Line, PastedText } from './pastedText.ts';

/** What spans lines is found in one text, and where it stands is told by lines. */
export interface JoinedText {
  text: string;
  /** The number of the line that holds the character at this index. */
  lineAt(index: number): number;
}

/** @param pasted with one character between its lines, whichever */
export function joinText({ lines, text }: Pick<PastedText, 'lines' | 'text'>): JoinedText {
  let starts: number[] | undefined;
  return {
    text,
    lineAt(index) {
      starts ??= startsOf(lines);
      return lines[lastAtMost(starts, index)]?.number ?? 1;
    },
  };
}

function startsOf(lines: Line[]): number[] {
  let length = 0;
  return lines.map(({ text }) => {
    const start = length;
    length += text.length + 1;
    return start;
  });
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
