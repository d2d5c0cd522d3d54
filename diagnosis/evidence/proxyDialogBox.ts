import { fromPrincipal, proxyLabelsIn } from './proxyDialogLabels.ts';

/** Whether a line with the label of the principal name shows its box as not ticked: `[ ] Only connect to …`. */
export function isPrincipalUnticked(text: string): boolean {
  const parts = text.split(box);
  const at = parts.findIndex((part, index) => index % 2 === 0 && proxyLabelsIn(part).has('principal'));
  const mark = at > 0 ? parts[at - 1] : undefined;
  if (mark !== undefined) return unticked.test(mark);
  const label = fromPrincipal(text);
  const words = label.search(untickedWords);
  // Behind the label of another box they are about that one.
  return words >= 0 && !proxyLabelsIn(label.slice(0, words)).has('option');
}

/** Ticked or not; captured, so that it is kept between the parts of a line. */
const box =
  /(\[[ _xXvV\u2713\u2714-]?\]|\( \)|\([xX]\)|[\u2610-\u2612\u25a0\u25a1\u25fb\u2b1c\u2705\u2713\u2714\u2717\u2718\u274c])/u;
const unticked = /^(?:\[[ _-]?\]|\( \)|[\u2610\u25a1\u25fb\u2b1c\u2717\u2718\u274c])$/u;

/** In the languages of the bot. */
const untickedWords = new RegExp(
  [
    /\b(?:un(?:ticked|checked)|not (?:ticked|checked|selected))\b/,
    /[:=]\s{0,3}(?:no|off|false|nein|aus|non|nee|uit|0)(?![\p{L}\d.-])|\bohne haken\b/u,
    /\bnicht (?:angehakt|gesetzt|angekreuzt|aktiviert|ausgewählt|markiert)\b/,
    /\b(?:non (?:coch|sélectionn|activ)|décoch)ée?(?!\p{L})/u,
    /\b(?:no |des)marcad[oa]\b|\bsin marcar\b/,
    /\bniet (?:aangevinkt|ingeschakeld|geselecteerd)\b|\buitgevinkt\b/,
    /チェックなし|オフ(?!ィ|ラ)|チェックされていない/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'iu',
);
