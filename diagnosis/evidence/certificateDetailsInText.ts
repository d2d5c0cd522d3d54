import { consoleDate, dayOrderOf } from './consoleDate.ts';
import { isHostName, type NameInText } from './hostInText.ts';

/** `DNS:` and `DNS Name=` stand before each name; behind words for the whole list, names follow one another. */
const listed =
  /(?<![\p{L}\d])(?:(?:SANs?|(?:subject )?alternative names?)(?![\p{L}\d])\s{0,3}(?:[:=]|(?:is|are|has|includes?|contains?)\s)?\s{0,9}|DNS:|(?:(?:nom|nombre|nome) DNS|DNS[ -]?na[am]{1,2}e?) ?= ?)/giu;
const next =
  /["'[({]?(?:DNS:)?((?:\*\.)?[\p{L}\d_][\p{L}\d_.-]{1,252})["'\])}]?(?:\s{0,3}[,;]\s{0,3}|\s{1,3}|$)(?:(?:and|und|et|y|e|en)\s)?/uy;
/** Far more than any certificate of Exchange has, and than are told. */
const mostNames = 300;
const mostDates = 100;

/** The alternative names of a certificate, as people list them and as tools print them. */
export function* dnsNamesInText(text: string): Generator<NameInText> {
  let end = 0;
  let count = 0;
  for (const { 0: label, index } of text.matchAll(listed)) {
    if (index < end) continue;
    end = index + label.length;
    for (;;) {
      next.lastIndex = end;
      const found = next.exec(text);
      const name = found?.[1]?.replace(/[.-]{1,9}$/, '') ?? '';
      if (found === null || !isHostName(name.replace('*.', ''))) break;
      yield { text: name, index: end + found[0].indexOf(name) };
      count += 1;
      if (count === mostNames) return;
      end += found[0].length;
    }
  }
}

/** A day that a text says a certificate to begin or to end with: `2027-05-31`. */
export interface DayInText extends NameInText {
  field: 'notBefore' | 'notAfter';
}

const beginnings = 'not before|notbefore|valid from|issued on|nicht vor|gültig (?:ab|von)';
const endings =
  "not after|notafter|expires?(?: on)?|expir(?:y|ation) date|valid (?:until|till|through|to)|nicht nach|gültig bis|ablaufdatum|valable jusqu'au|date d'expiration|válido hasta|valido fino al|válido até|geldig tot";
const dated = new RegExp(
  `(?<![\\p{L}\\d])(?:(?<before>${beginnings})|${endings})(?![\\p{L}\\d])\\s{0,3}[:=]?\\s{0,3}(?=(?<day>[^\\n]{6,40}))`,
  'giu',
);
const until = /(?:\s(?:to|until|till|bis|au|al|hasta|até|tot)\s|\s[-\u2013]\s)(?<day>[^\n]{6,40})/u;

/** Nothing where day and month may be swapped. */
export function datesInText(text: string): DayInText[] {
  const told = [...text.matchAll(dated)].slice(0, mostDates).flatMap(({ groups, index, 0: { length } }) => {
    const day = groups?.day ?? '';
    const field: DayInText['field'] = groups?.before === undefined ? 'notAfter' : 'notBefore';
    const end = field === 'notBefore' ? until.exec(text.slice(index + length, index + length + 80)) : null;
    return [
      { field, day: end === null ? day : day.slice(0, end.index), index },
      ...(end === null ? [] : [{ field: 'notAfter' as const, day: end.groups?.day ?? '', index }]),
    ];
  });
  const order = dayOrderOf(told.map(({ day }) => day));
  return told.flatMap(({ field, day, index }) => {
    const date = consoleDate(day, order);
    return date === undefined ? [] : [{ field, text: date, index }];
  });
}
