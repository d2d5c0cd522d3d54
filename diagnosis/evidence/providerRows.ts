import { mendName } from './brokenName.ts';
import type { Line } from './pastedText.ts';
import { propertiesIn } from './powerShellNames.ts';
import { beforeCut, commandIn, isCutText } from './powerShellObject.ts';
import { cellsOf, type PowerShellTable } from './powerShellTable.ts';
import { isHost, isName, type Row, rowOfWords } from './providerWords.ts';
import type { Certainty } from './statement.ts';

/** A provider as far as it is told: what is cut or may be another column is `undefined`, `$null` is empty. */
export interface ProviderRow {
  line: number;
  /** EXCH, EXPR, WEB; any other is none of them, `undefined` where none stands there. */
  name: string | undefined;
  principal: ProviderCell | undefined;
  server: ProviderCell | undefined;
  ttl: ProviderCell | undefined;
  /** What the console has left of the principal name. */
  cut: ProviderCell | undefined;
  /** The lines of a row whose cells are wrapped. */
  lines?: number[];
}

interface ProviderCell {
  value: string;
  line: number;
  certainty: Certainty;
}

/** Far more than anybody compares: a forest has three. */
const mostRows = 1000;

/** Reads the rows of tables of providers, with or without their heading, wherever a chat has moved the columns. */
export function readProviderRows(lines: Line[], tables: PowerShellTable[]): ProviderRow[] {
  const tableOf = new Map(tables.flatMap((table) => table.lines.map((line) => [line, table] as const)));
  const rows: ProviderRow[] = [];
  const piecesOfLines = lines.map(({ text }) => piecesOf(text));
  for (const [index, line] of lines.entries()) {
    if (rows.length >= mostRows) break;
    const pieces = piecesOfLines[index] ?? [];
    if (pieces.length === 0) continue;
    const table = tableOf.get(line);
    for (const [at, piece] of pieces.entries()) {
      const following = at === pieces.length - 1 ? continuation(lines, piecesOfLines, index) : [];
      const row = readRow(piece, following, table);
      if (row !== undefined) {
        const wrapped = row.isWrapped && { lines: [line, ...following].map(({ number }) => number) };
        rows.push({ line: line.number, name: piece.name, ...placed(row, line), ...wrapped });
      }
    }
  }
  const all = [...rows, ...tables.flatMap(namelessRows)].sort((a, b) => a.line - b.line);
  return all.slice(0, mostRows);
}

interface Piece {
  name: string;
  text: string;
  /** Whether it is all of its line, so that its columns stand where they stood. */
  isWhole: boolean;
}

/** One for the many lines without any. */
const none: Piece[] = [];

/** A chat may have put several rows, and the heading, into one line. */
function piecesOf(line: string): Piece[] {
  if (!/EXCH|EXPR|WEB/i.test(line)) return none;
  const text = line.includes('---') ? line.slice(line.lastIndexOf('---')).replace(/^-+/, '') : line;
  if (commandIn(text) !== undefined) return [];
  // Chats draw tables with bars.
  const row = text.replaceAll('|', ' ');
  const starts = [...row.matchAll(/(?<!\S)(EXCH|EXPR|WEB)(?=[\s:=]|$)/gi)];
  return starts.slice(0, mostRows).map(({ 1: name = '', index }, at) => ({
    name: name.toUpperCase(),
    text: row.slice(at === 0 && text === line ? 0 : index, starts[at + 1]?.index),
    isWhole: starts.length === 1 && text === line,
  }));
}

const longestContinuation = 4;

/** What follows directly and is no row of its own: the rest of a cell that was too long, or of the line. */
function continuation(lines: Line[], piecesOfLines: Piece[][], index: number): Line[] {
  if (piecesOfLines[index + 1]?.length !== 0) return [];
  const following = lines.slice(index + 1, index + 1 + longestContinuation);
  const end = following.findIndex(
    ({ text }, at) =>
      piecesOfLines[index + 1 + at]?.length !== 0 ||
      text.trim() === '' ||
      commandIn(text) !== undefined ||
      propertiesIn(text).length > 0,
  );
  return end < 0 ? following : following.slice(0, end);
}

function readRow(
  { text, isWhole }: Piece,
  following: Line[],
  table: PowerShellTable | undefined,
): Row | undefined {
  const below = following.map((line) => line.text);
  const inColumns = table !== undefined && isWhole ? rowInColumns(text, below, table) : undefined;
  if (inColumns !== undefined) return inColumns;
  // Without a heading a row is one for its number or its principal name.
  if (table === undefined && following.length === 0 && !/\d|msstd|fullsic|none/i.test(text)) return undefined;
  const words = below.reduce((row, next) => joinedWords(row, wordsOf(next)), wordsOf(text));
  return rowOfWords(words, table);
}

function wordsOf(text: string): string[] {
  return text.split(/[ \t|]+/).filter((word) => word !== '');
}

/** A wrapped cell goes on below itself; what stands anywhere else below has to be read as words. */
function rowInColumns(text: string, following: string[], table: PowerShellTable): Row | undefined {
  if (!table.columns.some(({ name }) => /^(?:Name|Identity|Id)$/.test(name))) return undefined;
  const cells = new Map<string, string>();
  for (const line of [text, ...following]) {
    const below = line === text || line.startsWith(' ') ? cellsOf(table, line) : undefined;
    if (below === undefined) return undefined;
    for (const [name, cell] of below) cells.set(name, (cells.get(name) ?? '') + cell);
  }
  // These are never empty: what seems to stand before them is theirs.
  if (!isPlausible(cells) || cells.get('TTL') === '' || cells.get('OutlookProviderFlags') === '')
    return undefined;
  const cell = (name: string) => {
    const value = cells.get(name);
    return value !== undefined && isCutText(value) ? null : value;
  };
  return {
    principal: cell('CertPrincipalName'),
    server: cell('Server'),
    ttl: cell('TTL'),
    cut: beforeCut(cells.get('CertPrincipalName')),
    isWrapped: following.length > 0,
    certainty: 'certain',
  };
}

function isPlausible(cells: Map<string, string>): boolean {
  const principal = cells.get('CertPrincipalName') ?? '';
  return (
    /^(?:EXCH|EXPR|WEB)?$/i.test(cells.get('Name') ?? '') &&
    /^\d{0,6}$/.test(cells.get('TTL') ?? '') &&
    /^(?![\d.]+$)[\w.*-]*\u2026?$/.test(cells.get('Server') || 'none') &&
    (/^(?:msstd|fullsic):\s?\S+$|^none$/i.test(principal) ||
      isHost(principal) ||
      isCutText(principal) ||
      principal === '')
  );
}

function joinedWords(words: string[], next: string[]): string[] {
  const [first, ...others] = next;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return words;
  const isRest = others.every((word) => /^\d+$/.test(word)) && others.length < 2;
  if (!isRest || words.some((word) => /^\d+$/.test(word))) return words;
  if (words.every(isName) || /^(?:\d+$|msstd:\S)/i.test(first)) return [...words, ...next];
  const meaning = mendName(last, first);
  if (meaning === 'apart') return words;
  return [...words.slice(0, -1), meaning === 'joined' ? last + first : `${last}\u2026`, ...others];
}

function placed({ principal, server, ttl, cut, certainty }: Row, { number: line }: Line) {
  const cell = (value: string | null | undefined) =>
    typeof value === 'string' ? { value, line, certainty } : undefined;
  return { principal: cell(principal), server: cell(server), ttl: cell(ttl || undefined), cut: cell(cut) };
}

/** Tables of some columns without the name, as of `Format-Table CertPrincipalName`. */
function namelessRows(table: PowerShellTable): ProviderRow[] {
  const names = table.columns.map(({ name }) => name);
  if (!names.includes('CertPrincipalName') || names.some((name) => name === 'Name' || name === 'Identity'))
    return [];
  const asked = new Set(table.command.toUpperCase().match(/\b(?:EXPR|EXCH|WEB)\b/g));
  return table.lines.flatMap((line) => {
    const cells = line.text.trim() === '' ? undefined : cellsOf(table, line.text);
    if (cells === undefined || !isPlausible(cells) || piecesOf(line.text).length > 0) return [];
    const told = (name: string) => (isCutText(cells.get(name) ?? '') ? null : cells.get(name));
    const row: Row = {
      principal: told('CertPrincipalName'),
      server: told('Server'),
      ttl: told('TTL'),
      cut: beforeCut(cells.get('CertPrincipalName')),
      certainty: 'likely',
    };
    const name = asked.size === 1 ? [...asked][0] : undefined;
    return [{ line: line.number, name, ...placed(row, line) }];
  });
}
