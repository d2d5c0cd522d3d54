import type { Translate } from './texts.ts';

/** The day of an ISO 8601 date as the language writes it; empty where there is no date. */
export function day(date: unknown, { language }: Translate): string {
  const time = Date.parse(String(date));
  if (Number.isNaN(time)) return '';
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(time);
}

/** The day and the minute in UTC. */
export function moment(date: string, { language }: Translate): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(language, style).format(Date.parse(date));
}
