import type { Diagnosis } from '../diagnosis/index.ts';
import { type Asked, type CardAction, exchangeVersions, type Reader } from './cardAction.ts';
import type { CommandBlock } from './explainedFix.ts';
import { explain } from './explanation.ts';
import { type Card, render } from './render.ts';
import { askedOf, buttonsFor } from './resultButtons.ts';
import { type FixView, type ResultView, viewFor } from './resultView.ts';
import { shortenings } from './shortenings.ts';
import { labelled, sentences, type Translate, textsFor } from './texts.ts';
import { verdictStyles } from './verdictStyles.ts';

export interface CardOptions {
  locale: string | undefined;
  /** Shown where a card says who can help. */
  contact: string | null;
  reader: Reader;
  /** The way out that an administrator wants to see in full. */
  fix?: string;
  /** Under which the evidence is kept that it goes back to. */
  read?: string;
  /** Where it stands: in a dialog of Teams, which knows neither Action.Execute nor updates, it can only be posted. */
  place?: 'chat' | 'dialog';
}

/** The hosts' green and yellow are hard to read as text, and the words say it anyway. */
const colors = {
  pass: 'Default',
  warn: 'Default',
  fail: 'Attention',
  unreachable: 'Default',
  unknown: 'Default',
};

/** Characters of JSON: 25 KB counted in UTF-16. The names that a group adds still fit into what Teams takes. */
const largest = 12_500;

/** The answer to a check: what is the case, why, and what to do, in the words of whoever reads it. */
export function diagnosisCard(
  diagnosis: Diagnosis,
  { locale, contact, reader, fix, read, place = 'chat' }: CardOptions,
): Card {
  const t = textsFor(locale);
  let view = viewFor(diagnosis, explain(diagnosis, t), { reader, fix }, t);
  let card = cardOf(diagnosis, view, { contact, read, place }, t);
  for (const shorten of shortenings) {
    if (JSON.stringify(card).length < largest) return card;
    view = shorten(view);
    card = cardOf(diagnosis, view, { contact, read, place }, t);
  }
  return card;
}

function cardOf(
  diagnosis: Diagnosis,
  view: ResultView,
  { contact, read, place }: Pick<CardOptions, 'contact' | 'read' | 'place'>,
  t: Translate,
): Card {
  const asked = askedOf(diagnosis, read);
  const inChat = place === 'chat';
  const { alsoFound, alternatives, details, plan, clients, scope, reader } = view;
  const found = alsoFound.map(({ headline, cause }, index) => ({
    text: headline,
    cause,
    id: `cause${index}`,
  }));
  const ways = [...plan.filter(({ isBrief }) => isBrief), ...alternatives];
  const causeIds = found.filter(({ cause }) => cause !== '').map(({ id }) => id);
  const card = render('diagnosis', {
    ...view,
    // Commands stand in one line each where there is room.
    msteams: reader === 'admin' ? { width: 'Full' } : {},
    labels: labels(view, t),
    style: verdictStyles[diagnosis.verdict],
    color: colors[diagnosis.verdict],
    fallback: t('diagnosis.fallback', { verdict: view.verdictLabel }),
    speak: t('diagnosis.speak', { verdict: view.verdictLabel, headline: { whole: view.headline } }),
    alsoFound: found,
    causeIds,
    clients: clients.map(({ name, result, label }) => ({
      name: labelled(name, t),
      label,
      color: colors[result],
    })),
    details: details.map(({ label, value }) => ({ label: labelled(label, t), value })),
    plan: plan.map((fix) => fixData(fix, t)),
    ways: ways.map(({ id, title }) => ({ title, value: id })),
    firstWay: ways[0]?.id ?? '',
    showSteps: { action: 'steps', ...asked } satisfies CardAction,
    scopeText: sentences(scope, t),
    contact: t('diagnosis.contact', { contact: { whole: contact ?? '' } }),
    showNames: diagnosis.endpoints.some(({ chain }) => chain.length > 0),
    showFound: found.length > 0,
    showClients: clients.length > 0 || view.clientsCaveat !== '',
    showPlan: plan.length > 0 || view.isShortened,
    showContact: contact !== null && reader === 'user',
    showExplain: causeIds.length > 0,
    showVersions: inChat && view.showVersions,
    showOthers: inChat && ways.length > 0,
    showDetails: details.length > 0,
    showMore: causeIds.length + (inChat ? ways.length : 0) + details.length > 0,
    showScope: scope.length > 0,
    version: diagnosis.exchangeVersion ?? 'unknown',
    versions: ['unknown' as const, ...exchangeVersions].map((value) => ({
      title: t(`versions.${value}`),
      value,
    })),
    chooseVersion: { action: 'version', ...asked } satisfies CardAction,
    buttons: buttonsFor({ reader, canHandOver: contact !== null }, diagnosis, asked, t).filter(
      ({ verb }) => !view.omittedButtons.includes(verb),
    ),
  });
  return inChat ? card : { ...card, actions: [postAction(asked, t)] };
}

function postAction(asked: Asked, t: Translate) {
  const data = { action: 'post', ...asked } satisfies CardAction;
  return { type: 'Action.Submit', title: t('messageCommand.post'), data };
}

function fixData(fix: FixView, t: Translate) {
  return {
    ...fix,
    steps: fix.steps.map(({ text, blocks }) => stepData(text, blocks, t)),
    undo: stepData('', fix.undo, t).blocks,
    showUndo: fix.undoText !== '' || fix.undo.length > 0,
  };
}

/** Where the first commands are run ends the sentence before them. */
function stepData(text: string, blocks: CommandBlock[], t: Translate) {
  const [first] = blocks;
  return {
    text: sentences([text, first?.where ?? ''], t),
    blocks: blocks.map((block) => ({
      where: block === first ? '' : block.where,
      code: block.lines.join('\n'),
    })),
  };
}

function labels({ reader, whatToDo, expectsLabel }: ResultView, t: Translate) {
  return {
    expects: expectsLabel,
    certificateSays: t('diagnosis.certificateSays'),
    directorySays: t('diagnosis.directorySays'),
    why: t(reader === 'admin' ? 'diagnosis.why' : 'diagnosis.means'),
    alsoFound: t('diagnosis.alsoFound'),
    explain: t('diagnosis.explain'),
    fix: whatToDo,
    later: t('diagnosis.later'),
    steps: t('diagnosis.steps'),
    undo: t('diagnosis.undo'),
    ifNot: t('diagnosis.ifNot'),
    otherWays: t('diagnosis.otherWays'),
    certificate: t('diagnosis.certificate'),
    shortened: t('diagnosis.shortened'),
    version: t('diagnosis.version'),
    chooseVersion: t('diagnosis.chooseVersion'),
    scopeTitle: t('diagnosis.scopeTitle'),
  };
}
