import assert from 'node:assert/strict';
import * as AdaptiveCards from 'adaptivecards';
import type { Card } from '../../cards/index.ts';

/** A part of a card: every string with the object it stands in and the keys that lead to it. */
export interface Place {
  text: string;
  key: string;
  owner: Record<string, unknown>;
  path: string[];
}

export function strings(value: unknown, owner: Record<string, unknown> = {}, path: string[] = []): Place[] {
  if (typeof value === 'string') return [{ text: value, key: path.at(-1) ?? '', owner, path }];
  if (typeof value !== 'object' || value === null) return [];
  const holder = Array.isArray(value) ? owner : { ...value };
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, holder, [...path, key]));
}

export function elements(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(elements);
  return 'type' in value ? [{ ...value }, ...inner] : inner;
}

/** What the eye meets first. */
export function firstText({ body }: Card): string | undefined {
  return strings(body).find(({ key }) => key === 'text')?.text;
}

/** What the official library has against a card. */
function objections(card: Card): string[] {
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  const parsed = new AdaptiveCards.AdaptiveCard();
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const rest = parsed.validateProperties().validationEvents.map(({ message }) => message);
  return [...events, ...rest];
}

export function assertSendable(card: Card): void {
  assert.equal(card.type, 'AdaptiveCard');
  assert.equal(card.version, '1.5');
  assert.ok(card.fallbackText.length > 0);
  assert.deepEqual(objections(card), []);
  assert.ok(JSON.stringify(card).length * 2 < 25_000, `${JSON.stringify(card).length * 2} bytes`);
  const all = elements(card);
  for (const input of all.filter(({ type }) => String(type).startsWith('Input.'))) assert.ok(input.label);
  for (const { fallback } of all.filter(({ type }) => type === 'Action.Execute')) assert.ok(fallback);
  assert.ok(!Array.isArray(card.actions) || card.actions.length <= 6);
  for (const { actions } of all.filter(({ type }) => type === 'ActionSet'))
    assert.ok(Array.isArray(actions) && actions.length > 0);
  const ids = all.map(({ id }) => id);
  for (const toggle of all.filter(({ type }) => type === 'Action.ToggleVisibility'))
    assert.ok(Array.isArray(toggle.targetElements) && toggle.targetElements.every((id) => ids.includes(id)));
}

/** Expressions that a template left because its data lacked something; names in `hostile` may look like one. */
export function unresolved(card: Card, hostile: string[] = []): string[] {
  return strings(card)
    .map(({ text }) => hostile.reduce((rest, name) => rest.replaceAll(name, ''), text))
    .filter((text) => text.includes('${'));
}

/** What stands in monospaced letters: names, and commands line by line. */
export function monospaced({ body }: Card): string[] {
  return elements(body)
    .filter(({ fontType }) => fontType === 'Monospace')
    .flatMap(({ text }) => String(text).split('\n'));
}

export function textOf({ body }: Card): string {
  return strings(body)
    .filter(({ key }) => key === 'text')
    .map(({ text }) => text)
    .join('\n');
}

/** Terms that people who only want their mail need not know. */
export const administratorsOnly =
  /Exchange Management Shell|[A-Z][a-z]+-[A-Z]|\b(EXPR|EXCH|TTL|SAN)\b|Autodiscover|certutil|[Cc]ommon name|[Aa]lternative names|\b[Ii]ntermediate|analyzer/;
