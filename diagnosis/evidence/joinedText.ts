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
      return lines[indexAt(starts, index)]?.number ?? 1;
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

/** The last of the ascending starts that is not behind the index. */
export function indexAt(starts: number[], index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
