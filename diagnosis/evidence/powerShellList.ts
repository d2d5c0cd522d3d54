import { mendName } from './brokenName.ts';
import type { Line } from './pastedText.ts';
import { propertiesIn, propertyName } from './powerShellNames.ts';
import { commandIn, isCutText, type PowerShellObject, type Property } from './powerShellObject.ts';

/**
 * Reads what `Format-List` prints, and JSON, which looks much the same: `CertPrincipalName : msstd:mail.contoso.com`.
 * Lines that a console has broken go on at the column of the value; chats lose that column, blank lines and line ends.
 */
export function readLists(lines: Line[]): PowerShellObject[] {
  const objects: PowerShellObject[] = [];
  let command = '';
  let object: PowerShellObject | undefined;
  let last: Listed | undefined;
  /** Blank lines before this line, and those inside of the object: a chat may have doubled all line ends. */
  let gap = 0;
  let isSetting = false;
  let spacing: number | undefined;
  const close = () => {
    object = undefined;
    last = undefined;
    spacing = undefined;
  };

  for (const line of lines) {
    if (line.text.trim() === '') {
      gap += 1;
      continue;
    }
    const listed = propertiesOf(line, last !== undefined && gap === 0);
    const said = commandIn(line.text.slice(0, listed[0]?.at));
    // The rest of a command that was too long for the line.
    if (isSetting && gap === 0 && /^\s*\w+:/.test(line.text)) continue;
    isSetting = said === '' && line.text.includes('-');
    if (said !== undefined) {
      close();
      command = said;
    } else if (listed.length === 0 && !continues(last, line, gap)) {
      close();
    }
    const before = line.text.slice(0, listed[0]?.at);
    if (listed.length > 0 && before.trim() !== '') continues(last, { ...line, text: before }, gap);
    for (const property of listed) {
      const isRepeated = object?.properties.has(property.name) === true;
      const isApart = gap > (spacing ?? gap);
      if (isRepeated || isApart) close();
      if (object !== undefined) spacing ??= gap;
      if (object === undefined) {
        object = { line: line.number, command, isAssumed: isRepeated && !isApart, properties: new Map() };
        objects.push(object);
      }
      object.properties.set(property.name, property.property);
      last = property;
      gap = 0;
    }
    gap = 0;
  }
  for (const { properties } of objects) for (const property of properties.values()) finish(property);
  return objects;
}

interface Listed {
  name: string;
  property: Property;
  /** Where the name stands, in characters. */
  at: number;
  /** Where the value stands. */
  column: number;
}

function propertiesOf(line: Line, isInList: boolean): Listed[] {
  if (!line.text.includes(':')) return [];
  const [begun, word = ''] = /^[ \t]*"?([A-Za-z]\w*)"?[ \t]*:/.exec(line.text) ?? [];
  const isBegun = begun !== undefined && isLabel(word, begun);
  const first = isBegun ? [{ word, at: 0, from: begun.length }] : [];
  const offset = isBegun ? begun.length : 0;
  const others = propertiesIn(line.text.slice(offset)).map(({ word, start, end }) => ({
    word,
    at: offset + start,
    from: offset + end,
  }));
  // Prose may hold one such word and a colon; a list that has lost its line ends holds several.
  const isTold = isInList || others.length > 1 || telling.test(others[0]?.word ?? '');
  const labels = isBegun || isTold ? [...first, ...others] : [];
  return labels.map(({ word, at, from }, index) => {
    const text = line.text.slice(from, labels[index + 1]?.at);
    const column = from + text.length - text.trimStart().length;
    const property = { value: text.trim(), line: line.number, isCut: false };
    return { name: propertyName(word) ?? word, property, at, column: text.trim() === '' ? from + 1 : column };
  });
}

/** Words that nobody writes for anything else. */
const telling = /^(?:CertPrincipalName|(?:External|Internal)Hostname|CertificateDomains|Thumbprint)$/i;

/** Any other label needs the blank before the colon that PowerShell sets, so that `https:` is none. */
function isLabel(word: string, begun: string): boolean {
  return propertyName(word) !== undefined || (/^[A-Z]/.test(word) && /[ \t]:$/.test(begun));
}

/** Takes a line that belongs to the value above it, and says whether it did. */
function continues(last: Listed | undefined, line: Line, gap: number): boolean {
  if (last === undefined) return false;
  const { property, column } = last;
  // A hyphen may be where the console has broken a name.
  if (isCutText(property.value) && !property.value.endsWith('-')) return false;
  const text = line.text.trim();
  const indent = line.text.length - line.text.trimStart().length;
  const isOpen = opens(property.value);
  if (gap > 0 && !isOpen) return false;
  if (indent === column || isOpen) return append(property, text);
  if (property.value === '') return begins(property, text);
  if (property.value.endsWith(',')) return append(property, text);
  return mend(property, text);
}

/** A list in braces that is not closed. Only its end can close it, so that long lists stay linear. */
function opens(value: string): boolean {
  return value.startsWith('{') && !value.endsWith('}') && !isCutText(value);
}

/** Far above any value that says something; without a bound, a long text would be copied line by line. */
const longestValue = 16_384;

function append(property: Property, text: string): true {
  const end = property.value.at(-1);
  if (property.value.length + text.length > longestValue) property.isCut = true;
  else if (end === undefined) property.value = text;
  else property.value += end === ',' || end === ';' ? ` ${text}` : `\n${text}`;
  return true;
}

/** What stands below an empty value may be that value. */
function begins(property: Property, text: string): boolean {
  if (/^(?:msstd:|fullsic:|none$|CN=|\{|[\w*-]+(?:\.[\w-]+)+$)/i.test(text)) return append(property, text);
  property.isCut = /^\S+$/.test(text);
  return property.isCut;
}

/** Without its column only the words themselves can tell whether a line goes on. */
function mend(property: Property, text: string): boolean {
  const [word = '', ...others] = text.split(/[ \t,]+/);
  const before = property.value.split(/[\s=,{]/).at(-1) ?? '';
  if (others.length > 0 && !/^[^\s]+,/.test(text)) return false;
  const meaning = mendName(before, word);
  if (meaning === 'apart') return false;
  if (meaning === 'unknown') property.isCut = true;
  return append(property, text);
}

/** JSON has quotation marks, commas and `null`; the marks of a cut value may stand before them. */
function finish(property: Property): void {
  const text = property.value;
  const value =
    text.startsWith('"') || /^(?:null|\d+|true|false),?$/.test(text) ? text.replace(/,$/, '') : text;
  const [, inner, close] = /^"([^"]*)("?)$/.exec(value) ?? [];
  // Where a broken line ends in the name of the next property, that is not the value.
  property.isCut ||= close === '' || isCutText(value) || propertyName(value) !== undefined;
  property.value = value === 'null' || value === '{}' || value === '$null' ? '' : (inner ?? value);
}
