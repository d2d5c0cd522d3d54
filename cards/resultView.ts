import { type Diagnosis, type FindingCode, type Fix, formatServerName } from '../diagnosis/index.ts';
import type { CardAction, Reader } from './cardAction.ts';
import { type ExplainedFix, explainFix } from './explainedFix.ts';
import { changesProvider, type Explanation } from './explanation.ts';
import { shortServer } from './shortServer.ts';
import { sentences, type Translate } from './texts.ts';

/** What a card shows of an explanation. */
export interface ResultView extends Explanation {
  reader: Reader;
  why: string;
  whatToDo: string;
  plan: FixView[];
  showVersions: boolean;
  /** Parts of the plan or of the alternatives had to go. */
  isShortened: boolean;
  omittedButtons: CardAction['action'][];
}

/** A brief one keeps its steps for later. */
export type FixView = ExplainedFix & { isBrief: boolean };

interface ViewOptions {
  reader: Reader;
  /** The way out that is to be shown in full, where there is such a one. */
  fix?: string | undefined;
}

/** Administrators see everything; everybody else what it means, and whom to tell. */
export function viewFor(
  diagnosis: Diagnosis,
  explanation: Explanation,
  { reader, fix }: ViewOptions,
  t: Translate,
): ResultView {
  const view = { ...explanation, reader, isShortened: false, omittedButtons: [] };
  if (reader === 'admin') {
    const ways = waysOut(explanation, fix, t);
    const isShown = (way: Fix) => ways.plan.some(({ id }) => id === way.id);
    return {
      ...view,
      ...ways,
      why: explanation.cause,
      // It stands among what was found already.
      assumption: '',
      showVersions: diagnosis.fixes.some((way) => changesProvider(way) && isShown(way)),
    };
  }
  return {
    ...view,
    headline: explanation.plain.headline,
    why: explanation.plain.cause,
    assumption: explanation.plain.assumption,
    whatToDo: t('diagnosis.fix'),
    directorySays: '',
    alsoFound: [],
    clients: [],
    clientsCaveat: '',
    caution: '',
    plan: [planForUser(diagnosis, t)],
    alternatives: [],
    scope: [],
    details: [],
    showVersions: false,
  };
}

/** Without its steps, where it has any. */
export function brief(fix: FixView): FixView {
  if (fix.steps.length === 0) return fix;
  return { ...fix, steps: [], undoText: '', undo: [], ifNot: '', isBrief: true };
}

function waysOut({ plan, alternatives }: Explanation, chosen: string | undefined, t: Translate) {
  const all = [...plan, ...alternatives].map(numbered);
  const shown = all.filter(({ id }) => id === chosen);
  if (shown.length === 0)
    return {
      whatToDo: t('diagnosis.fix'),
      plan: plan.map(numbered),
      alternatives,
    };
  const isOther = alternatives.some(({ id }) => id === chosen);
  return {
    whatToDo: t(isOther ? 'diagnosis.otherWay' : 'diagnosis.fix'),
    plan: shown,
    alternatives: all.filter((fix) => !shown.includes(fix)),
  };
}

function numbered(fix: ExplainedFix): FixView {
  const steps = fix.steps.map(({ text, blocks }, index) => ({ text: `${index + 1}. ${text}`, blocks }));
  return { ...fix, steps, isBrief: false };
}

/** Problems that a computer of today may well not have. */
const uncertain: readonly FindingCode[] = [
  'principal-matches-wildcard',
  'provider-mismatch',
  'chain-incomplete',
  'untrusted-issuer',
  'issuer-expired',
  'certificate-problem-reported',
];

/** What the person can do alone, or else who can do it and what to send them. */
function planForUser(diagnosis: Diagnosis, t: Translate): FixView {
  const nothing = { id: null, who: '', steps: [], undoText: '', undo: [], ifNot: '', isBrief: false };
  const { verdict, headline, fixes, server } = diagnosis;
  const [first] = fixes;
  if (verdict === 'pass')
    return { ...nothing, title: t('whom.elsewhere.title'), text: sendIfNot(t('whom.elsewhere.text'), t) };
  if (first?.who === 'user') {
    const { title, text, steps } = numbered(explainFix(first, t));
    if (steps.length === 0) return { ...nothing, title, text: sendIfNot(text, t) };
    // Why it helps was said already.
    return { ...nothing, title, text: '', steps: [...steps, { text: t('whom.sendIfNot'), blocks: [] }] };
  }
  const helper = helperOf(diagnosis);
  const known = verdict === 'fail' && uncertain.includes(headline) ? 'warn' : verdict;
  const certainty = helper === 'botOperator' ? 'notAllowed' : known;
  const text = t(`whom.text.${certainty}`, { server: shortServer(formatServerName(server)) });
  return { ...nothing, title: t(`whom.title.${helper}`), text: sentences([text, t('whom.send')], t) };
}

function sendIfNot(text: string, t: Translate): string {
  return sentences([text, t('whom.sendIfNot')], t);
}

/** Of a server that was not seen, nobody knows yet what is wrong; the help desk finds out who can mend it. */
function helperOf({ verdict, fixes: [first] }: Diagnosis): Exclude<Fix['who'], 'user'> {
  const who = first?.who ?? 'helpdesk';
  if (who === 'user' || (verdict === 'unreachable' && who !== 'botOperator')) return 'helpdesk';
  return who;
}
