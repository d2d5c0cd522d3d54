import type { Asked, CardAction, Question } from './cardAction.ts';
import { displayName } from './displayName.ts';
import { type Card, render } from './render.ts';
import { languages, type TextData, type TextKey, textsFor } from './texts.ts';

type Button = { title: TextKey; data: CardAction };

/** Said once, when a person joins. */
export function welcomeCard(locale?: string): Card {
  return notice(locale, 'welcome.title', ['welcome.text'], {
    buttons: [
      { title: 'welcome.start', data: { action: 'new' } },
      { title: 'welcome.help', data: { action: 'help' } },
    ],
  });
}

const helpLines: TextKey[] = [
  'help.check',
  'help.once',
  'help.paste',
  'help.unknown',
  'help.group',
  'help.startOver',
  'help.cancel',
  'help.forget',
  'help.language',
  'help.admin',
  'help.privacy',
];

export function helpCard(locale?: string, contact: string | null = null): Card {
  return notice(locale, 'help.title', helpLines, {
    contact,
    buttons: [{ title: 'welcome.start', data: { action: 'new' } }],
  });
}

/** Each language is offered in its own words. */
export function languageCard(locale?: string): Card {
  const t = textsFor(locale);
  const data = (language?: string): CardAction => ({ action: 'language', ...(language && { language }) });
  const choices = [
    ...languages.map((language) => ({ title: textsFor(language)('language.own'), data: data(language) })),
    { title: t('language.sameAsTeams'), data: data() },
  ];
  const [title, hint] = [t('language.title'), t('language.hint')];
  return render('notice', {
    title,
    lines: [{ text: hint }],
    code: '',
    contact: '',
    showCode: false,
    showContact: false,
    fallback: `${title} ${hint}`,
    actions: choices.map((choice) => ({ verb: choice.data.action, ...choice })),
  });
}

/** Said in the new language. */
export function languageChangedCard(locale?: string): Card {
  return notice(locale, 'language.changed', [], { buttons: [] });
}

/** A button of an old card was pressed. */
export function outOfDateCard(locale?: string): Card {
  return notice(locale, 'chat.outOfDate', [], {
    buttons: [{ title: 'welcome.start', data: { action: 'new' } }],
  });
}

export function cancelledCard(locale?: string): Card {
  return notice(locale, 'chat.cancelled', [], {
    buttons: [{ title: 'welcome.start', data: { action: 'new' } }],
  });
}

/** Everything that was stored of the person is deleted. */
export function forgottenCard(locale?: string): Card {
  return notice(locale, 'chat.forgottenTitle', ['chat.forgotten', 'chat.forgottenNot'], { buttons: [] });
}

export function notUnderstoodCard(locale?: string): Card {
  return notice(locale, 'chat.notUnderstood', ['chat.examples'], {
    buttons: [
      { title: 'welcome.start', data: { action: 'new' } },
      { title: 'welcome.help', data: { action: 'help' } },
    ],
  });
}

/** Nothing could be read, for a reason that the person can do something about. */
export function unreadCard(problem: UnreadProblem, locale?: string): Card {
  return notice(locale, `evidence.${problem}`, [], {
    buttons: [{ title: 'welcome.start', data: { action: 'new' } }],
  });
}

export type UnreadProblem =
  | 'nothing'
  | 'too-long'
  | 'unreadable'
  | 'privateKey'
  | 'gone'
  | 'download'
  | 'oneFile';

/** The same in a dialog of Teams, which knows no Action.Execute. */
export function unreadNotice(problem: UnreadProblem, locale?: string): Card {
  return notice(locale, `evidence.${problem}`, [], { buttons: [] });
}

/** In a dialog of Teams, where nothing can be shown but why. */
export function dialogNotice(reason: 'nothing' | 'noServer' | 'slow', locale?: string): Card {
  return notice(locale, `messageCommand.${reason}`, [], { buttons: [] });
}

/** The place of a question that was answered. */
export function answeredCard(question: Question, answer: string, locale?: string): Card {
  return notice(locale, `questions.${question}.label`, [], { code: displayName(answer), buttons: [] });
}

/** The place of a result that is not there yet. */
export function checkingCard(server: string, locale?: string): Card {
  return notice(locale, 'chat.checking', ['chat.patience'], { code: displayName(server), buttons: [] });
}

/** A message was changed after it was sent. */
export function editedCard(locale?: string): Card {
  return notice(locale, 'chat.edited', [], {
    buttons: [{ title: 'welcome.start', data: { action: 'new' } }],
  });
}

/** Something came that is neither text nor a file that can be read. */
export function filesCard(locale?: string): Card {
  return notice(locale, 'chat.files', [], { buttons: [{ title: 'welcome.start', data: { action: 'new' } }] });
}

/** The bot was replaced by a later version in the middle of a conversation. */
export function freshStartCard(locale?: string): Card {
  return notice(locale, 'chat.freshStart', [], { buttons: [] });
}

/** The check had no turn; the button begins it again. */
export function busyCard(asked: Asked, locale?: string): Card {
  return notice(locale, 'chat.busyTitle', ['chat.busy'], {
    buttons: [{ title: 'diagnosis.checkAgain', data: { action: 'check', ...asked } }],
  });
}

/** `reference` is also in the log. */
export function errorCard(reference: string, locale?: string, contact: string | null = null): Card {
  return notice(locale, 'chat.errorTitle', ['chat.error'], {
    code: reference,
    contact,
    buttons: [{ title: 'chat.tryAgain', data: { action: 'new' } }],
  });
}

/** Too much at once, of the person or of all people of the tenant. */
export function slowDownCard(who: 'person' | 'tenant', seconds: number, locale?: string): Card {
  return notice(locale, 'chat.slowDown.title', [`chat.slowDown.${who}`], { data: { seconds }, buttons: [] });
}

interface Extras {
  /** What the lines name. */
  data?: TextData;
  code?: string;
  contact?: string | null;
  buttons: Button[];
}

function notice(
  locale: string | undefined,
  title: TextKey,
  lines: TextKey[],
  { data, code, contact, buttons }: Extras,
): Card {
  const t = textsFor(locale);
  return render('notice', {
    title: t(title),
    lines: lines.map((line) => ({ text: t(line, data) })),
    code: code ?? '',
    contact: t('diagnosis.contact', { contact: { whole: contact ?? '' } }),
    showCode: code !== undefined,
    showContact: typeof contact === 'string',
    fallback: [t(title), ...lines.map((line) => t(line, data)), code ?? ''].join(' ').trim(),
    actions: buttons.map(({ title, data }) => ({ verb: data.action, title: t(title), data })),
  });
}
