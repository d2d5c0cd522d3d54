import type { Owner } from './cardAction.ts';
import { displayName } from './displayName.ts';
import type { Card } from './render.ts';
import { textsFor } from './texts.ts';

/**
 * A card that several people see, with the name of the one it is for, below what it says, and with the owner in the data of
 * its buttons.
 */
export function cardFor({ id, name }: Owner, card: Card, locale?: string): Card {
  const owner = { id, name: displayName(name).slice(0, longestName) };
  const { body = [], ...rest } = withOwner(card, owner) as Card & { body?: unknown[] };
  const text = textsFor(locale)('chat.for', { name: owner.name });
  const line = { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, isSubtle: true, size: 'Small' }] };
  return { ...rest, body: name === '' ? body : [...body, line] };
}

const longestName = 40;

function withOwner(part: unknown, owner: Owner): unknown {
  if (Array.isArray(part)) return part.map((each) => withOwner(each, owner));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => [
    key,
    key === 'data' ? { ...value, owner } : withOwner(value, owner),
  ]);
  return Object.fromEntries(entries);
}
