import { withoutBrokenEnd } from './brokenName.ts';
import type { PastedText } from './pastedText.ts';
import { beforeCut, isCutText, oneWord, type PowerShellObject } from './powerShellObject.ts';
import { readPowerShellText } from './powerShellText.ts';
import { type ProviderRow, readProviderRows } from './providerRows.ts';
import { readProviderValues } from './providerValues.ts';
import type { Certainty, EvidenceField, Reading, Statement } from './statement.ts';

/**
 * Reads what `Get-OutlookProvider` prints: as a table, list, JSON or CSV, whole or by some of its properties. One
 * reading for each EXPR and EXCH; an empty column is `$null`, of a value that is cut only what is left is told. Commands
 * that set a provider are an intention, not its state, and are not read.
 */
export function readOutlookProviders(text: PastedText): Reading[] {
  const { lines, objects, tables } = readPowerShellText(text);
  // A text that ends where a value is empty may have been cut right there.
  const lastLine = lines.findLast((line) => line.text.trim() !== '')?.number ?? 0;
  const listed = runsOf(objects.filter(isProvider)).flatMap((run) => {
    const rows = run.map((object) => fromObject(object, lastLine));
    return isShifted(run) ? rows.map((row) => ({ ...row, name: 'other' })) : rows;
  });
  const rows = readProviderRows(lines, tables).map((row) =>
    row.line === lastLine && row.ttl === undefined && row.principal?.value === '' ? uncertain(row) : row,
  );
  return named([...listed, ...rows, ...readProviderValues(lines)])
    .filter(({ name }) => name === 'EXPR' || name === 'EXCH')
    .map(({ name, row }) => ({
      format: 'outlook-provider',
      ...(row.lines && { lines: row.lines }),
      statements: withoutBrokenEnd(text.raw, statementsOf(name, row)),
    }));
}

/** Objects that nothing but their repeated properties sets apart. */
function runsOf(objects: PowerShellObject[]): PowerShellObject[][] {
  const runs: PowerShellObject[][] = [];
  for (const object of objects) {
    const run = runs.at(-1);
    if (object.isAssumed && run !== undefined) run.push(object);
    else runs.push([object]);
  }
  return runs;
}

/** If the last has no name and the others end in theirs, the names may as well belong to the next one each. */
function isShifted(run: PowerShellObject[]): boolean {
  const [first] = run;
  const last = run.at(-1);
  if (run.length < 2 || first === undefined || last === undefined) return false;
  return [...first.properties.keys()].at(-1) === 'Name' && !last.properties.has('Name');
}

function isProvider({ command, properties }: PowerShellObject): boolean {
  if (properties.has('CertPrincipalName')) return true;
  const isAsked = /^OutlookProvider\b/i.test(command) || properties.has('OutlookProviderFlags');
  const isKnown = providerIn(properties.get('Name')?.value ?? '') !== undefined && properties.has('TTL');
  return (isAsked && properties.has('TTL')) || isKnown;
}

function fromObject({ line, command, properties }: PowerShellObject, lastLine: number): ProviderRow {
  const given = ['Name', 'Identity', 'Id', 'AdminDisplayName', 'DistinguishedName']
    .map((name) => properties.get(name)?.value ?? '')
    .find((value) => value !== '');
  const name = given === undefined ? providerAsked(command) : (providerIn(given) ?? 'other');
  const cellOf = (property: string) => {
    const found = properties.get(property);
    const word = oneWord(found) ?? oneWord(found && { ...found, value: withoutBlank(found.value) });
    if (found === undefined || word === undefined || /^msstd:$/i.test(word)) return undefined;
    const isLast = found.line === lastLine && [...properties.values()].at(-1) === found;
    const certainty: Certainty = word === '' && isLast ? 'likely' : 'certain';
    return { value: word, line: found.line, certainty };
  };
  const principal = cellOf('CertPrincipalName');
  const server = cellOf('Server');
  const ttl = cellOf('TTL');
  const shown = properties.get('CertPrincipalName');
  const cut = beforeCut(shown?.value);
  return {
    line,
    name,
    principal: principal && isPrincipal(principal.value) ? principal : undefined,
    server: server && /^(?:[\w-]+\..*)?$/.test(server.value) ? server : undefined,
    ttl: ttl && /^\d+$/.test(ttl.value) ? ttl : undefined,
    cut: shown && cut !== undefined ? { value: cut, line: shown.line, certainty: 'certain' } : undefined,
  };
}

function isPrincipal(value: string): boolean {
  return value === '' || /^(?:msstd:|fullsic:|none$|[\w*-]+\.)/i.test(value);
}

/** Many write a blank after the prefix. */
function withoutBlank(value: string): string {
  return value.replace(/^(msstd:)\s+/i, '$1');
}

function providerIn(text: string): string | undefined {
  return /^(?:CN=)?(EXPR|EXCH|WEB)(?:,|$)/i.exec(text)?.[1]?.toUpperCase();
}

/** `OutlookProvider EXPR | fl`: asked for one, the list need not name it. */
function providerAsked(command: string): string | undefined {
  if (!/^OutlookProvider\b/i.test(command)) return undefined;
  const asked = new Set(command.toUpperCase().match(/\b(?:EXPR|EXCH|WEB)\b/g));
  return asked.size === 1 ? [...asked][0] : undefined;
}

interface Named {
  name: string;
  row: ProviderRow;
}

/** Active Directory gives the three in the order of their names; one alone is most often EXPR, Outlook Anywhere's. */
function named(rows: ProviderRow[]): Named[] {
  const nameless = rows.filter(({ name }) => name === undefined);
  const principals = new Set(nameless.map(({ principal }) => principal?.value));
  const assumed =
    nameless.length < rows.length
      ? []
      : nameless.length === 3
        ? ['EXCH', 'EXPR', 'WEB']
        : principals.size === 1
          ? ['EXPR']
          : [];
  return rows.flatMap((row) => {
    if (row.name !== undefined) return [{ name: row.name, row }];
    const name = assumed[nameless.indexOf(row)];
    return name === undefined ? [] : [{ name, row: uncertain(row) }];
  });
}

function uncertain(row: ProviderRow): ProviderRow {
  const likely = (cell: ProviderRow['principal']) => cell && { ...cell, certainty: 'likely' as const };
  const { principal, server, ttl, cut } = row;
  return { ...row, principal: likely(principal), server: likely(server), ttl: likely(ttl), cut: likely(cut) };
}

function statementsOf(name: string, { principal, server, ttl, cut }: ProviderRow): Statement[] {
  const fields: [EvidenceField, ProviderRow['principal']][] =
    name === 'EXPR'
      ? [
          ['exprPrincipal', principal],
          ['exprCut', cut],
          ['exprServer', server],
          ['exprTtl', ttl],
        ]
      : [
          ['exchPrincipal', principal],
          ['exchCut', cut],
          ['exchServer', server],
          ['exchTtl', ttl],
        ];
  return fields.flatMap(([field, cell]) =>
    cell === undefined || isCutText(cell.value) ? [] : [{ field, ...cell }],
  );
}
