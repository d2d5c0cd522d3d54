import { Parser } from 'htmlparser2';

/** One line of a pasted text. */
export interface Line {
  /** In the text as it was given, counted from 1. */
  number: number;
  /** Without quotation marks of mails and forums, markup, odd blanks and apostrophes. Tabs and indents stay. */
  text: string;
}

export interface PastedText {
  /** As it was given, for readers of XML and HTML. */
  raw: string;
  /** As a person sees it, for all others. Lines that hold nothing but remains are empty; many in a row are fewer. */
  lines: Line[];
  /** These lines as one, with line feeds between them, for what spans lines. */
  text: string;
}

/** Makes a pasted text readable, in linear time. Lines of HTML are what a browser would show as lines. */
export function readPastedText(raw: string): PastedText {
  const html = htmlTag.test(raw) ? linesOfHtml(raw) : undefined;
  const visible = html?.map(({ text }) => text).join('\n') ?? raw.replace(lineEnd, '\n');
  const lines = linesOf(withoutRemains(visible), (index) => html?.[index]?.number ?? index + 1);
  return { raw, lines, text: lines.map(({ text }) => text).join('\n') };
}

/** Blank lines in a row; more of them mean nothing more, and each reader would go through them all. */
const mostBlankLines = 5;

function linesOf(whole: string, numberOf: (index: number) => number): Line[] {
  const lines: Line[] = [];
  let blank = 0;
  for (const [index, line] of whole.split('\n').entries()) {
    const text = line.trimEnd();
    blank = text === '' ? blank + 1 : 0;
    if (blank <= mostBlankLines) lines.push({ number: numberOf(index), text });
  }
  return lines;
}

const lineEnd = /\r\n|[\r\u2028\u2029]/g;

/** Tags of text, so that `<host>`, `<b.smith@contoso.com>` and a pasted answer of Autodiscover stay what they are. */
const htmlTag =
  /<(?:\/?(?:html|body|p|div|span|br|table|tr|td|th|ul|ol|li|b|i|strong|em|font|a|img|pre|code|h[1-6])(?:\s[^<>]*|\/)?|!doctype html[^<>]*)>/i;

const breaking =
  /^(?:p|div|br|hr|table|tr|ul|ol|li|dl|dt|dd|pre|blockquote|h[1-6]|html|body|section|article|details|summary|form)$/;
const unseen = new Set(['script', 'style', 'title']);

/** Deeper than any page, and shallow enough for a parser that looks through all open tags for every closing one. */
const deepest = 500;

function linesOfHtml(raw: string): Line[] {
  const lines: Line[] = [];
  const lineAt = lineCounter(raw);
  let text = '';
  let start = 0;
  let hidden = 0;
  let depth = 0;
  const end = () => {
    if (text !== '') lines.push({ number: lineAt(start), text });
    text = '';
  };
  const add = (piece: string, index: number) => {
    if (text === '') start = index;
    text += piece;
  };
  const parser = new Parser({
    onopentagname(name) {
      depth += 1;
      if (depth > deepest) parser.pause();
      if (unseen.has(name)) hidden += 1;
      if (breaking.test(name)) end();
      if (/^t[dh]$/.test(name) && text !== '') text += '\t';
    },
    onclosetag(name) {
      depth -= 1;
      if (unseen.has(name) && hidden > 0) hidden -= 1;
      if (breaking.test(name)) end();
    },
    ontext(piece) {
      if (hidden > 0) return;
      let index = parser.startIndex;
      for (const part of piece.split(/(\r\n|[\n\r])/)) {
        if (/^[\n\r]/.test(part)) end();
        else if (part !== '') add(part, index);
        index += part.length;
      }
    },
  });
  parser.end(raw);
  end();
  return lines;
}

/** Line numbers of ascending positions, in one pass over the text. */
export function lineCounter(raw: string): (index: number) => number {
  let number = 1;
  let counted = 0;
  return (index) => {
    for (; counted < index; counted += 1) {
      const code = raw.charCodeAt(counted);
      const isEnd = code === newline || (code === carriageReturn && raw.charCodeAt(counted + 1) !== newline);
      if (isEnd || code === 0x2028 || code === 0x2029) number += 1;
    }
    return number;
  };
}

const newline = 10;
const carriageReturn = 13;
const quotation = /(?<![^\n])(?:[ \t]*(?:>|&gt;|\|(?=[^\S\n])))+ ?/g;
const picture = /\[img(?:=[^\][\n]{0,200})?\][^\][\n]{0,500}\[\/img\]/gi;
const bbCode =
  /\[\/?(?:size|b|i|u|s|url|email|color|font|quote|code|img|list|left|center|right|justify|indent|table|tr|td|th|hr|sub|sup|spoiler|php|html|\*)(?:=[^\][\n]{0,200})?\]/gi;
/** `[/SIZE][SIZE=1]`: the end of one sentence and the beginning of another. */
const seam = /(\[\/\w{1,10}\])(?=\[\w{1,10}[=\]])/g;
/** As chats and forums make them out of a name or an address: `[mail.contoso.com](http://mail.contoso.com)`. */
const markdownLink = /\[([^\][\n]{1,300})\]\((?:https?:\/\/|mailto:)[^()\s]{0,500}\)/gi;

/** Bold text, and code; `******` hides a name, and a line of PowerShell that ends with a backtick keeps it. */
const markdownMark = /(?<!\*)\*\*(?!\*)|\*\*(?=\*\.)|`([^`\n]{1,300})`/g;

/** What one encoding leaves of another, and HTML of text that was escaped twice. */
const remains: [RegExp, string][] = [
  [/&nbsp;|&#160;|[\u00a0\u2007\u202f\u3000]/g, ' '],
  [/â€[™˜]|&(?:apos|[lr]squo|#0?39|#821[67]);/g, "'"],
  [/â€[œ\u009d]|&(?:quot|[lr]dquo|#34|#822[01]);/g, '"'],
  [/Â(?= )/g, ''],
  [/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, ''],
  [/[\u2018\u2019\u201a\u201b\u2032\u00b4\u0091\u0092]/g, "'"],
  [/[\u201c-\u201f\u2033\u00ab\u00bb\u0093\u0094]/g, '"'],
  [/[\u2010-\u2012]/g, '-'],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&amp;/g, '&'],
];

/** Of all lines at once: nothing here spans lines, and a long text may have very many. */
function withoutRemains(visible: string): string {
  const bare = visible
    .replace(quotation, '')
    .replace(picture, ' ')
    .replace(seam, '$1 ')
    .replace(bbCode, '')
    .replace(markdownLink, '$1')
    .replace(markdownMark, '$1');
  return remains.reduce((text, [remain, meant]) => text.replace(remain, meant), bare);
}
