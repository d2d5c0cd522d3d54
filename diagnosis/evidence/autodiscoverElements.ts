import { asMarkup } from './autodiscoverMarkup.ts';
import { tokensOf } from './autodiscoverTokens.ts';

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
 * The elements of each Autodiscover answer in a text. Their tags need not match: an answer may lack its beginning, its
 * end and anything in between. Nothing is kept of elements deeper than answers have them.
 */
export function readElements(raw: string): Element[][] {
  const answers: Element[][] = [];
  let answer: Element[] = [];
  let open: string[] = [];
  let leaf: { name: string; text: string; line: number } | null = null;
  let section = 0;
  /** Sections that turn out to stand within `Internal` or `External`, whose beginning is cut off. */
  const inner = new Set<number>();
  const startAnew = () => {
    const outer = answer.filter((element) => element.section === null || !inner.has(element.section));
    if (outer.length > 0) answers.push(outer);
    answer = [];
    open = [];
    section += 1;
  };

  for (const token of tokensOf(asMarkup(raw), known)) {
    if (token.kind === 'text') {
      if (leaf !== null) leaf.text += token.text;
      continue;
    }
    const { name } = token;
    if (token.kind === 'end') {
      if (leaf?.name === name) {
        const value = withoutBlanks(leaf.text);
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
    const { type, line } = token;
    leaf = leaves.has(name) ? { name, text: '', line } : null;
    if (leaf !== null) continue;
    if (name === 'autodiscover') startAnew();
    // Only those of Outlook on the web hold others, within Internal and External; else the end tag was cut off.
    if (name === 'protocol' && open.at(-1) === 'protocol') open.pop();
    if (name === 'protocol' && !open.includes('protocol')) section += 1;
    if (open.length < deepest) open.push(name);
    const [kind] = /^\w{1,20}/.exec(name === 'protocol' ? (type ?? '') : '') ?? [];
    if (kind !== undefined) {
      answer.push({ name: 'type', value: kind, section: sectionOf(open, section), line });
    }
  }
  startAnew();
  return answers;
}

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
const known = containers.union(leaves);

/** Where the beginning is cut off, elements stand outside of everything. */
function sectionOf(open: string[], section: number): number | null {
  if (open.length === 0) return section;
  const isOuter = open.indexOf('protocol') === open.length - 1;
  return isOuter && !open.includes('internal') && !open.includes('external') ? section : null;
}

function withoutBlanks(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replace(/\n[ \t]*>/g, '')
    .replace(/&(?:amp;)*(?:nbsp|#160|#xa0);/gi, '')
    .replace(/[\s\u200b\ufeff]+/g, '');
}
