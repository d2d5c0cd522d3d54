import { withoutBrokenEnd } from './brokenName.ts';
import { readCertificateRows } from './certificateRows.ts';
import { type CertificateSubject, readCertificateSubject } from './certificateSubject.ts';
import { consoleDate, type DayOrder, dayOrderOf } from './consoleDate.ts';
import type { PastedText } from './pastedText.ts';
import { oneWord, type PowerShellObject, type Property } from './powerShellObject.ts';
import { readPowerShellText } from './powerShellText.ts';
import type { Certainty, CertificateProblem, EvidenceField, Reading, Statement } from './statement.ts';

/**
 * Reads what `Get-ExchangeCertificate` prints as a table, list, JSON or CSV, one reading for each certificate. Outlook
 * meets the one that serves IIS: of all others nothing is told, unless it is not known which that is.
 */
export function readExchangeCertificates(text: PastedText): Reading[] {
  const { lines, objects, tables } = readPowerShellText(text);
  const listed = objects.filter(isCertificate).map(({ properties }) => properties);
  const rows = readCertificateRows(lines, tables);
  const certificates = withServices(
    [...listed, ...rows].map((properties) => ({ properties, ...natureOf(properties) })),
  );
  const dates = [...listed, ...rows].flatMap((properties) =>
    ['NotBefore', 'NotAfter'].map((name) => properties.get(name)?.value ?? ''),
  );
  const order = dayOrderOf(dates);
  const certaintyOf = chosen(certificates);
  return certificates.map((certificate) => {
    const certainty = certaintyOf.get(certificate);
    const statements = certainty === undefined ? [] : statementsOf(certificate, certainty, order);
    return { format: 'exchange-certificate', statements: withoutBrokenEnd(text.raw, statements) };
  });
}

type Properties = Map<string, Property>;

/** Others print a subject and an issuer too; the thumbprint with them is how Windows shows certificates. */
function isCertificate({ command, properties }: PowerShellObject): boolean {
  const has = (...names: string[]) => names.some((name) => properties.has(name));
  if (/^ExchangeCertificate\b/i.test(command) && has('Subject', 'CertificateDomains', 'Thumbprint'))
    return true;
  if (has('CertificateDomains', 'RootCAType')) return true;
  if (has('Services') && has('Subject')) return true;
  return has('Thumbprint') && has('Subject', 'Issuer', 'NotAfter', 'Services');
}

interface Certificate {
  properties: Properties;
  subject: CertificateSubject;
  /** Whether it serves IIS; `undefined` where that is not told. */
  servesIis: boolean | undefined;
  /** Made by Exchange for the server itself, with the name of the machine. It often serves the back end in IIS. */
  isOwn: boolean;
}

function natureOf(properties: Properties): Omit<Certificate, 'properties'> {
  const given = properties.get('Subject');
  const subject = readCertificateSubject(given?.value ?? '', given?.isCut ?? true);
  const sites = properties.get('IisServices')?.value;
  const services = sites || (properties.get('Services') ?? properties.get('ServicesStringForm'))?.value;
  const isSelfSigned = /^(?:true|wahr|vrai|verdadero|vero|waar)\b/i.test(
    properties.get('IsSelfSigned')?.value ?? '',
  );
  const isOwn =
    isSelfSigned ||
    (subject.commonNames.length > 0 && subject.commonNames.every((name) => !/^\S+\.\S+$/.test(name)));
  return { subject, servesIis: services === undefined ? undefined : servesIis(services), isOwn };
}

/**
 * `IMAP, POP, IIS, SMTP`, or the letters of the table: `IP.WS..`, W for the web. Of the sites in IIS, the first is the
 * front end, where Outlook comes in.
 */
function servesIis(services: string): boolean {
  if (services.includes('W3SVC')) return /W3SVC\/1(?!\d)/i.test(services);
  return (
    /\bIIS\b/i.test(services) || /^(?=[^\s]*\.)[A-Z.]*W[A-Z.]*$|^[IPU]{0,3}W[SF]{0,2}$/.test(services.trim())
  );
}

/** A list of some properties may follow a table that tells the services. */
function withServices(certificates: Certificate[]): Certificate[] {
  const thumbprint = ({ properties }: Certificate) => oneWord(properties.get('Thumbprint'))?.toUpperCase();
  const known = new Map(
    certificates.flatMap((one) =>
      one.servesIis === undefined ? [] : [[thumbprint(one), one.servesIis] as const],
    ),
  );
  return certificates.map((one) => {
    const print = thumbprint(one);
    return { ...one, servesIis: one.servesIis ?? (print === undefined ? undefined : known.get(print)) };
  });
}

/** The certificates that Outlook may meet, and how sure that is. */
function chosen(certificates: Certificate[]): Map<Certificate, Certainty> {
  const all = (some: Certificate[], certainty: Certainty) =>
    new Map(some.map((certificate) => [certificate, certainty]));
  const serving = certificates.filter(({ servesIis }) => servesIis);
  const untold = certificates.filter(({ servesIis }) => servesIis === undefined);
  const issued = serving.filter(({ isOwn }) => !isOwn);
  const names = new Set(
    issued.flatMap(({ subject }) => subject.commonNames.map((name) => name.toLowerCase())),
  );
  if (issued.length > 0) return all(issued, names.size < 2 ? 'certain' : 'likely');
  if (serving.length > 0 && untold.length === 0) return all(serving, 'likely');
  if (certificates.length === 1) return all(certificates, untold.length === 1 ? 'likely' : 'guessed');
  return all([...serving, ...untold], 'guessed');
}

const problems: Record<string, CertificateProblem> = {
  dateinvalid: 'date-invalid',
  untrusted: 'untrusted-issuer',
  revoked: 'revoked',
  revocationcheckfailure: 'revocation-unchecked',
  invalid: 'unusable',
};

function statementsOf(
  { properties, subject }: Certificate,
  certainty: Certainty,
  order?: DayOrder,
): Statement[] {
  const statements: Statement[] = [];
  const tell = (field: EvidenceField, name: string, value: string | undefined) => {
    const line = properties.get(name)?.line;
    if (value && line !== undefined) statements.push({ field, value, line, certainty });
  };
  for (const name of subject.commonNames) tell('commonName', 'Subject', name);
  const domains = properties.get('CertificateDomains') ?? properties.get('DnsNameList');
  for (const name of domains ? domainsOf(domains) : []) {
    statements.push({ field: 'dnsName', value: name, line: domains?.line ?? 0, certainty });
  }
  const issuer = properties.get('Issuer');
  tell('issuer', 'Issuer', issuer && readCertificateSubject(issuer.value, issuer.isCut).text);
  const thumbprint = oneWord(properties.get('Thumbprint')) ?? '';
  tell('thumbprint', 'Thumbprint', /^[\da-f]{40}$/i.test(thumbprint) ? thumbprint : undefined);
  for (const [field, name] of [
    ['notBefore', 'NotBefore'],
    ['notAfter', 'NotAfter'],
  ] as const) {
    const date = properties.get(name);
    tell(field, name, date && !date.isCut ? consoleDate(date.value.replaceAll('\n', ' '), order) : undefined);
  }
  const status = oneWord(properties.get('Status'))?.toLowerCase() ?? '';
  tell('certificateProblem', 'Status', Object.hasOwn(problems, status) ? problems[status] : undefined);
  return statements;
}

/** How many entries of a list PowerShell and the Exchange Management Shell print before `...}`; they are whole. */
const enumerationLimits = [4, 16];

function domainsOf({ value }: Property): string[] {
  const [, inner = '', end = ''] = /^\{?([^{}]*)(\}?)/.exec(value) ?? [];
  const names = inner.split(/[,;]/).map((name) => name.replaceAll('\n', '').trim());
  const last = names.at(-1) ?? '';
  const isShortened = /(?:\.\.\.|\u2026)$/.test(last);
  if (isShortened && end === '}' && enumerationLimits.includes(names.length)) {
    names.push(last.replace(/\.\.\.$|\u2026$/, ''));
  } else if (value.startsWith('{') && end === '') names.pop();
  return names.filter((name) => /^(?:\*\.)?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u.test(name));
}
