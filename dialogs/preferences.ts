import type { StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import { exchangeVersions, languages, type Reader, readers } from '../cards/index.ts';
import type { ExchangeVersion } from '../diagnosis/index.ts';

/** What is remembered of a person for the next result, in every conversation. */
export interface Preferences {
  reader: Reader;
  /** Absent: not known. */
  exchangeVersion?: ExchangeVersion;
  /** Absent: that of the client. */
  language?: string;
}

/** Where it is kept; what comes back from there may be anything. */
export type PreferencesProperty = StatePropertyAccessor<unknown>;

export async function recallPreferences(
  property: PreferencesProperty,
  context: TurnContext,
): Promise<Preferences> {
  return readPreferences(await property.get(context));
}

/** Keeps what is not mentioned; `undefined` forgets. */
export async function changePreferences(
  property: PreferencesProperty,
  context: TurnContext,
  changed: {
    reader?: Reader;
    exchangeVersion?: ExchangeVersion | undefined;
    language?: string | undefined;
  },
): Promise<void> {
  await property.set(context, { ...(await recallPreferences(property, context)), ...changed });
}

/** For the rest of the turn; absent: as the client does. */
export function speak({ activity, turnState }: TurnContext, language: string | undefined): void {
  if (!turnState.has(clientLocale)) turnState.set(clientLocale, activity.locale);
  activity.locale = language ?? turnState.get(clientLocale);
}

const clientLocale = Symbol('the locale that the client told');

/** Field by field: what an older or a later version has stored, or nobody, must not stop a conversation. */
export function readPreferences(stored: unknown): Preferences {
  const { reader, exchangeVersion, language } = Object(stored);
  const spoken = languages.find((known) => known === language);
  const version = exchangeVersions.find((known) => known === exchangeVersion);
  return {
    reader: readers.find((known) => known === reader) ?? 'user',
    ...(version !== undefined && { exchangeVersion: version }),
    ...(spoken !== undefined && { language: spoken }),
  };
}
