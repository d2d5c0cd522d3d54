/** An error without its message, which may quote what a person wrote: its kind, and at most 8 places in the code. */
export function placeOf(cause: unknown): { error: string; at: string[] } {
  if (!(cause instanceof Error)) return { error: 'unknown', at: [] };
  const { name, stack = '', message } = cause;
  const at = stack
    .replace(message, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
  return { error: name, at };
}
