/**
 * The properties of `Get-OutlookProvider`, `Get-OutlookAnywhere`, `Get-ExchangeCertificate` and of what is pasted
 * beside them. Consoles of every language print them in English.
 */
const propertyNames = [
  ...['Name', 'Server', 'CertPrincipalName', 'TTL', 'OutlookProviderFlags', 'RequiredClientVersions'],
  ...['AdminDisplayName', 'AdminDisplayVersion', 'ExchangeVersion', 'Identity', 'Id', 'Guid', 'IsValid'],
  ...[
    'DistinguishedName',
    'ObjectCategory',
    'ObjectClass',
    'ObjectState',
    'OrganizationId',
    'OriginatingServer',
  ],
  ...['WhenChanged', 'WhenCreated', 'WhenChangedUTC', 'WhenCreatedUTC', 'RunspaceId', 'PSComputerName'],
  ...[
    'ConfigurationXML',
    'ConfigurationXMLRaw',
    'PSShowComputerName',
    'ExchangeObjectId',
    'OrganizationalUnitRoot',
  ],
  ...['ServerName', 'SSLOffloading', 'ExternalHostname', 'InternalHostname', 'ClientAuthenticationMethod'],
  ...['ExternalClientAuthenticationMethod', 'InternalClientAuthenticationMethod', 'IISAuthenticationMethods'],
  ...['ExternalClientsRequireSsl', 'InternalClientsRequireSsl', 'XropUrl', 'MetabasePath', 'Path'],
  ...['ExtendedProtectionTokenChecking', 'ExtendedProtectionFlags', 'ExtendedProtectionSPNList'],
  ...['InternalUrl', 'ExternalUrl', 'InternalAuthenticationMethods', 'ExternalAuthenticationMethods'],
  ...['AutoDiscoverServiceInternalUri', 'ServerRole', 'Site', 'Edition', 'Fqdn'],
  ...[
    'AccessRules',
    'CertificateDomains',
    'CertificateRequest',
    'HasPrivateKey',
    'IisServices',
    'IsSelfSigned',
  ],
  ...[
    'Issuer',
    'KeyIdentifier',
    'NotAfter',
    'NotBefore',
    'PrivateKeyExportable',
    'PublicKeySize',
    'RootCAType',
  ],
  ...[
    'SelfSigned',
    'SerialNumber',
    'Services',
    'ServicesStringForm',
    'Status',
    'Subject',
    'SubjectKeyIdentifier',
  ],
  ...[
    'Thumbprint',
    'FriendlyName',
    'Archived',
    'Extensions',
    'IssuerName',
    'PrivateKey',
    'PublicKey',
    'RawData',
  ],
  ...['SubjectName', 'SignatureAlgorithm', 'Version', 'Handle', 'EnhancedKeyUsageList', 'DnsNameList'],
];

const spellings = new Map(propertyNames.map((name) => [name.toLowerCase(), name]));

/** The property as PowerShell spells it, whatever the case; `undefined` for any other word. */
export function propertyName(word: string): string | undefined {
  return spellings.get(word.toLowerCase());
}

/** The property that a heading means which a narrow console has cut, as in `CertPrinc...`. */
export function cutPropertyName(word: string): string | undefined {
  const [, beginning] = /^(\w{3,})(?:\.{2,3}|\u2026)$/.exec(word) ?? [];
  if (beginning === undefined) return undefined;
  const cut = beginning.toLowerCase();
  const meant = [...spellings.keys()].filter((name) => name.startsWith(cut));
  return meant.length === 1 ? spellings.get(meant[0] ?? '') : undefined;
}

/** A property in a line and where it stands, up to behind its colon. */
export interface PropertyPlace {
  word: string;
  start: number;
  end: number;
}

/** Each property of a line that is followed by its colon: many, where a chat has eaten the line ends. */
export function propertiesIn(line: string): PropertyPlace[] {
  if (!line.includes(':')) return [];
  return Array.from(line.matchAll(wordAndColon), ({ 0: whole, 1: word = '', index }) => ({
    word,
    start: index,
    end: index + whole.length,
  })).filter(({ word }) => propertyName(word) !== undefined);
}

const wordAndColon = /(?<![^ \t{,])([A-Za-z]\w*)[ \t]+:(?=[ \t]|$)/g;
