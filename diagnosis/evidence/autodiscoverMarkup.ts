/**
 * A text as a parser of XML can read it: with markup where it was escaped, without the marks of quoted mails, and with
 * each `<` that begins no whole tag escaped, as those of chats and of tags that are cut off. Lines stay lines.
 */
export function asMarkup(raw: string): string {
  return unquoted(unescaped(raw).replace(/\r\n?/g, '\n'))
    .replace(/<(\s+)(?!\s)(?=\/?\s*[a-z])/gi, '$1<')
    .replace(/<(?!\/?\s*[a-z](?:[^<>"]|"[^<"]*")*>)/gi, '&lt;');
}

const escapedTag =
  /&(?:amp;)*lt;\/?(?:[\w.-]{1,40}:)?(?:autodiscover|account|protocol|type|server|certprincipalname)\b/i;

function unescaped(text: string): string {
  if (!escapedTag.test(text)) return text;
  return text.replace(/&(?:amp;)*(lt|gt|quot);/gi, (_, name) => characters[name.toLowerCase()] ?? '');
}

const characters: Partial<Record<string, string>> = { lt: '<', gt: '>', quot: '"' };

const quoted = /^[ \t]*>[ \t>]*/;

/** A wrapped tag may begin a line with its bracket too, but not most lines. */
function unquoted(text: string): string {
  const lines = text.split('\n');
  const tagged = lines.filter((line) => line.includes('<'));
  const isQuoted = tagged.filter((line) => quoted.test(line)).length * 2 > tagged.length;
  return isQuoted ? lines.map((line) => line.replace(quoted, '')).join('\n') : text;
}
