import { bareForm, type Evidence, formatServerName } from '../diagnosis/index.ts';
import type { CardAction } from './cardAction.ts';
import { explainEvidence } from './explainedEvidence.ts';
import { type Card, render } from './render.ts';
import { shortServer } from './shortServer.ts';
import { type TextKey, type Translate, textsFor } from './texts.ts';

export interface EvidenceCardOptions {
  locale: string | undefined;
  /** Under which the evidence is kept, for the buttons. */
  read: string;
  /** Something is missing, and asked for below: there it can be put right, too. */
  isAsked?: boolean;
  /** What was wrong with a correction, or with the text. */
  notice?: string;
}

/** As the state keeps them. */
const mostNames = 10;
const longestBox = 512;

/** What can be put right on the card; everything else is only shown. */
const corrected = ['server', 'principal', 'commonName', 'exprPrincipal'] as const;
type Corrected = (typeof corrected)[number];

/** What was read of a pasted text: to be corrected, and where it is about several servers, to be chosen from. */
export function evidenceCard(
  evidence: Evidence,
  { locale, read, isAsked = false, notice = '' }: EvidenceCardOptions,
): Card {
  const t = textsFor(locale);
  const { rows, notes } = explainEvidence(evidence, t);
  const isSeveral = evidence.parts.length > 0;
  const hasBoxes = !isSeveral && !isAsked;
  const servers = evidence.parts.flatMap((part) =>
    part.servers.map((server) => shortServer(formatServerName(server))),
  );
  const button = (title: TextKey, data: CardAction) => ({ verb: data.action, title: t(title), data });
  return render('evidence', {
    title: t('evidence.title'),
    fallback: t('evidence.title'),
    notice,
    // What can be corrected stands in its box.
    rows: rows
      .filter(({ field }) => !hasBoxes || !corrected.some((known) => known === field))
      .map(({ label, value, place }) => ({ label, value, place: place === '' ? '' : ` (${place})` })),
    notes: [...notes, ...tooMany(evidence, t)].map((text) => ({ text })),
    correct: t('evidence.correct'),
    showInputs: hasBoxes,
    showCommonName: evidence.commonNames.length > 0,
    showProvider: evidence.providers.expr !== undefined,
    labels: inBoxes((id) => {
      const { place = '' } = rows.find(({ field }) => field === id) ?? {};
      return place === '' ? t(`evidence.fields.${id}`) : `${t(`evidence.fields.${id}`)} (${place})`;
    }),
    values: inBoxes((id) => writtenIn(id, evidence)),
    placeholders: inBoxes((id) => t(`evidence.placeholders.${id}`)),
    showChoice: isSeveral,
    chooseLabel: t('evidence.choose'),
    firstServer: servers[0] ?? '',
    servers: servers.map((server) => ({ title: server, value: server })),
    buttons: isSeveral
      ? [
          button('evidence.checkAll', { action: 'checkAll', read }),
          button('evidence.checkOne', { action: 'checkOne', read }),
        ]
      : hasBoxes
        ? [button('evidence.check', { action: 'correct', read })]
        : [],
  });
}

function tooMany({ servers, parts }: Evidence, t: Translate): string[] {
  const isMore = parts.length > 0 && servers.length > parts.length;
  return isMore ? [t('evidence.tooMany', { count: parts.length })] : [];
}

function inBoxes(text: (id: Corrected) => string): Record<string, string> {
  return Object.fromEntries(corrected.map((id) => [id, text(id)]));
}

function writtenIn(
  id: Corrected,
  { servers: [server], principal, commonNames, providers: { expr } }: Evidence,
): string {
  switch (id) {
    case 'server':
      return server === undefined ? '' : shortServer(formatServerName(server));
    case 'principal':
      return principal?.name === undefined ? (principal?.given ?? '') : bareForm(principal.name);
    case 'commonName':
      return commonNames.slice(0, mostNames).join(', ').slice(0, longestBox);
    case 'exprPrincipal':
      return expr === undefined ? '' : (expr.certPrincipalName ?? '$null');
  }
}
