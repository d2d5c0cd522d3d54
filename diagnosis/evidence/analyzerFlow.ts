import { linkBehindName } from './consoleLines.ts';
import { evenBlanks, joinText } from './joinedText.ts';
import type { Line } from './pastedText.ts';

/** A text as one, where the sentences of a report are looked for. */
export interface Flow {
  text: string;
  hasMarkers: boolean;
  /** Where it ends, unless with a line end. */
  cutAt?: number;
  lineAt(index: number): number;
}

const marker =
  /Additional\s?Details:?|Test\s?Steps:?|Elapsed Time:? ?[\d.,]{1,12} ?ms\.?|Tell me more about this issue and how to resolve it\.?|(?:Weitere|Zusätzliche) (?:Details|Informationen)|Testschritte|Verstrichene Zeit:? ?[\d.,]{1,12} ?ms\.?|Detalles adicionales|Pasos de (?:la )?prueba|(?:Tiempo|Milisegundos) transcurridos?:? ?[\d.,]{1,12}(?: ?ms)?\.?|Détails supplémentaires|Étapes du? test|Dettagli aggiuntivi|Passaggi del test|Detalhes adicionais|Etapas do teste|Aanvullende details|Teststappen|Verstreken tijd:? ?[\d.,]{1,12} ?ms\.?/gi;
export const foreignMarker =
  /Testschritte|Verstrichene Zeit|Zusätzliche Details|Detalles adicionales|transcurridos?:|Pasos de (?:la )?prueba|Détails supplémentaires|Dettagli aggiuntivi|Detalhes adicionais|Aanvullende details|Teststappen|Connectivity Analyzer (?:versucht|hat |está |intenta|tente|sta )/i;
const picture = /https?:\/\/[^\s"'<>[\]()]{1,200}\.(?:png|gif)/gi;

/** The text as one, with every line's blanks made one, and blanks where headings of the report were. */
export function asFlow(lines: Line[], isWhole: boolean): Flow {
  const given = lines.map(({ text }) => text).join('\n');
  const even = evenBlanks(given.replace(bullets, '').replace(linkBehindName, ''));
  const text = `${even}\n`;
  const hollow = (found: string) => `\n${' '.repeat(Math.max(0, found.length - 2))}\n`;
  const bare = text.replace(marker, hollow).replace(picture, hollow);
  const { lineAt } = joinText({ lines, text: even });
  const isCut = lines.at(-1)?.text.trim() !== '' && !isWhole;
  return { text: bare, hasMarkers: bare !== text, lineAt, ...(isCut && { cutAt: text.trimEnd().length }) };
}

export const bullet = /^[^\S\n]*(?:[•·▪◦○●‣■□✓✔✗✘×►▶▸└├│─+*-][^\S\n]+)+/m;
const bullets = new RegExp(bullet, 'gm');
