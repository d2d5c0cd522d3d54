import type { Person } from './state.ts';

/** The keys under which the SDK keeps what it keeps about a person. */
export interface PersonKeys {
  /** The person everywhere, and the chat alone with the bot. */
  readonly whole: readonly string[];
  /** The person in one conversation, whichever: how such a key begins and ends. */
  readonly prefix: string;
  readonly suffix: string;
}

/** Source: `getStorageKey` of UserState, ConversationState and PrivateConversationState in botbuilder-core 4.23. */
export function keysOf({ channelId, userId, chatId }: Person): PersonKeys {
  const prefix = `${channelId}/conversations/`;
  const chat = chatId === undefined ? [] : [`${prefix}${chatId}/`];
  return { whole: [`${channelId}/users/${userId}/`, ...chat], prefix, suffix: `/users/${userId}/` };
}
