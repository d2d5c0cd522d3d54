import type { Line } from './pastedText.ts';
import { readCsv } from './powerShellCsv.ts';
import { readLists } from './powerShellList.ts';

/** What PowerShell has printed of one property. */
export interface Property {
  /** A line feed stands where a line was broken and it is not said whether a blank was there. */
  value: string;
  line: number;
  /** Whether the console or a chat has swallowed some of it. */
  isCut: boolean;
}

/** One object of PowerShell, with the properties by their names as PowerShell spells them. */
export interface PowerShellObject {
  line: number;
  /** The `Get-` command above it, from its noun on. */
  command: string;
  /** Whether only a repeated property tells that it is not the same object as the one before. */
  isAssumed: boolean;
  properties: Map<string, Property>;
}

/** All objects that are printed as a list, as JSON or as CSV. Tables need to know what their cells may hold. */
export function readPowerShellObjects(lines: Line[]): PowerShellObject[] {
  return [...readLists(lines), ...readCsv(lines)].sort((a, b) => a.line - b.line);
}

/** A value in which no blank can be: a host, a principal name, a thumbprint. `undefined` where it is not whole. */
export function oneWord(property: Property | undefined): string | undefined {
  if (property === undefined || property.isCut) return undefined;
  const [word = '', ...others] = property.value.replaceAll('\n', '').split(/[ \t]+/);
  const isRemark = /^(?:<|#|\(|\u2190|-->|\/\/)/.test(others[0] ?? '#');
  return isRemark ? word : undefined;
}

/** Nor does any name end in a hyphen: there, a line was broken. */
const cutMark = /(?:\.\.|\u2026|-)$/;

/** Whether PowerShell has cut this text to the width of the console. */
export function isCutText(text: string): boolean {
  return cutMark.test(text);
}

/** What PowerShell has left of a text that it has cut; `undefined` of any other. */
export function beforeCut(text = ''): string | undefined {
  return /^(\S{1,300}?)(?:\.{2,3}|\u2026)+$/.exec(text)?.[1];
}

/** The command of a line such as `[PS] C:\>Get-OutlookProvider EXPR | fl`, from its noun on; any other is `''`. */
export function commandIn(text: string): string | undefined {
  if (!/[->]/.test(text)) return undefined;
  const at = text.search(/\b(?:Get|Set|New|Remove|Enable|Disable|Import|Export|Test|Update)-[A-Z]/i);
  if (at < 0) return /^\s*(?:\[PS\]|PS)(?=[\s>])[^>]*>/.test(text) ? '' : undefined;
  const parts = text.slice(at).split(/\bGet-(?=[A-Z])/i);
  return parts.length > 1 ? (parts.at(-1) ?? '') : '';
}
