import type { Translate } from './texts.ts';

/** The day of an ISO 8601 date as the language writes it; empty where there is no such day. */
export function day(date: unknown, t: Translate): string {
  const [written = ''] = /^\d{4}-\d\d-\d\d/.exec(String(date)) ?? [];
  return formatted(written, 'day', t);
}

/** The day and the minute of a time in UTC (ISO 8601). */
export function moment(date: string, t: Translate): string {
  return formatted(date, 'moment', t);
}

const styles = {
  day: { dateStyle: 'medium', timeZone: 'UTC' },
  moment: { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC', hourCycle: 'h23' },
} as const;

/** To make one takes long, and a card has many dates. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(date: string, style: keyof typeof styles, { language }: Translate): string {
  const time = new Date(date);
  // JavaScript makes the 2 March of the 30 February.
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(date.slice(0, 10))) return '';
  const key = `${style} ${language}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, styles[style]);
  formats.set(key, format);
  return format.format(time);
}
