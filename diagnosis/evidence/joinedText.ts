import type { PastedText } from './pastedText.ts';

/** What spans lines is found in one text, and where it stands is told by lines. */
export interface JoinedText {
  text: string;
  /** The number of the line that holds the character at this index. */
  lineAt(index: number): number;
}

/** @param pasted lines, and what was made of their texts, with line feeds between them */
export function joinText({ lines, text }: Pick<PastedText, 'lines' | 'text'>): JoinedText {
  let starts: number[] | undefined;
  return {
    text,
    lineAt(index) {
      starts ??= startsOf(text);
      return lines[indexAt(starts, index)]?.number ?? 1;
    },
  };
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** One blank for all blanks within a line, and none at its ends; of all lines at once, for they may be many. */
export function evenBlanks(text: string): string {
  return text.replace(/[^\S\n]+/g, ' ').replace(/^ | $/gm, '');
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
