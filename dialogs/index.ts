/** The door of the room: the conversation, and what it shows beside the messages it sends. */

export { isGroup } from './audience.ts';
export { Conversation } from './conversation.ts';
export type { ConversationOptions } from './conversationOptions.ts';
export { DialogContextError } from './dialogSdk.ts';
export { attachFile } from './input.ts';
export { KeptEvidence } from './keptEvidence.ts';
export { MessageDiagnosis } from './messageDiagnosis.ts';
export { type PreferencesProperty, recallPreferences, speak } from './preferences.ts';
export { cardInPlace, show, told } from './show.ts';
export { isForgetMe } from './utterance.ts';
