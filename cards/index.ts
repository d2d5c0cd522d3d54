/** The door of the room: everything people see. */
export {
  type Asked,
  actionRules,
  type CardAction,
  type Choice,
  choicesOf,
  exchangeVersions,
  type Owner,
  type Question,
  type Reader,
  readers,
} from './cardAction.ts';
export { cardFor } from './cardFor.ts';
export { type CardOptions, diagnosisCard } from './diagnosisCard.ts';
export { displayName } from './displayName.ts';
export { type EvidenceCardOptions, evidenceCard } from './evidenceCard.ts';
export { explain } from './explanation.ts';
export { formCard } from './formCard.ts';
export { hostsCard } from './hostsCard.ts';
export {
  answeredCard,
  busyCard,
  cancelledCard,
  checkingCard,
  dialogNotice,
  editedCard,
  errorCard,
  filesCard,
  forgottenCard,
  freshStartCard,
  helpCard,
  languageCard,
  languageChangedCard,
  notUnderstoodCard,
  outOfDateCard,
  slowDownCard,
  type UnreadProblem,
  unreadCard,
  unreadNotice,
  welcomeCard,
} from './noticeCards.ts';
export { preformatted } from './preformatted.ts';
export { type AskedQuestion, questionCard } from './questionCard.ts';
export type { Card } from './render.ts';
export { shortServer } from './shortServer.ts';
export { languages, type TextKey, textsFor } from './texts.ts';
export { ticketSummary } from './ticketSummary.ts';
