import { asciiLowerCase } from '../names/dnsName.ts';
import { formatServerName, parseServerName } from '../names/serverName.ts';
import type { ServerName } from '../types.ts';
import { distinct } from './distinct.ts';
import type { Certainty, Reading, Statement } from './statement.ts';

/**
 * What a text is about, the surest first. Each report and each output speaks for itself: its surest servers count, so
 * that a host that was only tried on the way does not. What stands in sentences and addresses counts where nothing
 * else does, and what is merely mentioned, where nothing better is.
 */
export function serversOf(readings: Reading[]): ServerName[] {
  const sure = readings.filter(isRecord).flatMap(ownServers);
  if (sure.length > 0) return unique(sure);
  const likely = readings.flatMap((reading) => serversIn(reading, 'likely'));
  return unique(likely.length > 0 ? likelyProxies(likely) : mentioned(readings));
}

/**
 * Which of the servers a reading is about; none where it counts for all.
 * @param servers as `formatServerName` writes them, and so is the answer
 */
export function serversOfReading(reading: Reading, servers: ReadonlySet<string>): ReadonlySet<string> {
  const own = (isRecord(reading) ? ownServers(reading) : everyServer(reading)).map(formatServerName);
  return new Set(own.filter((server) => servers.has(server)));
}

/** What a program wrote, and not a person. */
export function isRecord({ format }: Reading): boolean {
  return format !== 'sentence' && format !== 'url';
}

function ownServers(reading: Reading): ServerName[] {
  const certain = serversIn(reading, 'certain');
  return certain.length > 0 ? certain : serversIn(reading, 'likely');
}

function everyServer({ statements }: Reading): ServerName[] {
  return serversOfAll(statements.filter(({ field }) => field === 'server'));
}

function serversIn({ statements }: Reading, wanted: Certainty): ServerName[] {
  return serversOfAll(
    statements.filter(({ field, certainty }) => field === 'server' && certainty === wanted),
  );
}

function serversOfAll(statements: Statement[]): ServerName[] {
  return statements.flatMap(({ value }) => {
    const parsed = parseServerName(value);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** People name Autodiscover and the company's web site beside the server, if they name that at all. */
function likelyProxies(servers: ServerName[]): ServerName[] {
  const proxies = servers.filter(({ host }) => !/^(?:autodiscover|www)\./.test(host));
  return proxies.length > 0 ? proxies : servers;
}

/**
 * A name that only stands in the certificate is not where anybody connects, if there is another; nor is any name beside
 * what was told of a line that PowerShell has printed.
 */
function mentioned(readings: Reading[]): ServerName[] {
  const records = readings.filter(isRecord);
  const printed = new Set(
    records.flatMap(({ format, statements, lines = [] }) =>
      powerShell.has(format) ? [...statements.filter(isCertain).map(({ line }) => line), ...lines] : [],
    ),
  );
  const spoken = readings
    .filter((reading) => !isRecord(reading))
    .map((reading) => ({
      ...reading,
      statements: reading.statements.filter(({ line }) => !printed.has(line)),
    }));
  const guessed = (some: Reading[]) => some.flatMap((reading) => serversIn(reading, 'guessed'));
  const all = [...guessed(records), ...likelyProxies(guessed(spoken))];
  const statements = readings.flatMap((reading) => reading.statements);
  const certified = statements.filter(({ field }) => field === 'commonName' || field === 'dnsName');
  const inCertificate = new Set(certified.map(({ value }) => asciiLowerCase(value)));
  const others = all.filter(({ host }) => !inCertificate.has(host));
  return others.length > 0 ? others : all;
}

/** Without a heading, a person may have written a row, and more behind it. */
function isCertain({ certainty }: Statement): boolean {
  return certainty === 'certain';
}

const powerShell = new Set<string>(['outlook-provider', 'outlook-anywhere', 'exchange-certificate']);

function unique(servers: ServerName[]): ServerName[] {
  return distinct(servers, formatServerName);
}
