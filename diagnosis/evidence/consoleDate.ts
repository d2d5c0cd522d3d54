/** How a text writes its dates with numbers: the day or the month first. */
export type DayOrder = 'day-first' | 'month-first';

/**
 * The day (`2026-03-01`) that a console of some language shows; `undefined` where day and month may be swapped. Dots
 * stand after the day in every culture of Windows, `3/1/2026` is told only by an order that is known from elsewhere.
 */
export function consoleDate(text: string, order?: DayOrder): string | undefined {
  const [, year = '', month = '', day = ''] =
    /(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/.exec(text) ?? [];
  if (year !== '') return dayOf(year, month, day);
  const [, first = '', separator, second = '', last = ''] =
    /(?<!\d)(\d{1,2})([-/.]) ?(\d{1,2})[-/.] ?(\d{4})(?!\d)/.exec(text) ?? [];
  if (last === '') return namedMonth(text);
  const isDayFirst =
    separator === '.' || Number(first) > 12 || (order === 'day-first' && Number(second) <= 12);
  if (isDayFirst) return dayOf(last, second, first);
  return Number(second) > 12 || order === 'month-first' || first === second
    ? dayOf(last, first, second)
    : undefined;
}

/** The order of the dates of one console, if one of them tells it and none denies it. */
export function dayOrderOf(texts: string[]): DayOrder | undefined {
  const orders = texts.flatMap((text): DayOrder[] => {
    const [, first = '', second = ''] = /(?<!\d)(\d{1,2})[-/](\d{1,2})[-/]\d{4}(?!\d)/.exec(text) ?? [];
    if (Number(first) > 12) return ['day-first'];
    return Number(second) > 12 ? ['month-first'] : [];
  });
  return new Set(orders).size === 1 ? orders[0] : undefined;
}

function dayOf(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/** By the beginnings that tell the months apart in English, German, French, Spanish, Italian, Dutch and Portuguese. */
const months = [
  /^(?:jan|ene|gen)/,
  /^(?:feb|f\u00e9v|fev)/,
  /^(?:mar(?!di|tes|ted)|m\u00e4r|mrz|maart|mrt)/,
  /^(?:apr|avr|abr)/,
  /^(?:may|mai|mei|mag)/,
  /^(?:jun|juin|giu)/,
  /^(?:jul|juil|lug)/,
  /^(?:aug|ao\u00fb|aou|ago)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|ott|out)/,
  /^(?:nov)/,
  /^(?:dec|dez|d\u00e9c|dic)/,
];

function namedMonth(text: string): string | undefined {
  const words = text.toLowerCase().split(/[\s,./-]+/, 12);
  const year = words.find((word) => /^(?:19|20)\d\d$/.test(word));
  const day = words.find((word) => /^\d{1,2}(?:st|nd|rd|th|er)?$/.test(word));
  const named = words.flatMap((word) => {
    const index = months.findIndex((month) => month.test(word));
    return index < 0 ? [] : [String(index + 1)];
  });
  const month = named.at(-1);
  return year && day && month && new Set(named).size === 1
    ? dayOf(year, month, String(Number.parseInt(day, 10)))
    : undefined;
}
