import { mendName } from './brokenName.ts';
import type { Line } from './pastedText.ts';
import { propertiesIn } from './powerShellNames.ts';
import { commandIn, isCutText, type Property } from './powerShellObject.ts';
import { cellsOf as cellsInColumns, type PowerShellTable } from './powerShellTable.ts';

/**
 * Reads the rows of tables of certificates, with or without their heading: each begins with a thumbprint, and the
 * other cells tell by their form what they are (the letters of the services, names, braces, status).
 */
export function readCertificateRows(lines: Line[], tables: PowerShellTable[]): Map<string, Property>[] {
  const tableOf = new Map(tables.flatMap((table) => table.lines.map((line) => [line, table] as const)));
  return lines.flatMap((line, index) => {
    const table = tableOf.get(line);
    const row = rowIn(line.text);
    if (row === undefined) return table === undefined ? [] : rowInColumns(line, lines[index + 1], table);
    const { rest, thumbprint } = row;
    const text = withFollowing(rest, lines.slice(index + 1, index + 4));
    const cells = cellsOf(text, table?.columns.map(({ name }) => name) ?? ['Subject']);
    // A thumbprint alone is no row, unless its table says what it is.
    if (table === undefined && !cells.has('Services') && !cells.has('Subject')) return [];
    const whole = new Map<string, Cell>([['Thumbprint', { value: thumbprint, isCut: false }], ...cells]);
    return [onLine(line, table === undefined || text !== rest ? whole : withColumns(whole, line, table))];
  });
}

function onLine({ number: line }: Line, cells: Map<string, Cell>): Map<string, Property> {
  return new Map([...cells].map(([name, cell]) => [name, { ...cell, line }]));
}

/** What only the column tells: where a name ends before a single blank, and which date is the first day. */
function withColumns(cells: Map<string, Cell>, { text }: Line, table: PowerShellTable): Map<string, Cell> {
  const told = [...(cellsInColumns(table, text) ?? [])].filter(([name, value]) => formOf[name]?.test(value));
  return new Map([
    ...cells,
    ...told.map(([name, value]) => [name, { value, isCut: isCutText(value) }] as const),
  ]);
}

const distinguishedName = /^(?:CN|C|O|OU|L|S|ST|E|DC)\s?=/i;

const formOf: Record<string, RegExp> = {
  Subject: distinguishedName,
  Issuer: distinguishedName,
  Services: /^(?:IMAP|POP|IIS|SMTP|UM|UMCallRouter|Federation|None)(?:,|$)/,
  NotBefore: /^[\p{L}\d].*\d{4}/u,
  NotAfter: /^[\p{L}\d].*\d{4}/u,
};

/** Tables that do not begin with the thumbprint, as of `Format-Table Subject,CertificateDomains,Services`. */
function rowInColumns(line: Line, next: Line | undefined, table: PowerShellTable): Map<string, Property>[] {
  const names = table.columns.map(({ name }) => name);
  const isAsked = /^ExchangeCertificate\b/i.test(table.command);
  if (!isAsked && !names.some((name) => /^(?:CertificateDomains|Services|Thumbprint|NotAfter)$/.test(name)))
    return [];
  if (next !== undefined && goesOn(line.text, next.text.trim())) return [];
  const cells = [...(cellsInColumns(table, line.text) ?? [])].filter(([, value]) => value !== '');
  const isRow = cells.some(
    ([name, value]) =>
      (name === 'Subject' && distinguishedName.test(value)) ||
      (name === 'CertificateDomains' && value.startsWith('{')),
  );
  return isRow
    ? [onLine(line, new Map(cells.map(([name, value]) => [name, { value, isCut: isCutText(value) }])))]
    : [];
}

/** Whether the end of the line has broken a name, and not the next row begins. */
function goesOn(row: string, next: string): boolean {
  const [first = ''] = next.split(/[\s,=]/, 1);
  if (first === '' || distinguishedName.test(next) || next.startsWith('{')) return false;
  return mendName(row.split(/[\s,={]/).at(-1) ?? '', first) !== 'apart';
}

/** Some forums mark a line with an asterisk; people mask the thumbprint, but leave its place. */
function rowIn(line: string): { thumbprint: string; rest: string } | undefined {
  const [, thumbprint = '', rest] =
    /^[ \t]*(?:\*[ \t]+)?([\da-fA-FxXyY*]{30,48})(?:\s+(.*))?$/.exec(line) ?? [];
  return thumbprint === '' ? undefined : { thumbprint, rest: rest ?? '' };
}

function withFollowing(text: string, following: Line[]): string {
  let whole = text;
  for (const line of following) {
    const more = withNext(whole, line);
    if (more === whole) break;
    whole = more;
  }
  return whole;
}

/** The rest of a row that a narrow window or a chat has put into the next line. */
function withNext(text: string, next: Line | undefined): string {
  const other = next?.text.trim() ?? '';
  if (other === '' || rowIn(other) || commandIn(other) !== undefined || propertiesIn(other).length > 0)
    return text;
  if (text === '' || /,$/.test(text.trimEnd())) return `${text} ${other}`;
  if (!/=/.test(text)) return /^(?:[IPUWSF.]{4,}\s|CN=)/.test(other) ? `${text} ${other}` : text;
  const [word = ''] = other.split(/[\s,]/, 1);
  const meaning = mendName(text.split(/[\s=,]/).at(-1) ?? '', word);
  if (meaning === 'apart') return text;
  return meaning === 'joined' ? text + other : `${text}\u2026`;
}

type Cell = Omit<Property, 'line'>;

function cellsOf(text: string, columns: string[]): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const tell = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '')
      cells.set(name, { value: value.trim(), isCut: isCutText(value.trim()) });
  };
  const [letters] = /^[IPUWSFC.]{4,9}(?=\s|$)/.exec(text) ?? [];
  const services = letters?.includes('.') || letters?.includes('W') ? letters : undefined;
  tell(
    'Services',
    services ??
      /(?<!\w)(?:(?:IMAP|POP|IIS|SMTP|UM|UMCallRouter|Federation|None)(?:, |(?!\w)))+/.exec(text)?.[0],
  );
  tell('CertificateDomains', /\{[^{}]*\}?/.exec(text)?.[0]);
  tell(
    'Status',
    /(?<!\w)(?:DateInvalid|Untrusted|Revoked|RevocationCheckFailure|Invalid|Valid|PendingRequest)(?!\w)/.exec(
      text,
    )?.[0],
  );
  const days = text.match(/(?<![\w.-])\d{1,4}([/.-])\d{1,2}\1\d{2,4}(?!\d)/g) ?? [];
  const dated = columns.filter((name) => name === 'NotBefore' || name === 'NotAfter');
  if (days.length === dated.length) for (const [index, name] of dated.entries()) tell(name, days[index]);
  const names = distinguishedNames(text);
  const order = columns.filter((name) => name === 'Subject' || name === 'Issuer');
  for (const [index, name] of (order.length === 0 ? ['Subject'] : order).entries()) tell(name, names[index]);
  return cells;
}

/** Each begins with a relative name and ends where the next column or a date begins. */
function distinguishedNames(text: string): string[] {
  const cells = text
    .split(/[ ]{2,}|\t/)
    .flatMap((cell) => cell.split(/ (?=CN=)(?<!, )|(?= \d{1,4}[-/.]\d{1,2}[-/.]\d)| (?=<)/));
  return cells
    .map((cell) => cell.replace(/^[IPUWSFC.]{4,9} +/, '').trim())
    .filter((cell) => distinguishedName.test(cell));
}
