import { parseArgs } from 'node:util';
import { exchangeVersions } from '../cards/cardAction.ts';
import { displayName } from '../cards/displayName.ts';
import type { Translate } from '../cards/texts.ts';
import {
  type CheckRequest,
  type ExchangeVersion,
  type OutlookProviders,
  type PrincipalName,
  type Provider,
  parsePrincipalName,
  parseServerName,
  type ServerName,
} from '../diagnosis/index.ts';

export type CommandLine = { json: boolean } & (
  | { request: CheckRequest }
  /** A path, or `-` for standard input. */
  | { report: string; offline: boolean }
);

/** The arguments are wrong; the message says how, for the person who typed them. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments behind the script's name; 'help' if that is what was asked for. Throws `UsageError`. */
export function readArguments(args: string[], t: Translate): CommandLine | 'help' {
  const { values, positionals } = parse(args, t);
  if (values.help) return 'help';

  const json = values.json ?? false;
  if (values.report !== undefined) {
    const [beside] = [...positionals, ...besideReport.filter((name) => values[name] !== undefined)];
    if (beside !== undefined) throw new UsageError(t('commandLine.besideReport', { argument: beside }));
    return { report: values.report, offline: values.offline ?? false, json };
  }
  if (values.offline) throw new UsageError(t('commandLine.offlineNeedsReport'));

  const [server, principal, tooMany] = positionals;
  if (server === undefined) throw new UsageError(t('commandLine.noServer'));
  if (tooMany !== undefined) throw new UsageError(t('commandLine.tooMany', { argument: tooMany }));
  const request = {
    server: readServer(server, t),
    ...(principal !== undefined && { principal: readPrincipal(principal, t) }),
    providers: readProviders(values, t),
    ...readVersion(values['exchange-version'], t),
  };
  return { request, json };
}

function parse(args: string[], t: Translate) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    // Node follows its finding with hints in further sentences; the usage says it better.
    const [finding = ''] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    const noValue = /argument (missing|is ambiguous)/.test(finding);
    throw new UsageError(noValue ? t('commandLine.noValue') : `${displayName(finding)}.`);
  }
}

const options = {
  expr: { type: 'string' },
  exch: { type: 'string' },
  'expr-server': { type: 'string' },
  'expr-ttl': { type: 'string' },
  'exchange-version': { type: 'string' },
  report: { type: 'string' },
  offline: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** A report says for itself what these say. */
const besideReport = ['expr', 'exch', 'expr-server', 'expr-ttl', 'exchange-version'] as const;

function readServer(given: string, t: Translate): ServerName {
  const server = parseServerName(given);
  if (server.ok) return server.value;
  throw new UsageError(`${t('questions.server.label')}: ${t(`problems.server.${server.reason}`)}`);
}

function readPrincipal(given: string, t: Translate): PrincipalName {
  const principal = parsePrincipalName(given);
  if (principal.ok) return principal.value;
  const { reason } = principal;
  // The card's text speaks of a button.
  const key =
    reason === 'not-a-principal-name'
      ? 'commandLine.notAPrincipalName'
      : (`problems.principal.${reason}` as const);
  throw new UsageError(`${t('questions.principal.label')}: ${t(key)}`);
}

function readVersion(given: string | undefined, t: Translate): { exchangeVersion?: ExchangeVersion } {
  if (given === undefined) return {};
  const exchangeVersion = exchangeVersions.find((known) => known === given.trim().toLowerCase());
  if (exchangeVersion !== undefined) return { exchangeVersion };
  throw new UsageError(t('commandLine.notAVersion', { versions: [...exchangeVersions] }));
}

interface ProviderOptions {
  expr?: string;
  exch?: string;
  'expr-server'?: string;
  'expr-ttl'?: string;
}

function readProviders(
  { expr, exch, 'expr-server': server, 'expr-ttl': ttl }: ProviderOptions,
  t: Translate,
): OutlookProviders {
  const more: Partial<Provider> = {
    ...(server !== undefined && { server: providerValue(server) }),
    ...(ttl !== undefined && { ttlHours: readHours(ttl, t) }),
  };
  if (expr === undefined && Object.keys(more).length > 0) throw new UsageError(t('commandLine.needsExpr'));
  return {
    ...(expr !== undefined && { expr: { certPrincipalName: providerValue(expr), ...more } }),
    ...(exch !== undefined && { exch: { certPrincipalName: providerValue(exch) } }),
  };
}

function readHours(given: string, t: Translate): number {
  if (/^\d{1,9}$/.test(given.trim())) return Number(given);
  throw new UsageError(t('commandLine.notHours'));
}

/** PowerShell's `$null` as it survives a shell: in quotes, or as nothing where the shell took it for a variable. */
function providerValue(given: string): string | null {
  return /^(\$?null)?$/i.test(given.trim()) ? null : given;
}
