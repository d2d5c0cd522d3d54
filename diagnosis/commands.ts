import { isIPv4, isIPv6 } from 'node:net';
import { isStrictDnsName } from './names/dnsName.ts';
import type { Command, ExchangeVersion } from './types.ts';

declare const checked: unique symbol;
/** A name that may stand in a command; only the functions below make one. */
export type SafeName = string & { [checked]: 'name' };
export type SafeHost = string & { [checked]: 'host' };
export type SafeThumbprint = string & { [checked]: 'thumbprint' };

/**
 * @returns null for anything but a strict DNS name, one leading `*.` allowed. `none` is none: as a provider's value it
 * would switch the comparison off.
 */
export function safeName(text: string): SafeName | null {
  // Letters of ASCII only: toLowerCase makes a k of the Kelvin sign.
  const name = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return isStrictDnsName(name) && name !== 'none' ? (name as SafeName) : null;
}

/** @returns null for anything but a strict DNS name without wildcard or an IP address. */
export function safeHost(text: string): SafeHost | null {
  const isName = isStrictDnsName(text) && !text.startsWith('*');
  return isName || isIPv4(text) || (isIPv6(text) && !text.includes('%')) ? (text as SafeHost) : null;
}

export function safeThumbprint(text: string): SafeThumbprint | null {
  return /^[0-9A-F]{40}$/.test(text) ? (text as SafeThumbprint) : null;
}

/** A change, and before it the same with -WhatIf, which only tells what would happen. */
export function rehearsed(change: Command): Command[] {
  return [{ ...change, text: `${change.text} -WhatIf`, rehearsal: true }, change];
}

export type ProviderName = 'EXPR' | 'EXCH';

/** Set-OutlookProvider, Exchange PowerShell reference. `null` is PowerShell's `$null`: back to the default. */
export function setProvider(provider: ProviderName, name: SafeName | 'none' | null): Command {
  const value = name === null ? '$null' : name === 'none' ? '"none"' : `"msstd:${name}"`;
  return exchange(`Set-OutlookProvider ${provider} -CertPrincipalName:${value}`);
}

/** EXPR's Server belongs empty ("Missing AuthPackage element in the Autodiscover XML response"). */
export function setProviderServer(provider: ProviderName, server: SafeHost | null): Command {
  return exchange(`Set-OutlookProvider ${provider} -Server:${server === null ? '$null' : quoted(server)}`);
}

/**
 * @param hours 1 is what setup leaves
 * @throws RangeError for what is no whole number of hours
 */
export function setProviderTtl(provider: ProviderName, hours: number): Command {
  return exchange(`Set-OutlookProvider ${provider} -TTL:${wholeNumber(hours, 0, 2 ** 31 - 1)}`);
}

export function readProvider(provider: ProviderName): Command {
  return exchange(`Get-OutlookProvider ${provider} | Format-List Name,CertPrincipalName,Server,TTL`);
}

/** What an empty value stands for at each server (Get-OutlookAnywhere). */
export function readExternalNames(): Command {
  return exchange('Get-OutlookAnywhere | Format-List ServerName,ExternalHostname');
}

/** Makes Autodiscover read Active Directory anew. PowerShell 2 of Exchange 2010's time loads no module by itself. */
export function recycleAutodiscover(version: ExchangeVersion | null): Command[] {
  const recycle = powerShell('Restart-WebAppPool -Name MSExchangeAutodiscoverAppPool');
  const loadsModules = version !== null && version !== '2010';
  return loadsModules ? [recycle] : [powerShell('Import-Module WebAdministration'), recycle];
}

/** Exchange 2010 only (Test-OutlookConnectivity, Exchange PowerShell reference). */
export function testOutlookConnectivity(): Command {
  return exchange('Test-OutlookConnectivity -Protocol HTTP -GetDefaultsFromAutoDiscover $true');
}

/** All of them: that a filter by name would list wildcard certificates is documented nowhere. */
export function listCertificates(): Command {
  const fields = 'Subject,CertificateDomains,Services,Thumbprint,NotAfter,Status';
  return exchange(`Get-ExchangeCertificate | Format-List ${fields}`);
}

/** @param thumbprint null where only the administrator can see which one; the shell then asks for it. */
export function bindCertificate(thumbprint: SafeThumbprint | null): Command {
  const value = thumbprint ?? '(Read-Host "Thumbprint")';
  return exchange(`Enable-ExchangeCertificate -Thumbprint ${value} -Services IIS`);
}

/**
 * The request comes back as text on the screen, on every version of Exchange. In a list PowerShell reads `1.5e3` as a
 * number, hence the quotes.
 */
export function requestCertificate(commonName: SafeName, dnsNames: readonly SafeName[]): Command {
  const names = [...new Set([commonName, ...dnsNames])].map(quoted).join(',');
  return exchange(
    `New-ExchangeCertificate -GenerateRequest -SubjectName "cn=${commonName}" -DomainName ${names} -PrivateKeyExportable:$true`,
  );
}

/**
 * The same names once more (Renew an Exchange Server certificate).
 * @param keyBits said where the present key is too short; otherwise Exchange chooses.
 */
export function renewCertificate(thumbprint: SafeThumbprint, keyBits?: 2048): Command {
  const size = keyBits === undefined ? '' : ` -KeySize:${keyBits}`;
  return exchange(
    `Get-ExchangeCertificate -Thumbprint ${thumbprint} | New-ExchangeCertificate -GenerateRequest${size} -PrivateKeyExportable:$true`,
  );
}

/** The certificate lies where the step says. */
export function importCertificate(): Command {
  return exchange(
    'Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("C:\\certificate.cer"))',
  );
}

/**
 * With its private key, under a password that the shell asks for (Export-ExchangeCertificate). -FileName is gone from
 * newer versions, so the shell writes the file.
 */
export function exportCertificate(thumbprint: SafeThumbprint | null): Command {
  const exported = `Export-ExchangeCertificate -Thumbprint ${thumbprint ?? '(Read-Host "Thumbprint")'} -BinaryEncoded ${withPassword}`;
  return exchange(`Set-Content -Path C:\\certificate.pfx -Encoding Byte -Value (${exported}).FileData`);
}

/** What `exportCertificate` wrote. */
export function importWithKey(): Command {
  return exchange(
    `Import-ExchangeCertificate -FileData ([System.IO.File]::ReadAllBytes("C:\\certificate.pfx")) ${withPassword}`,
  );
}

const withPassword = '-Password (Read-Host "Password" -AsSecureString)';

const files = { Root: 'C:\\root.cer', CA: 'C:\\intermediate.cer' };

/** Puts a certificate into the store of trusted roots or of intermediate authorities of one computer (certutil). */
export function addToStore(store: keyof typeof files): Command {
  return { shell: 'cmd', text: `certutil -addstore -f ${store} ${files[store]}` };
}

export function removeFromStore(store: keyof typeof files, thumbprint: SafeThumbprint): Command {
  return { shell: 'cmd', text: `certutil -delstore ${store} ${thumbprint}` };
}

/** On every Windows; Resolve-DnsName is missing before Windows Server 2012. */
export function resolveHost(host: SafeHost): Command {
  return { shell: 'cmd', text: `nslookup ${host}` };
}

/**
 * Not on the Windows of Exchange 2010's time.
 * @throws RangeError for what is no port
 */
export function testPort(host: SafeHost, port: number): Command {
  return powerShell(`Test-NetConnection -ComputerName ${quoted(host)} -Port ${wholeNumber(port, 1, 65_535)}`);
}

export function showClock(): Command {
  return { shell: 'cmd', text: 'w32tm /query /status' };
}

function exchange(text: string): Command {
  return { shell: 'ExchangeManagementShell', text };
}

function powerShell(text: string): Command {
  return { shell: 'PowerShell', text };
}

/** Only digits then stand in the command. */
function wholeNumber(number: number, least: number, most: number): number {
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new RangeError(`${number} is no whole number from ${least} to ${most}`);
}

function quoted(name: SafeHost | SafeName): string {
  return `"${name}"`;
}
