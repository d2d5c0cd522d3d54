/** The door of the room: the conversation as one dialog, and the card it shows in place of another. */
export type { ConversationOptions } from './certificateDialog.ts';
export { attachFile } from './input.ts';
export { MainDialog } from './mainDialog.ts';
export { MessageDiagnosis } from './messageDiagnosis.ts';
export { cardInPlace } from './show.ts';
