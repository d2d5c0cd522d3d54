import type { Line } from './pastedText.ts';
import type { ProviderRow } from './providerRows.ts';

/** Reads the bare value below `(Get-OutlookProvider EXPR).CertPrincipalName` and its like. */
export function readProviderValues(lines: Line[]): ProviderRow[] {
  return lines.flatMap((line, index) => {
    const [, asked] = bareValue.exec(line.text) ?? [];
    if (asked === undefined) return [];
    const name = asked.toUpperCase().match(/\b(?:EXPR|EXCH|WEB)\b/)?.[0];
    const below = lines.slice(index + 1, index + 4).find(({ text }) => text.trim() !== '');
    const value = below?.text.trim() ?? '';
    if (name === undefined || below === undefined || !/^(?:msstd:\S+|none)$/i.test(value)) return [];
    const principal = { value, line: below.number, certainty: 'certain' as const };
    return [{ line: below.number, name, principal, server: undefined, ttl: undefined, cut: undefined }];
  });
}

const bareValue =
  /\bGet-OutlookProvider\b([^()|]{0,200})(?:\)\s{0,9}\.CertPrincipalName|\|\s{0,9}select(?:-object)?\s{1,9}-exp\w{0,12}\s{1,9}CertPrincipalName)/i;
