import { asciiLowerCase } from '../names/dnsName.ts';
import { bareForm, parsePrincipalName } from '../names/principalName.ts';
import { formatServerName, parseServerName } from '../names/serverName.ts';
import type { Conflict, Evidence, ExchangeVersion, OutlookProviders, Provider } from '../types.ts';
import { distinct } from './distinct.ts';
import { isRecord, serversOf, serversOfReading } from './evidenceServers.ts';
import {
  type AnalyzerStep,
  type Certainty,
  certificateProblems,
  type EvidenceField,
  type Reading,
  type Statement,
} from './statement.ts';

/**
 * Puts together what the readers found. Of each field the surest statement counts; where others contradict it, that is
 * kept as a conflict. What is said of several servers is kept apart; what belongs to none of them counts for all.
 */
export function assemble(given: Reading[]): Evidence {
  const readings = withoutEchoes(given.map(withoutHuge));
  const servers = serversOf(readings);
  const whole = assembleFor(servers, readings);
  if (servers.length < 2) return whole;
  const keys = new Set(servers.map(formatServerName));
  const about = readings.map((reading) => ({ reading, named: serversOfReading(reading, keys) }));
  const parts = servers.slice(0, mostParts).map((server) => {
    const key = formatServerName(server);
    const own = about.filter(({ named }) => named.size === 0 || named.has(key));
    return assembleFor(
      [server],
      own.map(({ reading }) => reading),
    );
  });
  const conflicts = parts.flatMap((part) => part.conflicts);
  return { ...whole, conflicts: distinct(conflicts, (conflict) => JSON.stringify(conflict)), parts };
}

/** No name is longer, and what is told goes onto cards and into the state. */
const longestValue = 512;

function withoutHuge(reading: Reading): Reading {
  const statements = reading.statements.filter(({ value }) => value.length <= longestValue);
  return { ...reading, statements };
}

/**
 * What a program wrote is not read as sentences as well: neither what its own reader tells, nor what stands between
 * the steps of a report, where other servers and their certificates are.
 */
function withoutEchoes(readings: Reading[]): Reading[] {
  const keyOf = ({ field, value, line }: Statement) => {
    const isProvider = field === 'exprPrincipal' || field === 'exchPrincipal';
    // Outlook may show the same name somewhere else in the text.
    return isProvider ? providerKey(value, line) : `${field} ${comparable(field, value)}`;
  };
  const providerKey = (value: string, line: number) => `principal ${comparable('principal', value)} ${line}`;
  const records = readings.filter(isRecord);
  const told = new Set(records.flatMap(({ statements }) => statements.map(keyOf)));
  const reports = records.flatMap(({ steps = [] }) => extentOf(steps));
  const isEcho = (statement: Statement) =>
    told.has(keyOf(statement)) ||
    (statement.field === 'principal' && told.has(providerKey(statement.value, statement.line))) ||
    reports.some(({ first, last }) => first <= statement.line && statement.line <= last);
  return readings
    .map((reading) =>
      isRecord(reading)
        ? reading
        : { ...reading, statements: reading.statements.filter((statement) => !isEcho(statement)) },
    )
    .filter((reading) => isRecord(reading) || reading.statements.length > 0);
}

/** From the first step to the last one, by their lines; a single step, or a report on one line, has none. */
function extentOf(steps: AnalyzerStep[]): { first: number; last: number }[] {
  const [first, last] = [steps[0]?.line ?? 0, steps.at(-1)?.line ?? 0];
  return first < last ? [{ first, last }] : [];
}

/** Of a contradiction, as many as make it plain. */
const mostValues = 10;

/** As many as people can look through in one answer. */
const mostParts = 10;

function assembleFor(servers: Evidence['servers'], readings: Reading[]): Evidence {
  const statements = readings.flatMap((reading) => reading.statements).toSorted(bySurety);
  const say = (field: EvidenceField) => statements.filter((statement) => statement.field === field);
  const first = (field: EvidenceField) => say(field)[0]?.value;
  // Of several outputs of one command, the last one shows how it is now.
  const last = (field: EvidenceField) => {
    const surest = say(field).filter(({ certainty }, _, [best]) => certainty === best?.certainty);
    return surest.toSorted((one, other) => one.line - other.line).at(-1)?.value;
  };
  const names = commonNamesOf(readings);
  // Of a certificate, only what is told of the same one.
  const same = readings.filter((reading) => isSame(namesIn(reading, 'commonName'), names));
  const told = same.flatMap((reading) => reading.statements).toSorted(bySurety);
  const ofCertificate = (field: EvidenceField) =>
    told.filter((statement) => statement.field === field).map(({ value }) => value);
  const principal = say('principal').flatMap(({ value }) => parsed(value))[0];
  const exchangeVersion = exchangeVersions.find((known) => known === first('exchangeVersion'));
  const verdicts = readings.flatMap(({ verdict }) => verdict ?? []);
  const analyzerVerdict = (['fail', 'warn', 'pass'] as const).find((known) => verdicts.includes(known));
  const problems = ofCertificate('certificateProblem');
  return {
    formats: [...new Set(readings.map(({ format }) => format))],
    servers,
    ...(principal && { principal }),
    commonNames: names,
    dnsNames: unique(ofCertificate('dnsName')),
    providers: providersOf(last),
    certificates: same.flatMap(({ certificates = [] }) => certificates),
    ...present('issuer', ofCertificate('issuer')[0]),
    ...present('thumbprint', ofCertificate('thumbprint').find(isThumbprint)?.toUpperCase()),
    ...present('notBefore', ofCertificate('notBefore').find(isTime)),
    ...present('notAfter', ofCertificate('notAfter').find(isTime)),
    certificateProblems: certificateProblems.filter((known) => problems.includes(known)),
    steps: readings.flatMap(({ steps = [] }) => steps),
    ...(analyzerVerdict && { analyzerVerdict }),
    ...(exchangeVersion && { exchangeVersion }),
    ...present(
      'reportedAt',
      say('reportedAt')
        .map(({ value }) => value)
        .find(isTime),
    ),
    conflicts: [
      ...singleValued.flatMap((field) => conflictIn(field, say(field))),
      ...conflictingNames(readings),
    ],
    sources: readings.flatMap(({ format, statements }) =>
      statements.map((statement) => ({ ...statement, format })),
    ),
    parts: [],
  };
}

const sureness: Certainty[] = ['certain', 'likely', 'guessed'];
const exchangeVersions: ExchangeVersion[] = ['2010', '2013', '2016', '2019', 'se'];

/** Sorting is stable, so that among equals the first reading is believed. */
function bySurety(one: Statement, other: Statement): number {
  return sureness.indexOf(one.certainty) - sureness.indexOf(other.certainty);
}

function present<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: string });
}

function parsed(value: string) {
  const principal = parsePrincipalName(value);
  return principal.ok ? [principal.value] : [];
}

function providersOf(last: (field: EvidenceField) => string | undefined): OutlookProviders {
  const expr = providerOf(last('exprPrincipal'), last('exprServer'), last('exprTtl'));
  const exch = providerOf(last('exchPrincipal'), last('exchServer'), last('exchTtl'));
  return { ...(expr && { expr }), ...(exch && { exch }) };
}

/** Nothing, where its CertPrincipalName is not told: then it is not known to be empty either. */
function providerOf(principal?: string, server?: string, ttl?: string): Provider | undefined {
  if (principal === undefined) return undefined;
  return {
    certPrincipalName: principal === '' ? null : principal,
    ...(server !== undefined && { server: server === '' ? null : server }),
    ...(ttl !== undefined && Number.isFinite(Number(ttl)) && { ttlHours: Number(ttl) }),
  };
}

/** A certificate may have several common names; those of the surest reading that tells any. */
function commonNamesOf(readings: Reading[]): string[] {
  const surest = readings
    .filter((reading) => namesIn(reading, 'commonName').length > 0)
    .toSorted((one, other) => bySurety(surestName(one), surestName(other)))[0];
  return surest === undefined ? [] : namesIn(surest, 'commonName');
}

function surestName({ statements }: Reading): Statement {
  const [surest] = statements.filter(({ field }) => field === 'commonName').toSorted(bySurety);
  if (surest === undefined) throw new Error('only readings with a common name are compared');
  return surest;
}

function namesIn({ statements }: Reading, field: 'commonName' | 'dnsName'): string[] {
  return unique(statements.filter((statement) => statement.field === field).map(({ value }) => value));
}

function isThumbprint(text: string): boolean {
  return /^[\da-f]{40}$/i.test(text);
}

/** ISO 8601, as the fields ask for. */
function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** A reading that tells no common name contradicts none. */
function isSame(names: string[], believed: string[]): boolean {
  const known = new Set(believed.map(asciiLowerCase));
  return names.every((name) => known.has(asciiLowerCase(name)));
}

function unique(names: string[]): string[] {
  return distinct(names, asciiLowerCase);
}

/** What can have one value only. Issuers and times are written in too many ways to be compared. */
const singleValued = [
  'principal',
  'thumbprint',
  'notAfter',
  'exprPrincipal',
  'exprServer',
  'exchPrincipal',
  'exchServer',
  'exchangeVersion',
] as const satisfies EvidenceField[];

/** A guess contradicts nothing. */
function conflictIn(field: EvidenceField, statements: Statement[]): Conflict[] {
  const values = statements.filter(({ certainty }) => certainty !== 'guessed').map(({ value }) => value);
  const different = distinct(values, (value) => comparable(field, value));
  return different.length < 2 ? [] : [{ field, values: different.slice(0, mostValues) }];
}

function comparable(field: EvidenceField, value: string): string {
  if (field === 'server') return serverKey(value);
  if (field === 'notAfter') return value.slice(0, 'yyyy-mm-dd'.length);
  if (field !== 'principal') return asciiLowerCase(value);
  const [principal] = parsed(value);
  return principal?.name === undefined ? (principal?.form ?? value) : bareForm(principal.name);
}

function serverKey(value: string): string {
  const server = parseServerName(value);
  return server.ok ? formatServerName(server.value) : value;
}

function conflictingNames(readings: Reading[]): Conflict[] {
  const sure = readings.filter(({ statements }) =>
    statements.some(({ field, certainty }) => field === 'commonName' && certainty !== 'guessed'),
  );
  const believed = commonNamesOf(readings);
  const names = unique([...believed, ...sure.flatMap((reading) => namesIn(reading, 'commonName'))]);
  return isSame(names, believed) ? [] : [{ field: 'commonName', values: names.slice(0, mostValues) }];
}
