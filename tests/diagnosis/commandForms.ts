import assert from 'node:assert/strict';
import type { Command } from '../../diagnosis/types.ts';
import { type Invocation, parsePowerShell } from './powerShell.ts';

const label = '[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?';
const host = `(?:${label}\\.)*${label}`;
const name = `(?:\\*\\.)?${host}`;
const address = `(?:${host}|[0-9a-f:.]+)`;
const request = 'New-ExchangeCertificate -GenerateRequest';
const known = '(?:[0-9A-F]{40}|\\(Read-Host "Thumbprint"\\))';
const password = '-Password \\(Read-Host "Password" -AsSecureString\\)';
const exportable = '-PrivateKeyExportable:\\$true';

/** All that may ever be offered for copying, letter by letter: the first belt. */
const changes = [
  `Set-OutlookProvider (?:EXPR|EXCH) -CertPrincipalName:(?:\\$null|"none"|"msstd:${name}")`,
  `Set-OutlookProvider EXPR -Server:(?:\\$null|"${address}")`,
  'Set-OutlookProvider EXPR -TTL:[01]',
  `Enable-ExchangeCertificate -Thumbprint ${known} -Services IIS`,
  'Import-ExchangeCertificate -FileData \\(\\[System\\.IO\\.File\\]::ReadAllBytes\\("C:\\\\certificate\\.cer"\\)\\)',
  `Import-ExchangeCertificate -FileData \\(\\[System\\.IO\\.File\\]::ReadAllBytes\\("C:\\\\certificate\\.pfx"\\)\\) ${password}`,
  `${request} -SubjectName "cn=${name}" -DomainName "${name}"(?:,"${name}")* ${exportable}`,
  `Get-ExchangeCertificate -Thumbprint [0-9A-F]{40} \\| ${request}(?: -KeySize:2048)? ${exportable}`,
].map((line) => `${line}(?: -WhatIf)?`);
const others = [
  'Get-OutlookProvider (?:EXPR|EXCH) \\| Format-List Name,CertPrincipalName,Server,TTL',
  'Get-OutlookAnywhere \\| Format-List ServerName,ExternalHostname',
  'Get-ExchangeCertificate \\| Format-List Subject,CertificateDomains,Services,Thumbprint,NotAfter,Status',
  'Test-OutlookConnectivity -Protocol HTTP -GetDefaultsFromAutoDiscover \\$true',
  'Import-Module WebAdministration',
  'Restart-WebAppPool -Name MSExchangeAutodiscoverAppPool',
  `nslookup ${address}`,
  `Test-NetConnection -ComputerName "${address}" -Port \\d{1,5}`,
  `Set-Content -Path C:\\\\certificate\\.pfx -Encoding Byte -Value \\(Export-ExchangeCertificate -Thumbprint ${known} -BinaryEncoded ${password}\\)\\.FileData`,
  'certutil -addstore -f (?:Root C:\\\\root|CA C:\\\\intermediate)\\.cer',
  'certutil -delstore CA [0-9A-F]{40}',
  'w32tm /query /status',
];
const grammar = new RegExp(`^(?:${[...changes, ...others].join('|')})$`);

/** A parameter takes one value of the pattern, several in a list, or, as a switch, none. */
type Value = RegExp | [each: RegExp] | null;
interface Form {
  cmdlet: string;
  arguments?: RegExp[];
  parameters?: Record<string, Value>;
}

const exactly = (text: string) => new RegExp(`^${text}$`);
const thumbprint = /^[0-9A-F]{40}$/;
const newRequest = { GenerateRequest: null, PrivateKeyExportable: /^\$true$/ };
const set = (arguments_: RegExp, parameters: Form['parameters']): Form[] => [
  { cmdlet: 'Set-OutlookProvider', arguments: [arguments_], parameters },
];

/** The same as PowerShell's syntax has it: the second belt. */
const forms: Form[][] = [
  set(/^(EXPR|EXCH)$/, { CertPrincipalName: exactly(`(\\$null|none|msstd:${name})`) }),
  set(/^EXPR$/, { Server: exactly(`(\\$null|${address})`) }),
  set(/^EXPR$/, { TTL: /^[01]$/ }),
  [
    { cmdlet: 'Get-OutlookProvider', arguments: [/^(EXPR|EXCH)$/] },
    { cmdlet: 'Format-List', arguments: [/^Name$/, /^CertPrincipalName$/, /^Server$/, /^TTL$/] },
  ],
  [
    { cmdlet: 'Get-OutlookAnywhere' },
    { cmdlet: 'Format-List', arguments: [/^ServerName$/, /^ExternalHostname$/] },
  ],
  [
    { cmdlet: 'Get-ExchangeCertificate' },
    {
      cmdlet: 'Format-List',
      arguments: [
        /^Subject$/,
        /^CertificateDomains$/,
        /^Services$/,
        /^Thumbprint$/,
        /^NotAfter$/,
        /^Status$/,
      ],
    },
  ],
  [
    {
      cmdlet: 'Enable-ExchangeCertificate',
      parameters: { Thumbprint: /^([0-9A-F]{40}|\(Read-Host "Thumbprint"\))$/, Services: /^IIS$/ },
    },
  ],
  [
    {
      cmdlet: 'Import-ExchangeCertificate',
      parameters: { FileData: /^\(\[System\.IO\.File\]::ReadAllBytes\("C:\\certificate\.cer"\)\)$/ },
    },
  ],
  [
    {
      cmdlet: 'Import-ExchangeCertificate',
      parameters: {
        FileData: /^\(\[System\.IO\.File\]::ReadAllBytes\("C:\\certificate\.pfx"\)\)$/,
        Password: /^\(Read-Host "Password" -AsSecureString\)$/,
      },
    },
  ],
  [
    {
      cmdlet: 'Set-Content',
      parameters: {
        Path: /^C:\\certificate\.pfx$/,
        Encoding: /^Byte$/,
        Value: /^\(Export-ExchangeCertificate .+\)\.FileData$/,
      },
    },
  ],
  [
    {
      cmdlet: 'New-ExchangeCertificate',
      parameters: { ...newRequest, SubjectName: exactly(`cn=${name}`), DomainName: [exactly(name)] },
    },
  ],
  ...[newRequest, { ...newRequest, KeySize: /^2048$/ }].map((parameters) => [
    { cmdlet: 'Get-ExchangeCertificate', parameters: { Thumbprint: thumbprint } },
    { cmdlet: 'New-ExchangeCertificate', parameters },
  ]),
  [
    {
      cmdlet: 'Test-OutlookConnectivity',
      parameters: { Protocol: /^HTTP$/, GetDefaultsFromAutoDiscover: /^\$true$/ },
    },
  ],
  [{ cmdlet: 'Import-Module', arguments: [/^WebAdministration$/] }],
  [{ cmdlet: 'Restart-WebAppPool', parameters: { Name: /^MSExchangeAutodiscoverAppPool$/ } }],
  [
    {
      cmdlet: 'Test-NetConnection',
      parameters: { ComputerName: exactly(address), Port: /^\d{1,5}$/ },
    },
  ],
];

const seen = new Set<string>();

/** Both belts, and that a rehearsal is one and says so. */
export function assertCommand({ shell, text, ...command }: Command): void {
  const rehearsal = command.rehearsal === true;
  const told = `${shell} ${rehearsal} ${text}`;
  if (seen.has(told)) return;
  assert.match(text, grammar);
  assert.equal(text.endsWith(' -WhatIf'), rehearsal, text);
  assert.equal(shell === 'cmd', /^(certutil|nslookup|w32tm) /.test(text), text);
  if (shell !== 'cmd') assertPowerShell(text, rehearsal);
  seen.add(told);
}

function assertPowerShell(text: string, rehearsal: boolean): void {
  const invocations = parsePowerShell(text);
  const last = invocations.at(-1);
  assert.deepEqual(last?.parameters.WhatIf, rehearsal ? [] : undefined, text);
  if (rehearsal) delete last?.parameters.WhatIf;
  const fits = forms.filter((form) => isOfForm(invocations, form));
  assert.equal(fits.length, 1, `no such form, or several: ${text}`);
}

function isOfForm(invocations: Invocation[], form: Form[]): boolean {
  return (
    invocations.length === form.length &&
    invocations.every(({ cmdlet, arguments: given, parameters }, index) => {
      const wanted = form[index];
      if (wanted?.cmdlet !== cmdlet) return false;
      const { arguments: positions = [], parameters: values = {} } = wanted;
      return (
        given.length === positions.length &&
        positions.every((pattern, position) => pattern.test(given[position] ?? '')) &&
        Object.keys(parameters).toSorted().join() === Object.keys(values).toSorted().join() &&
        Object.entries(values).every(([parameter, value]) => isValue(parameters[parameter] ?? [], value))
      );
    })
  );
}

function isValue(given: string[], wanted: Value): boolean {
  if (wanted === null) return given.length === 0;
  if (Array.isArray(wanted)) return given.length > 0 && given.every((value) => wanted[0].test(value));
  return given.length === 1 && wanted.test(given[0] ?? '');
}
