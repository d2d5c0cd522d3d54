import { asciiLowerCase } from '../names/dnsName.ts';
import { assumedPrincipal } from '../names/exchangeOnline.ts';
import { parsePrincipalName } from '../names/principalName.ts';
import { parseServerName } from '../names/serverName.ts';
import { type Element, readElements } from './autodiscoverElements.ts';
import { readServerVersion } from './exchangeVersion.ts';
import type { EvidenceField, EvidenceReader, Reading, Statement } from './statement.ts';

/**
 * Answers of Autodiscover in the POX form (MS-OXDSCLI section 2.2.4): whole, cut anywhere, amid other text.
 * EXPR is Outlook Anywhere, EXHTTP the same for Outlook 2013 and later, inside first and outside second. The server of
 * EXCH is a mailbox server or a GUID, not a host to connect to.
 */
export const readAutodiscoverXml: EvidenceReader = ({ raw, lines, text }) => {
  if (!/<|lt;/i.test(raw)) return [];
  const answers = answersIn(raw);
  if (answers.length > 0) return answers;
  // A web page that shows an answer has markup between its brackets.
  const numberOf = (line: number) => lines[line - 1]?.number ?? 1;
  return answersIn(text).map(({ format, statements }) => ({
    format,
    statements: statements.map((statement) => ({ ...statement, line: numberOf(statement.line) })),
  }));
};

function answersIn(text: string): Reading[] {
  return readElements(text)
    .map(readAnswer)
    .filter((reading) => reading !== null);
}

/** What one `Protocol` element says, by the names of its children in lower case. */
type Section = Map<string, Element>;

function readAnswer(elements: Element[]): Reading | null {
  const sections = sectionsOf(elements);
  const isKnown = sections.some((section) => exchangeTypes.has(typeOf(section)));
  const redirect = elements.find(({ name, value }) => name === 'redirecturl' && /autodiscover/i.test(value));
  if (!isKnown && redirect === undefined && !sections.some((section) => section.has('certprincipalname'))) {
    return null;
  }
  const isOnline = elements.some(({ name, value }) => name === 'microsoftonline' && /^true$/i.test(value));
  const statements = sections.flatMap((section) => [
    ...connection(section),
    ...provider(section),
    ...(isOnline ? [] : version(section)),
  ]);
  const hasServer = statements.some(({ field }) => field === 'server');
  if (!hasServer) statements.push(...guessedServers(elements));
  return { format: 'autodiscover-xml', statements };
}

/** Other mail services and other XML have types too, such as `WEB`. */
const exchangeTypes = new Set(['EXCH', 'EXPR', 'EXHTTP', 'MAPIHTTP']);
const connecting = new Set(['EXPR', 'EXHTTP']);

function sectionsOf(elements: Element[]): Section[] {
  const sections = new Map<number, Section>();
  for (const element of elements) {
    if (element.section === null) continue;
    const section: Section = sections.get(element.section) ?? new Map();
    if (!section.has(element.name)) section.set(element.name, element);
    sections.set(element.section, section);
  }
  return [...sections.values()];
}

function typeOf(section: Section): string {
  return section.get('type')?.value.toUpperCase() ?? '';
}

function connection(section: Section): Statement[] {
  const type = typeOf(section);
  const server = section.get('server');
  const principal = comparedPrincipal(section);
  // The beginning of the section is cut off; one with a principal name is of a connection.
  const isBeheaded = type === '' && principal !== undefined;
  if (!connecting.has(type) && !isBeheaded) return [];
  const certainty = isPlain(section) || isBeheaded ? 'likely' : 'certain';
  return [
    ...(server !== undefined && isHost(server) ? [tell('server', server, certainty)] : []),
    ...(principal !== undefined ? [tell('principal', principal, certainty)] : []),
  ];
}

/**
 * An empty CertPrincipalName of the provider comes out as `msstd:` and the server of the section (POX reference,
 * CertPrincipalName), so only another name tells what Active Directory holds.
 */
function provider(section: Section): Statement[] {
  const type = typeOf(section);
  if (type !== 'EXPR' && type !== 'EXCH') return [];
  const server = section.get('server');
  const principal = comparedPrincipal(section);
  const ttl = section.get('ttl');
  const isFixed = principal !== undefined && server !== undefined && !isDefault(principal, server);
  return [
    ...(isFixed ? [tell(type === 'EXPR' ? 'exprPrincipal' : 'exchPrincipal', principal, 'certain')] : []),
    ...(ttl !== undefined && /^\d{1,5}$/.test(ttl.value)
      ? [tell(type === 'EXPR' ? 'exprTtl' : 'exchTtl', ttl, 'certain')]
      : []),
  ];
}

/** Without TLS there is no certificate to compare, and Exchange sends `None`. */
function comparedPrincipal(section: Section): Element | undefined {
  const principal = section.get('certprincipalname');
  return isPlain(section) || principal?.value === '' ? undefined : principal;
}

function isPlain(section: Section): boolean {
  return /^off$/i.test(section.get('ssl')?.value ?? '');
}

function isDefault(principal: Element, server: Element): boolean {
  const told = parsePrincipalName(principal.value);
  if (told.ok && told.value.name === asciiLowerCase(server.value)) return true;
  const host = parseServerName(server.value);
  return host.ok && told.ok && told.value.name === assumedPrincipal(host.value).name;
}

function version(section: Section): Statement[] {
  const told = section.get('serverversion');
  const value = told === undefined ? null : readServerVersion(told.value);
  return told === undefined || value === null ? [] : [{ ...tell('exchangeVersion', told, 'certain'), value }];
}

/** Hosts of services and redirects: rarely another host than that of the connection, but nothing says so. */
function guessedServers(elements: Element[]): Statement[] {
  const urls = ['externalurl', 'ewsurl', 'internalurl', 'redirecturl'];
  for (const wanted of urls) {
    const url = elements.find(
      ({ name, value }) => name === wanted && /^https:\/\//i.test(value) && parseServerName(value).ok,
    );
    if (url !== undefined) return [tell('server', url, 'guessed')];
  }
  return [];
}

function isHost({ value }: Element): boolean {
  return !value.includes('@') && parseServerName(value).ok;
}

function tell(field: EvidenceField, { value, line }: Element, certainty: Statement['certainty']): Statement {
  return { field, value, line, certainty };
}
