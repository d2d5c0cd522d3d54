import { mendName, withoutBrokenEnd } from './brokenName.ts';
import { exchangeVersionIn } from './exchangeVersion.ts';
import type { PastedText } from './pastedText.ts';
import { isCutText, oneWord, type Property } from './powerShellObject.ts';
import { cellsOf, type PowerShellTable } from './powerShellTable.ts';
import { readPowerShellText } from './powerShellText.ts';
import type { Reading, Statement } from './statement.ts';

/**
 * Reads what `Get-OutlookAnywhere` prints, one reading for each server: the host names of its RPC proxy. The name of
 * the machine is none of them. A version of Exchange that stands elsewhere, as in `Get-ExchangeServer`, gives one more
 * reading.
 */
export function readOutlookAnywhere(text: PastedText): Reading[] {
  const { lines, objects, tables } = readPowerShellText(text);
  const listed = objects
    .filter(({ properties }) => properties.has('ExternalHostname') || properties.has('InternalHostname'))
    .map(({ properties }) => {
      const version = properties.get('AdminDisplayVersion');
      const external = properties.get('ExternalHostname');
      const hosts = hostsOf(
        hostIn(external),
        hostIn(properties.get('InternalHostname')),
        external?.isCut === true,
      );
      return [
        ...hosts,
        ...(version === undefined
          ? []
          : exchangeVersionIn(version.value.replaceAll('\n', ' '), version.line)),
      ];
    });
  const statements = [...listed, ...tables.flatMap(rowsOf)];
  const told = new Set(statements.flat().map(({ line }) => line));
  const versions = lines.flatMap(({ number, text: line }) =>
    told.has(number) ? [] : exchangeVersionIn(line, number),
  );
  // One server after the other says the same, unless the organisation is just being moved.
  const distinct = versions.filter(
    ({ value }, index) => versions.findIndex((other) => other.value === value) === index,
  );
  if (distinct.length > 0) statements.push(distinct);
  return statements.map((told) => ({
    format: 'outlook-anywhere',
    statements: withoutBrokenEnd(text.raw, told),
  }));
}

interface Host {
  value: string;
  line: number;
}

/** Clients outside use the external host, where there is one, even if it is cut. */
function hostsOf(external: Host | undefined, internal: Host | undefined, isCut: boolean): Statement[] {
  const statements: Statement[] = [];
  if (external) statements.push({ field: 'server', ...external, certainty: 'certain' });
  if (internal === undefined || internal.value.toLowerCase() === external?.value.toLowerCase())
    return statements;
  return [
    ...statements,
    { field: 'server', ...internal, certainty: external || isCut ? 'guessed' : 'likely' },
  ];
}

function hostIn(property: Property | undefined): Host | undefined {
  const word = oneWord(property);
  return property && word !== undefined && isHost(word) ? { value: word, line: property.line } : undefined;
}

function isHost(word: string): boolean {
  return (
    /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*(?::\d{1,5})?$/u.test(word) &&
    !/^(?:none|null|[\d.]+)$/i.test(word)
  );
}

function rowsOf(table: PowerShellTable): Statement[][] {
  const names = table.columns.map(({ name }) => name);
  if (!names.includes('ExternalHostname') && !names.includes('InternalHostname')) return [];
  return table.lines.flatMap(({ text, number }, index) => {
    const next = table.lines[index + 1];
    const isBroken = next?.number === number + 1 && goesOn(text, next.text);
    const cells = text.trim() === '' ? undefined : cellsOf(table, text);
    if (cells === undefined || isBroken) return [];
    // Words below the table fall into its columns as well, but hardly a word with a dot inside.
    const host = (name: string) => {
      const value = cells.get(name) ?? '';
      return isHost(value) && value.includes('.') && !isCutText(value) ? { value, line: number } : undefined;
    };
    const hosts = hostsOf(
      host('ExternalHostname'),
      host('InternalHostname'),
      isCutText(cells.get('ExternalHostname') ?? ''),
    );
    return hosts.length > 0 ? [[...hosts, ...exchangeVersionIn(text, number)]] : [];
  });
}

/** Whether the end of the line has broken a host name. */
function goesOn(row: string, next: string): boolean {
  const last =
    row
      .trim()
      .split(/[ \t]+/)
      .at(-1) ?? '';
  const [first = ''] = next.trim().split(/[ \t]+/, 1);
  return last.includes('.') && first !== '' && mendName(last, first) !== 'apart';
}
