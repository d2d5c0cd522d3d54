/** An element with text only, whose end tag is there: one that is cut off might hold half a name. */
export interface Element {
  /** Without its namespace prefix, in lower case. */
  name: string;
  /** Without blanks: names have none, and where lines were wrapped, they stand in the middle of one. */
  value: string;
  /** The outermost `Protocol` element whose child it is; null outside and deeper in. */
  section: number | null;
  line: number;
}

/**
 * The elements of each Autodiscover answer in a text. A parser of XML would take every `<` of the text around for
 * markup and give up an answer without its beginning, so this looks for known tags only. There are no entities but
 * those of escaped markup, and nothing is kept of elements deeper than answers have them.
 */
export function readElements(raw: string): Element[][] {
  const text = withTags(raw);
  const answers: Element[][] = [];
  let answer: Element[] = [];
  let open: string[] = [];
  let leaf: { name: string; end: number; line: number } | null = null;
  let section = 0;
  let line = 1;
  let counted = 0;
  /** Sections that turn out to stand within `Internal` or `External`, whose beginning is cut off. */
  const inner = new Set<number>();
  const startAnew = () => {
    const outer = answer.filter((element) => element.section === null || !inner.has(element.section));
    if (outer.length > 0) answers.push(outer);
    answer = [];
    open = [];
    section += 1;
  };

  for (const tag of text.matchAll(/<([^<>]+)>/g)) {
    const { name, isEnd, type } = readTag(tag[1] ?? '');
    if (name === null) continue;
    for (; counted < tag.index; counted += 1) if (text.charCodeAt(counted) === newline) line += 1;
    const end = tag.index + tag[0].length;

    if (isEnd) {
      if (leaf?.name === name) {
        const value = withoutMarkup(text.slice(leaf.end, tag.index));
        if (value.length <= longest) {
          answer.push({ name, value, section: sectionOf(open, section), line: leaf.line });
        }
      }
      leaf = null;
      const opened = open.lastIndexOf(name);
      if (opened >= 0) open.length = opened;
      else if (name === 'internal' || name === 'external') inner.add(section - 1);
      if (name === 'protocol' && !open.includes('protocol')) section += 1;
      if (name === 'autodiscover') startAnew();
      continue;
    }
    leaf = containers.has(name) ? null : { name, end, line };
    if (leaf !== null) continue;
    if (name === 'autodiscover') startAnew();
    // Only those of Outlook on the web hold others, within Internal and External; else the end tag was cut off.
    if (name === 'protocol' && open.at(-1) === 'protocol') open.pop();
    if (name === 'protocol' && !open.includes('protocol')) section += 1;
    if (open.length < deepest) open.push(name);
    if (type !== null) answer.push({ name: 'type', value: type, section: sectionOf(open, section), line });
  }
  startAnew();
  return answers;
}

const newline = 10;
const deepest = 16;
const longest = 512;
const containers = new Set([
  'autodiscover',
  'response',
  'account',
  'protocol',
  'internal',
  'external',
  'mailstore',
  'addressbook',
  'user',
  'alternativemailbox',
  'publicfolderinformation',
]);
const leaves = new Set([
  'type',
  'server',
  'certprincipalname',
  'ssl',
  'ttl',
  'serverversion',
  'microsoftonline',
  'externalurl',
  'internalurl',
  'ewsurl',
  'redirecturl',
]);

/** Where the beginning is cut off, elements stand outside of everything. */
function sectionOf(open: string[], section: number): number | null {
  if (open.length === 0) return section;
  const isOuter = open.indexOf('protocol') === open.length - 1;
  return isOuter && !open.includes('internal') && !open.includes('external') ? section : null;
}

function readTag(content: string): { name: string | null; isEnd: boolean; type: string | null } {
  const none = { name: null, isEnd: false, type: null };
  if (content.length > 400 || content.endsWith('/')) return none;
  // Wrapped lines may have split the name.
  const joined = content.replace(/\s+/g, '');
  const [, slash, name = ''] = /^(\/?)(?:[\w.-]{1,40}:)?([a-z]{1,40})/i.exec(content.trim()) ?? [];
  const [, joinedSlash, joinedName = ''] = /^(\/?)(?:[\w.-]{1,40}:)?([a-z]{1,40})$/i.exec(joined) ?? [];
  const [, type = null] = /^protocol\s[\s\S]*?\btype\s*=\s*["']?(\w{1,20})/i.exec(content.trim()) ?? [];
  const whole = [joinedName.toLowerCase(), name.toLowerCase()].find(
    (one) => containers.has(one) || leaves.has(one),
  );
  return whole === undefined ? none : { name: whole, isEnd: (slash ?? joinedSlash) === '/', type };
}

function withoutMarkup(value: string): string {
  return value
    .replace(/<[^<>]*>/g, '')
    .replace(/\n[ \t]*>/g, '')
    .replace(/&(?:amp;)*(?:nbsp|#160|#xa0);/gi, '')
    .replace(/[\s\u200b\ufeff]+/g, '');
}

const escapedTag =
  /&(?:amp;)*lt;\/?(?:[\w.-]{1,40}:)?(?:autodiscover|account|protocol|type|server|certprincipalname)\b/i;
const quoted = /^[ \t]*>[ \t>]*/;

/** With markup where it was escaped, and without the marks of quoted mails. Lines stay lines. */
function withTags(raw: string): string {
  const text = escapedTag.test(raw)
    ? raw.replace(/&(?:amp;)*(lt|gt|quot);/gi, (_, name) => characters[name.toLowerCase()] ?? '')
    : raw;
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const tagged = lines.filter((line) => line.includes('<'));
  // A wrapped tag may begin a line with its bracket too, but not most lines.
  const isQuoted = tagged.filter((line) => quoted.test(line)).length * 2 > tagged.length;
  return (isQuoted ? lines.map((line) => line.replace(quoted, '')) : lines).join('\n');
}

const characters: Partial<Record<string, string>> = { lt: '<', gt: '>', quot: '"' };
