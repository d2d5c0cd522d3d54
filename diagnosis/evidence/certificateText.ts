/** One attribute of a distinguished name written as text: `CN=mail.contoso.com`. */
interface Attribute {
  type: string;
  value: string;
}

/** The common names of a distinguished name as Windows and .NET write it: `CN=a, O="Contoso, Ltd.", OU=b\, c`. */
export function commonNamesOf(name: string): string[] {
  return attributesOf(name)
    .filter(({ type }) => /^(?:CN|(?:OID\.)?2\.5\.4\.3)$/i.test(type))
    .map(({ value }) => value)
    .filter((value) => value !== '');
}

/** Commas in quotation marks or behind a backslash belong to the value (RFC 1779 section 2.3). */
function attributesOf(name: string): Attribute[] {
  const attributes: Attribute[] = [];
  for (const [piece] of name.matchAll(/(?:"(?:[^"]|"")*"|\\[\s\S]|[^",;+\\]|"|[+](?! ?[\w.]{1,30} ?=))+/g)) {
    const { type, value } = /^\s*(?<type>[\w.]{1,40}) ?=(?<value>[\s\S]*)$/.exec(piece)?.groups ?? {};
    const last = attributes.at(-1);
    if (type !== undefined && value !== undefined) attributes.push({ type, value: plain(value) });
    // A comma that a copy has lost its quotation marks around.
    else if (last) last.value += `,${piece.trimEnd()}`;
  }
  return attributes;
}

function plain(value: string): string {
  const text = value.replace(/\s+/g, ' ').trim();
  const quoted = /^"(?<inside>(?:[^"]|"")*)"$/.exec(text)?.groups?.inside;
  return (quoted?.replaceAll('""', '"') ?? text).replace(/\\([\s\S])/g, '$1');
}

/** Two days of the same certificate; a text that has one order has it in both. */
export interface Validity {
  notBefore?: string;
  notAfter?: string;
}

const day =
  /^(?<first>\d{1,4})(?<mark>[/.-])(?<second>\d{1,2})\k<mark>(?<third>\d{1,4})(?:,? (?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second2>\d\d))? ?(?:(?<half>[AP])\.? ?M\.?)?)?/i;

/**
 * ISO 8601 in UTC. Day and month may be swapped unless one of the four numbers is above 12, the text is known to be
 * American, or the marks are points, which only days first have.
 */
export function readValidity(before: string, after: string, american: boolean): Validity {
  const days = [before, after].map((text) => day.exec(text.trim())?.groups);
  const isAbove = (key: string) =>
    days.some((groups) => Number(groups?.[key]) > 12 && groups?.first?.length !== 4);
  const dayFirst = isAbove('first') || days.some((groups) => groups?.mark === '.');
  const monthFirst = !dayFirst && (american || isAbove('second'));
  const [notBefore, notAfter] = days.map((groups) => {
    if (!groups) return undefined;
    if (groups.first?.length === 4) return moment(groups, groups.first, groups.second, groups.third);
    if (dayFirst) return moment(groups, groups.third, groups.second, groups.first);
    return monthFirst ? moment(groups, groups.third, groups.first, groups.second) : undefined;
  });
  return { ...(notBefore !== undefined && { notBefore }), ...(notAfter !== undefined && { notAfter }) };
}

function moment(
  { hour, minute, second2, half }: Record<string, string | undefined>,
  year = '',
  month = '',
  date = '',
): string | undefined {
  if (year.length !== 4) return undefined;
  const shift = half === undefined ? 0 : /p/i.test(half) ? 12 : 0;
  const hours = half === undefined ? Number(hour ?? 0) : (Number(hour) % 12) + shift;
  const time = new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(date), hours, Number(minute ?? 0), Number(second2 ?? 0)),
  );
  const isReal = time.getUTCMonth() === Number(month) - 1 && time.getUTCDate() === Number(date) && hours < 24;
  if (!isReal) return undefined;
  const iso = time.toISOString();
  return hour === undefined ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
}
