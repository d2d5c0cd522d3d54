import { QuoteType, Tokenizer } from 'htmlparser2';
import { lineCounter } from './pastedText.ts';

/** What stands in a text of XML, in its order. Only tags with known names are told. */
export type Token =
  /** With the value of its attribute `Type`, where it has one. */
  | { kind: 'start'; name: string; type: string | null; line: number }
  | { kind: 'end'; name: string }
  | { kind: 'text'; text: string };

/**
 * The tags in a text and what is between them, in linear time whatever is nested in what. It knows no entities.
 * @param text as `asMarkup` makes it
 * @param known names of elements in lower case; namespace prefixes are left out
 */
export function tokensOf(text: string, known: ReadonlySet<string>): Token[] {
  const tokens: Token[] = [];
  const lineAt = lineCounter(text);
  let tag: { words: string[]; type: string | null; line: number } = { words: [], type: null, line: 1 };
  let attribute = '';
  let value = '';
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      ...unused,
      onopentagname(start, end) {
        tag = { words: [text.slice(start, end)], type: null, line: lineAt(start) };
      },
      onattribname(start, end) {
        attribute = text.slice(start, end);
        value = '';
      },
      onattribdata(start, end) {
        value += text.slice(start, end);
      },
      onattribend(quote) {
        tag.words.push(quote === QuoteType.NoValue ? attribute : `${attribute}=`);
        if (attribute.toLowerCase() === 'type') tag.type = value;
      },
      onopentagend() {
        const name = nameIn(tag.words, known);
        if (name !== undefined) tokens.push({ kind: 'start', name, type: tag.type, line: tag.line });
      },
      onclosetag(start) {
        const name = nameIn(text.slice(start, text.indexOf('>', start)).trimEnd().split(/\s+/), known);
        if (name !== undefined) tokens.push({ kind: 'end', name });
      },
      ontext(start, end) {
        tokens.push({ kind: 'text', text: text.slice(start, end) });
      },
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  return tokens;
}

const nothing = () => {};
const unused = {
  onattribentity: nothing,
  oncdata: nothing,
  oncomment: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onprocessinginstruction: nothing,
  onselfclosingtag: nothing,
  ontextentity: nothing,
};

/** A wrapped line may have split the name, so that its rest looks like attributes; a damaged one has signs behind it. */
function nameIn(words: string[], known: ReadonlySet<string>): string | undefined {
  const [whole, first] = [words.join(''), words[0] ?? ''].map((name) =>
    name.replace(/^[\w.-]{1,40}:/, '').toLowerCase(),
  );
  return [whole, /^[a-z]*/.exec(first ?? '')?.[0]].find((name) => name !== undefined && known.has(name));
}
