import type { Line, PastedText } from './pastedText.ts';

/** The lines of a console without what mail programs and chats make of them: links behind names, marks of code. */
export function consoleLines({ lines, text: given }: PastedText): Line[] {
  const bare = given.replace(linkBehindName, '').replace(linkedName, '$1').replace(codeMarks, '');
  if (bare === given) return lines;
  const texts = bare.split('\n');
  return lines.map(({ number }, index) => ({ number, text: texts[index]?.trimEnd() ?? '' }));
}

/** Outlook writes `mail.contoso.com<http://mail.contoso.com/>` into texts without format. */
const linkBehindName = /<(?:https?:\/\/|mailto:)[^<>\s]{0,2048}>/gi;

/** Markdown: `[mail.contoso.com](http://mail.contoso.com)`. */
const linkedName = /\[([^\][\n]{1,255})\]\((?:https?:\/\/|mailto:)[^()\s]{0,2048}\)/gi;

/** At both ends of a line. */
const codeMarks = /(?<![^\n])`+|(?<!`)`+(?![^\n])/g;
