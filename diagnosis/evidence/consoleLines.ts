import type { Line, PastedText } from './pastedText.ts';

/**
 * The lines of a console without what mail programs and chats make of them: links behind names, marks of code, JSON on
 * one line.
 */
export function consoleLines({ lines, text: given }: PastedText): Line[] {
  const bare = given.replace(linkBehindName, '').replace(linkedName, '$1').replace(codeMarks, '');
  const texts = bare === given ? [] : bare.split('\n');
  const plain =
    bare === given
      ? lines
      : lines.map(({ number }, index) => ({ number, text: texts[index]?.trimEnd() ?? '' }));
  const isSpread = given.length <= longestJson && plain.some(({ text }) => compactJson.test(text));
  return isSpread ? plain.flatMap(spread) : plain;
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

/** Characters. It becomes more lines than any text that people paste has. */
const longestJson = 16 * 1024;

const compactJson = /^\s*(?:\[\s?)?\{\s?"\w{1,40}"\s?:.*,\s?"\w{1,40}"\s?:/;
