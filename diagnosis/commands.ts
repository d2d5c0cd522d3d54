import { isIPv4, isIPv6 } from 'node:net';
import { isStrictDnsName } from './dnsName.ts';
import type { Command } from './types.ts';

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

export type ProviderName = 'EXPR' | 'EXCH';

/** Set-OutlookProvider, Exchange PowerShell reference. `null` is PowerShell's `$null`: back to the default. */
export function setProvider(provider: ProviderName, name: SafeName | 'none' | null): Command {
  const value = name === null ? '$null' : name === 'none' ? '"none"' : `"msstd:${name}"`;
  const command = exchange(`Set-OutlookProvider ${provider} -CertPrincipalName:${value}`);
  return provider === 'EXCH' ? { ...command, appliesTo: 'exchange2013OrLater' } : command;
}

export function readProvider(provider: ProviderName): Command {
  return exchange(`Get-OutlookProvider ${provider} | Format-List Name,CertPrincipalName,Server,TTL`);
}

/** All of them: that a filter by name would list wildcard certificates is documented nowhere. */
export function listCertificates(): Command {
  const fields = 'Subject,CertificateDomains,Services,Thumbprint,NotAfter,Status';
  return exchange(`Get-ExchangeCertificate | Format-List ${fields}`);
}

export function bindCertificate(thumbprint: SafeThumbprint): Command {
  return exchange(`Enable-ExchangeCertificate -Thumbprint ${thumbprint} -Services IIS`);
}

/** The request comes back as text on the screen, on every version of Exchange. */
export function requestCertificate(commonName: SafeName, dnsNames: readonly SafeName[]): Command {
  const names = [...new Set([commonName, ...dnsNames])].join(',');
  return exchange(
    `New-ExchangeCertificate -GenerateRequest -SubjectName "cn=${commonName}" -DomainName ${names} -PrivateKeyExportable:$true`,
  );
}

export function renewCertificate(thumbprint: SafeThumbprint): Command {
  return exchange(
    `Get-ExchangeCertificate -Thumbprint ${thumbprint} | New-ExchangeCertificate -GenerateRequest -PrivateKeyExportable:$true`,
  );
}

export function resolveHost(host: SafeHost): Command {
  return { shell: 'PowerShell', text: `Resolve-DnsName ${host}` };
}

export function testPort(host: SafeHost, port: number): Command {
  return { shell: 'PowerShell', text: `Test-NetConnection -ComputerName ${host} -Port ${port}` };
}

export function showClock(): Command {
  return { shell: 'cmd', text: 'w32tm /query /status' };
}

function exchange(text: string): Command {
  return { shell: 'ExchangeManagementShell', text };
}
