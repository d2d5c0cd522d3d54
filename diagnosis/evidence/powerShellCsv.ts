import type { Line } from './pastedText.ts';
import { propertyName } from './powerShellNames.ts';
import { commandIn, isCutText, type PowerShellObject, type Property } from './powerShellObject.ts';

/** Reads what `ConvertTo-Csv` and `Export-Csv` write, with the separator of any culture, quoted or not. */
export function readCsv(lines: Line[]): PowerShellObject[] {
  const objects: PowerShellObject[] = [];
  let command = '';
  let head: Head | undefined;
  for (const line of lines) {
    command = commandIn(line.text) ?? command;
    const beginning = headOf(line.text);
    if (beginning !== undefined) head = beginning;
    else if (head !== undefined) {
      const properties = propertiesOf(head, line);
      if (properties === undefined) head = line.text.trim() === '' ? head : undefined;
      else objects.push({ line: line.number, command, isAssumed: false, properties });
    }
  }
  return objects;
}

interface Head {
  names: string[];
  separator: string;
}

function headOf(text: string): Head | undefined {
  const [, separator] = /^\s*"?\w+"?([,;\t])"?\w+"?/.exec(text) ?? [];
  if (separator === undefined || (separator === '\t' && !text.includes('"'))) return undefined;
  const words = cellsOf(text.trim(), separator);
  const names = words.map(({ value }) => propertyName(value));
  const isHead = words.every(({ value }) => /^\w+$/.test(value)) && names.filter(Boolean).length > 1;
  return isHead ? { names: words.map(({ value }, index) => names[index] ?? value), separator } : undefined;
}

/** A row that breaks off gives the cells that are whole. */
function propertiesOf({ names, separator }: Head, line: Line): Map<string, Property> | undefined {
  if (/^\s*\w+\s*:/.test(line.text)) return undefined;
  const cells = cellsOf(line.text.trim(), separator);
  if (cells.length < 2 || cells.length > names.length) return undefined;
  const isBroken = cells.length < names.length;
  return new Map(
    cells.map(({ value, isClosed }, index) => {
      const isCut = !isClosed || isCutText(value) || (isBroken && index === cells.length - 1);
      return [names[index] ?? '', { value, line: line.number, isCut }];
    }),
  );
}

interface Cell {
  value: string;
  isClosed: boolean;
}

/** Quotation marks are doubled inside of a cell (RFC 4180). */
function cellsOf(text: string, separator: string): Cell[] {
  const cells: Cell[] = [];
  let value = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"' && isQuoted && text.charAt(at + 1) === '"') {
      value += character;
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      cells.push({ value: value.trim(), isClosed: true });
      value = '';
    } else value += character;
  }
  cells.push({ value: value.trim(), isClosed: !isQuoted });
  return cells;
}
