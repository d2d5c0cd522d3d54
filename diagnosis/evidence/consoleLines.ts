import type { Line, PastedText } from './pastedText.ts';

/**
 * The lines of a console without what mail programs and chats make of them: links behind names, marks of code, JSON on
 * one line.
 */
export function consoleLines({ lines, text: given }: PastedText): Line[] {
  const bare = given.replace(linkBehindName, '').replace(linkedName, '$1').replace(codeMarks, '');
  if (bare === given) return lines.some(({ text }) => compactJson.test(text)) ? lines.flatMap(spread) : lines;
  const texts = bare.split('\n');
  return lines.map(({ number }, index) => ({ number, text: texts[index]?.trimEnd() ?? '' })).flatMap(spread);
}

/** Outlook writes `mail.contoso.com<http://mail.contoso.com/>` into texts without format. */
export const linkBehindName = /<(?:https?:\/\/|mailto:)[^<>\s]{0,2048}>/gi;

/** Markdown: `[mail.contoso.com](http://mail.contoso.com)`. */
const linkedName = /\[([^\][\n]{1,255})\]\((?:https?:\/\/|mailto:)[^()\s]{0,2048}\)/gi;

/** At both ends of a line. */
const codeMarks = /(?<![^\n])`+|(?<!`)`+(?![^\n])/g;

/** Each property of compact JSON on a line of its own, as it stands in any other JSON. */
function spread({ number, text }: Line): Line[] {
  if (!compactJson.test(text)) return [{ number, text }];
  return text
    .replace(/[[\]{}]|,(?= ?")/g, (mark) => (mark === ',' ? ',\n' : `\n${mark}\n`))
    .split('\n')
    .filter((part) => part.trim() !== '')
    .map((part) => ({ number, text: part }));
}

const compactJson = /^\s*(?:\[\s?)?\{\s?"\w{1,40}"\s?:.*,\s?"\w{1,40}"\s?:/;
