import type { Line } from './pastedText.ts';
import { cutPropertyName, propertyName } from './powerShellNames.ts';
import { commandIn } from './powerShellObject.ts';

/** What `Format-Table` prints. */
export interface PowerShellTable {
  line: number;
  /** The `Get-` command above it, from its noun on. */
  command: string;
  columns: Column[];
  /** All lines up to the next table or command, also the blank ones and whatever was written below. */
  lines: Line[];
}

interface Column {
  name: string;
  start: number;
  end: number;
}

/** Finds the tables with at least one known column. */
export function findTables(lines: Line[]): PowerShellTable[] {
  const tables: PowerShellTable[] = [];
  let command = '';
  let table: PowerShellTable | undefined;
  let firstRow = 0;
  for (const [index, line] of lines.entries()) {
    if (line.text === '') {
      if (index >= firstRow) table?.lines.push(line);
      continue;
    }
    const said = commandIn(line.text);
    const below = () => belowHeading(lines, index);
    const columns = said === undefined && index >= firstRow ? columnsOf(line.text, below) : undefined;
    if (columns !== undefined) {
      table = { line: line.number, command, columns, lines: [] };
      tables.push(table);
      firstRow = index + 1 + (below()?.length ?? 0);
    } else if (said !== undefined) {
      command = said;
      table = undefined;
    } else if (index >= firstRow && !isRule(line.text)) table?.lines.push(line);
  }
  return tables;
}

/**
 * What is between a heading and its rule: the rest of a heading that is too long, or a blank line of a chat; `undefined`
 * where there is no rule.
 */
function belowHeading(lines: Line[], index: number): string[] | undefined {
  const rule = [index + 1, index + 2, index + 3].find((at) => isRule(lines[at]?.text ?? ''));
  const rest = rule === undefined ? undefined : lines.slice(index + 1, rule).map(({ text }) => text);
  return rest?.every((text) => text === '' || text.startsWith(' ')) ? rest : undefined;
}

function isRule(text: string): boolean {
  return text.includes('--') && /^[-\s]+$/.test(text);
}

function columnsOf(text: string, below: () => string[] | undefined): Column[] | undefined {
  const [first] = /\S+/.exec(text) ?? [];
  // Without a rule below, every word of a heading is known.
  if (first === undefined || (nameOf(first) === undefined && below() === undefined)) return undefined;
  const words = [...text.matchAll(/\S+/g)];
  if (words.length > 40) return undefined;
  const rest = below();
  const wholes = words.map(({ 0: word, index }, at) => {
    const pieces = (rest ?? []).map((line) => line.slice(index, words[at + 1]?.index).trim());
    return [word, ...pieces].join('');
  });
  const names = wholes.map(nameOf);
  const known = names.filter((name) => name !== undefined).length;
  const isHead = known > 0 && (rest !== undefined || (known === words.length && known > 1));
  if (!isHead) return undefined;
  return words.map(({ 0: word, index }, at) => ({
    name: names[at] ?? wholes[at] ?? word,
    start: index,
    end: index + word.length,
  }));
}

function nameOf(word: string): string | undefined {
  return propertyName(word) ?? cutPropertyName(word);
}

/**
 * The cells of a row by their columns; `undefined` where it cannot be told which is which. Blanks tell it while the
 * row stands as PowerShell has printed it, tabs or the number of words where a chat has moved it.
 */
export function cellsOf({ columns }: PowerShellTable, row: string): Map<string, string> | undefined {
  const cells = alignedCells(columns, row) ?? orderedCells(columns, row);
  return cells && new Map(columns.map(({ name }, index) => [name, cells[index] ?? '']));
}

/** Cells begin where their heading begins, or end where it ends if they are numbers. */
function alignedCells(columns: Column[], row: string): string[] | undefined {
  if (row.includes('\t')) return undefined;
  const cells: string[] = [];
  for (const [index, { start, end }] of columns.entries()) {
    if (start > 0 && /\S/.test(row.charAt(start - 1))) return undefined;
    const cell = row.slice(start, columns[index + 1]?.start);
    const value = cell.trim();
    const isLeft = /^\S/.test(cell);
    const isRight = start + cell.trimEnd().length === end;
    if (value !== '' && !isLeft && !isRight) return undefined;
    cells.push(value);
  }
  return /\S/.test(row.slice(0, columns[0]?.start)) ? undefined : cells;
}

function orderedCells(columns: Column[], row: string): string[] | undefined {
  const splits = [row.trim().split('\t'), row.trim().split(/[ \t]{2,}|\t/), row.trim().split(/[ \t]+/)];
  return splits.find((cells) => cells.length === columns.length)?.map((cell) => cell.trim());
}
