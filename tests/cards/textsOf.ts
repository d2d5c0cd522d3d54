/** Texts that others follow on the same line, so that they end with a blank. */
export const joining: ReadonlySet<string> = new Set(['labelled', 'separator']);

/** Every text with its key: `findings.expired.headline`. */
export function textsOf(group: object, path = ''): [key: string, text: string][] {
  return Object.entries(group).flatMap(([name, value]): [string, string][] => {
    const key = path === '' ? name : `${path}.${name}`;
    return typeof value === 'string' ? [[key, value]] : textsOf(value, key);
  });
}
