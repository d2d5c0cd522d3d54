import { beforeCut, isCutText } from './powerShellObject.ts';
import type { PowerShellTable } from './powerShellTable.ts';
import type { Certainty } from './statement.ts';

/** The cells by their columns; `null` where the value is not told. */
export interface Row {
  principal: string | null | undefined;
  server: string | null | undefined;
  ttl: string | null | undefined;
  /** What is left of a principal name that is cut. */
  cut?: string | undefined;
  isWrapped?: boolean;
  certainty: Certainty;
}

/** Without columns, the words tell what they are: a prefix, a number, a host before or after a principal name. */
export function rowOfWords(words: string[], table: PowerShellTable | undefined): Row | undefined {
  const columns = table?.columns.map(({ name }) => name) ?? ['Server', 'CertPrincipalName', 'TTL'];
  const has = (name: string) => columns.includes(name);
  const row = { principals: [] as string[], hosts: [] as string[], cut: [] as string[], ttl: '' };
  const cells = words.filter((word) => !isName(word)).map(bare);
  for (const [index, word] of cells.entries()) {
    const next = cells[index + 1] ?? '';
    if (/^\d{1,6}$/.test(word) && row.ttl === '') row.ttl = word;
    else if (isCutText(word)) row.cut.push(word);
    else if (/^msstd:$/i.test(word) && isHost(next)) row.principals.push(word + next);
    else if (/^(?:(?:msstd|fullsic):\S+|none)$/i.test(word)) row.principals.push(word);
    else if (isHost(word)) row.hosts.push(word);
    else if (!/^(?:|\{\}|\$null)$/.test(word)) return undefined;
  }
  const hosts = row.hosts.filter(
    (host) => !row.principals.some((name) => /^msstd:/i.test(name) && name.slice(6) === host),
  );
  const isWhole = has('TTL') ? row.ttl !== '' : table !== undefined;
  if (!isWhole && row.principals.length === 0) return undefined;
  // Without a heading, `EXCH 2016` may be a server.
  if (table === undefined && row.principals.length === 0 && row.ttl.length > 3) return undefined;
  const certainty = table === undefined ? 'likely' : 'certain';
  return {
    ...placedNames({ ...row, hosts, isWhole }, has),
    ttl: has('TTL') ? row.ttl || null : undefined,
    cut: beforeCut(row.cut.find((word) => /^msstd:/i.test(word))),
    certainty,
  };
}

interface Words {
  principals: string[];
  hosts: string[];
  cut: string[];
  isWhole: boolean;
}

/** Enough of the prefix to know it from the name of a server. */
const cutPrincipal = /^ms(?:s|st|std|std:.*)?(?:\.\.\.|\u2026)$/i;

function placedNames(words: Words, has: (name: string) => boolean): Pick<Row, 'principal' | 'server'> {
  const { principals, hosts, cut, isWhole } = words;
  const untold = { principal: null, server: null };
  // "None" may be a flag as well as a principal name.
  if (has('OutlookProviderFlags') && principals.some((word) => /^none$/i.test(word))) return untold;
  if (principals.length > 1 || hosts.length > 2) return untold;
  const empty = isWhole && cut.length === 0 ? '' : null;
  const [principal = null] = principals;
  if (!has('CertPrincipalName') && !has('Server')) return { principal, server: undefined };
  if (!has('Server')) return { principal: principal ?? hosts[0] ?? empty, server: undefined };
  if (!has('CertPrincipalName')) return { principal: undefined, server: hosts[0] ?? empty };
  if (principal !== null) return { principal, server: hosts[0] ?? empty };
  return hosts.length === 0 && cut.every((word) => cutPrincipal.test(word))
    ? { principal: empty, server: isWhole ? '' : null }
    : untold;
}

const longestWord = 300;

/** People who type a row write `EXPR: "msstd:mail.contoso.com",`. */
function bare(word: string): string {
  if (word.length > longestWord || /^msstd:$/i.test(word)) return word;
  return word
    .replace(/^[":=]+/, '')
    .replace(/(?<!\.)\.$/, '')
    .replace(/[",;=]+$/, '');
}

/** The word that begins a row. */
export function isName(word: string): boolean {
  return /^(?:EXCH|EXPR|WEB)[:=]*$/i.test(word);
}

/** A host or a wildcard, which a principal name may be as well. */
export function isHost(word: string): boolean {
  return /^[\w*-]+(?:\.[\w-]+)+\.?$/.test(word) && !/^[\d.]+$/.test(word);
}
