import type { Line, PastedText } from './pastedText.ts';

/** The lines of a console without what mail programs and chats make of them: links behind names, marks of code. */
export function consoleLines({ lines }: PastedText): Line[] {
  return lines.map(({ number, text }) => ({
    number,
    text: text
      .replace(linkBehindName, '')
      .replace(linkedName, '$1')
      .replace(/^`+|`+$/g, '')
      .trimEnd(),
  }));
}

/** Outlook writes `mail.contoso.com<http://mail.contoso.com/>` into texts without format. */
const linkBehindName = /<(?:https?:\/\/|mailto:)[^<>\s]{0,2048}>/gi;

/** Markdown: `[mail.contoso.com](http://mail.contoso.com)`. */
const linkedName = /\[([^\][]{1,255})\]\((?:https?:\/\/|mailto:)[^()\s]{0,2048}\)/gi;
