import { type Diagnosis, formatServerName } from '../diagnosis/index.ts';
import type { CardAction } from './cardAction.ts';
import { type Explanation, explain } from './explanation.ts';
import { type Card, render } from './render.ts';
import { type Translate, textsFor } from './texts.ts';

export interface CardOptions {
  locale: string | undefined;
  /** Shown where a card says who can help. */
  contact: string | null;
}

const styles = { pass: 'good', warn: 'warning', fail: 'attention', unreachable: 'emphasis' };
/** The hosts' green and yellow are hard to read as text, and the words say it anyway. */
const colors = {
  pass: 'Default',
  warn: 'Default',
  fail: 'Attention',
  unreachable: 'Default',
  unknown: 'Default',
};

/** Characters of JSON. Teams refuses a card of more than 25 KB, counted in UTF-16. */
const largest = 12_500;
const mostNotes = 4;
/** No certificate holds a longer name: 253 characters for a host, 254 for an e-mail address, and the prefix. */
const longestName = 260;

/** The answer to a check: what is the case, why, and what to do. */
export function diagnosisCard(diagnosis: Diagnosis, { locale, contact }: CardOptions): Card {
  const t = textsFor(locale);
  const explanation = explain(diagnosis, t);
  const fits = (card: Card) => JSON.stringify(card).length <= largest;
  const full = cardOf(diagnosis, explanation, contact, t);
  if (fits(full)) return full;
  // Several causes at once, or very long names: what to do first matters more than the rest.
  const shorter = { ...explanation, fixes: explanation.fixes.slice(0, 2) };
  const short = cardOf(diagnosis, shorter, contact, t);
  if (fits(short)) return short;
  const shortest = { ...explanation, alsoFound: [], details: [], fixes: explanation.fixes.slice(0, 1) };
  return cardOf(diagnosis, shortest, contact, t);
}

function cardOf(diagnosis: Diagnosis, explanation: Explanation, contact: string | null, t: Translate): Card {
  const [fix, ...otherFixes] = explanation.fixes;
  const empty = {
    title: '',
    text: '',
    who: '',
    arrival: '',
    commands: [],
    verify: [],
    undoText: '',
    undo: [],
  };
  const recommended = fix ?? empty;
  const showVerify = recommended.verify.length > 0 || recommended.undo.length > 0;
  return render('diagnosis', {
    ...explanation,
    labels: labels(t),
    style: styles[diagnosis.verdict],
    color: colors[diagnosis.verdict],
    fallback: t('diagnosis.fallback', { verdict: explanation.verdictLabel }),
    speak: t('diagnosis.speak', {
      verdict: explanation.verdictLabel,
      headline: { whole: explanation.headline },
    }),
    alsoFound: explanation.alsoFound.slice(0, mostNotes).map((text) => ({ text })),
    clients: explanation.clients.map((client) => ({ ...client, color: colors[client.result] })),
    fix: recommended,
    otherFixes: otherFixes.map((other) => ({ ...other, body: [other.text, other.arrival].join(' ').trim() })),
    contact: t('diagnosis.contact', { contact: { whole: contact ?? '' } }),
    showNames: diagnosis.endpoints.some(({ chain }) => chain.length > 0),
    showDirectorySays: explanation.directorySays !== '',
    showClients: explanation.clients.length > 0 || explanation.clientsCaveat !== '',
    showCaveat: explanation.clientsCaveat !== '',
    showFix: fix !== undefined,
    showArrival: recommended.arrival !== '',
    showVerify,
    showRead: recommended.verify.length > 0,
    showUndo: recommended.undoText !== '',
    showOthers: otherFixes.length > 0,
    showDetails: explanation.details.length > 0,
    showMore: showVerify || otherFixes.length > 0 || explanation.details.length > 0,
    showScope: diagnosis.fixes.some(({ id }) => id === 'set-provider' || id === 'reset-provider'),
    showContact: contact !== null,
    showDirectory: mayAskDirectory(diagnosis),
    checkAgain: checkAgain(diagnosis),
    checkDirectory: { ...asked(diagnosis), action: 'askProvider' } satisfies CardAction,
  });
}

function labels(t: Translate) {
  return {
    expects: t('diagnosis.expects'),
    certificateSays: t('diagnosis.certificateSays'),
    directorySays: t('diagnosis.directorySays'),
    why: t('diagnosis.why'),
    fix: t('diagnosis.fix'),
    verifyAndUndo: t('diagnosis.verifyAndUndo'),
    verify: t('diagnosis.verify'),
    undo: t('diagnosis.undo'),
    otherWays: t('diagnosis.otherWays'),
    certificate: t('diagnosis.certificate'),
    checkAgain: t('diagnosis.checkAgain'),
    checkAnother: t('diagnosis.checkAnother'),
    checkDirectory: t('diagnosis.checkDirectory'),
    scope: t('diagnosis.scope'),
  };
}

/** The second cause of KB2710606 is worth asking about wherever names were compared. */
function mayAskDirectory({ endpoints, principal, providers }: Diagnosis): boolean {
  const compared = principal.form === 'msstd' && endpoints[0]?.chain[0] !== undefined;
  return compared && providers.expr === undefined;
}

function checkAgain(diagnosis: Diagnosis): CardAction {
  const { expr } = diagnosis.providers;
  return {
    ...asked(diagnosis),
    action: 'check',
    ...(expr && { expr: expr.certPrincipalName?.slice(0, longestName) ?? null }),
  };
}

/** What the person asked, as text that can be read again; an assumed principal name was not asked. */
function asked({ server, principal, findings }: Diagnosis) {
  const assumed = findings.some(({ code }) => code === 'principal-assumed');
  return {
    server: formatServerName(server),
    ...(!assumed && { principal: principal.given.slice(0, longestName) }),
  };
}
