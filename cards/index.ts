/** The door of the room: everything people see. */
export { type CardAction, type Choice, choicesOf, type Question } from './cardAction.ts';
export { type CardOptions, diagnosisCard } from './diagnosisCard.ts';
export { displayName } from './displayName.ts';
export {
  cancelledCard,
  errorCard,
  helpCard,
  notUnderstoodCard,
  outOfDateCard,
  welcomeCard,
} from './noticeCards.ts';
export { type AskedQuestion, questionCard } from './questionCard.ts';
export type { Card } from './render.ts';
export { textsFor } from './texts.ts';
