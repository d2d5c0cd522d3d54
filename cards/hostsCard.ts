import type { Diagnosis } from '../diagnosis/index.ts';
import { formatServerName } from '../diagnosis/index.ts';
import type { CardAction } from './cardAction.ts';
import { displayName } from './displayName.ts';
import { explain } from './explanation.ts';
import { type Card, render } from './render.ts';
import { askedOf } from './resultButtons.ts';
import { shortServer } from './shortServer.ts';
import { labelled, textsFor } from './texts.ts';
import { verdictStyles } from './verdictStyles.ts';

/**
 * Several servers, a line each, in the order given; each leads to its own result.
 * @param read under which the evidence is kept
 */
export function hostsCard(
  diagnoses: Diagnosis[],
  { locale, read }: { locale: string | undefined; read: string },
): Card {
  const t = textsFor(locale);
  const title = t('evidence.several', { count: diagnoses.length });
  return render('hosts', {
    title,
    fallback: title,
    results: diagnoses.map((diagnosis) => {
      const { plain, verdictLabel } = explain(diagnosis, t);
      return {
        style: verdictStyles[diagnosis.verdict],
        server: labelled(displayName(shortServer(formatServerName(diagnosis.server))), t),
        verdict: verdictLabel,
        headline: plain.headline,
        show: t('evidence.show'),
        data: { action: 'open', ...askedOf(diagnosis, read) } satisfies CardAction,
      };
    }),
  });
}
