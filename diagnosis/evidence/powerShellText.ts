import { consoleLines } from './consoleLines.ts';
import type { Line, PastedText } from './pastedText.ts';
import { type PowerShellObject, readPowerShellObjects } from './powerShellObject.ts';
import { findTables, type PowerShellTable } from './powerShellTable.ts';

/** What PowerShell may have printed in a text, whatever it is about. */
export interface PowerShellText {
  lines: Line[];
  objects: PowerShellObject[];
  tables: PowerShellTable[];
}

/** Objects without any of these are of nothing that is read here; most texts have none. */
const tellingName =
  /CertPrincipalName|TTL|(?:External|Internal)Hostname|CertificateDomains|RootCAType|Thumbprint|Subject/i;

const known = new WeakMap<PastedText, PowerShellText>();

/** Read once for all readers of the same text. */
export function readPowerShellText(text: PastedText): PowerShellText {
  const before = known.get(text);
  if (before !== undefined) return before;
  const lines = consoleLines(text);
  const isTelling = tellingName.test(text.text);
  const read = {
    lines,
    objects: isTelling ? readPowerShellObjects(lines) : [],
    tables: findTables(lines),
  };
  known.set(text, read);
  return read;
}
