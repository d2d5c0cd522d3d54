const longest = 120;

/**
 * A stranger's text as people may see it: line breaks, controls, invisible and direction-changing characters show as
 * replacement characters, blanks of every width as the usual one, and it ends after 120 characters. It may still hold
 * Markdown or quotes: show it only where neither means anything (a TextRun, plain text).
 */
export function displayName(text: string): string {
  const visible = text
    .slice(0, longest * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, '\ufffd')
    .replace(/\p{Zs}/gu, ' ');
  const characters = [...visible];
  return characters.length <= longest ? visible : `${characters.slice(0, longest).join('')}…`;
}

/** Several of them in a row, as many as have 480 characters together; an ellipsis stands for the rest. */
export function displayNames(texts: string[]): string {
  const shown = texts.map(displayName);
  const fits = (count: number) => shown.slice(0, count).join(', ').length <= longest * 4;
  const fitting = shown.filter((_, index) => fits(index + 1));
  return (fitting.length < shown.length ? [...fitting, '…'] : fitting).join(', ');
}
