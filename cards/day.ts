/** The day of an ISO 8601 date: enough for people. */
export function day(date: unknown): string {
  return String(date).slice(0, 10);
}
