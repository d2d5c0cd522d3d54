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
  /** As a person sees it, for all others. Lines that hold nothing but remains are empty, not left out. */
  lines: Line[];
}

/** Makes a pasted text readable, in linear time. Lines of HTML are what a browser would show as lines. */
export function readPastedText(raw: string): PastedText {
  const visible = isHtml(raw) ? linesOfHtml(raw) : raw.split(/\r\n|[\n\r\u2028\u2029]/).map(asLine);
  return { raw, lines: visible.map(({ number, text }) => ({ number, text: withoutRemains(text) })) };
}

function asLine(text: string, index: number): Line {
  return { number: index + 1, text };
}

/** Tags of text, so that `<host>` and a pasted answer of Autodiscover stay what they are. */
const htmlTag =
  /<(?:\/?(?:html|body|p|div|span|br|table|tr|td|th|ul|ol|li|b|i|strong|em|font|a|img|pre|code|h[1-6])\b[^<>]*|!doctype html[^<>]*)>/i;

function isHtml(raw: string): boolean {
  return htmlTag.test(raw);
}

const breaking = /^(?:p|div|br|table|tr|ul|ol|li|pre|blockquote|h[1-6]|html|body|section|article|dt|dd)$/;
const unseen = new Set(['script', 'style', 'title']);

function linesOfHtml(raw: string): Line[] {
  const lines: Line[] = [];
  let text = '';
  let number = 1;
  let counted = 0;
  let hidden = 0;
  const end = () => {
    if (text !== '') lines.push({ number, text });
    text = '';
  };
  const countTo = (position: number) => {
    for (; counted < position; counted += 1) if (raw.charCodeAt(counted) === newline) number += 1;
  };
  const parser = new Parser({
    onopentagname(name) {
      if (unseen.has(name)) hidden += 1;
      if (breaking.test(name)) end();
      if (/^t[dh]$/.test(name) && text !== '') text += '\t';
    },
    onclosetag(name) {
      if (unseen.has(name) && hidden > 0) hidden -= 1;
      if (breaking.test(name)) end();
    },
    ontext(piece) {
      if (hidden > 0) return;
      const [first = '', ...others] = piece.split(/\r\n|[\n\r]/);
      if (text === '') countTo(parser.startIndex);
      text += first;
      for (const part of others) {
        end();
        number += 1;
        text = part;
      }
      counted = Math.max(counted, parser.endIndex + 1);
    },
  });
  parser.end(raw);
  end();
  return lines;
}

const newline = 10;
const quotation = /^(?:[ \t]*(?:>|&gt;|\|(?=\s)))+ ?/;
const bbCode =
  /\[\/?(?:size|b|i|u|s|url|color|font|quote|code|img|list|left|center|right|email|\*)(?:=[^\][]{0,200})?\]/gi;

function withoutRemains(line: string): string {
  return line
    .replace(quotation, '')
    .replace(bbCode, '')
    .replace(/&nbsp;|[\u00a0\u2007\u202f\u3000]/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, '')
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u00b4]/g, "'")
    .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
    .replace(/[\u2010-\u2012]/g, '-')
    .trimEnd();
}
