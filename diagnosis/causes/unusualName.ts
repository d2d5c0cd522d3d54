import { isIP } from 'node:net';
import { isStrictDnsName } from '../names/dnsName.ts';
import type { Cause } from './cause.ts';

const mostNames = 5;

/**
 * A common name, the principal name or a provider value is neither a DNS name (RFC 1123 section 2.1) nor an address. It
 * may be harmless ("Contoso Mail") or an attack on whoever pastes it into a shell; either way it never enters a command.
 */
export const unusualName: Cause = {
  code: 'unusual-name',
  severity: 'warning',
  who: 'exchangeAdmin',
  detect({ leaf, principal, providerFacts }) {
    const inPlay = [
      ...(leaf?.commonNames ?? []),
      principal.name ?? '',
      ...providerFacts.map(({ name }) => name ?? ''),
    ];
    const usual = (name: string) => name === '' || isIP(name) !== 0 || isStrictDnsName(name.toLowerCase());
    const unusual = inPlay.filter((name) => !usual(name));
    const distinct = unusual.filter((name, index) => lower(unusual).indexOf(name.toLowerCase()) === index);
    return unusual.length === 0 ? null : { data: { names: distinct.slice(0, mostNames) } };
  },
};

function lower(names: string[]): string[] {
  return names.map((name) => name.toLowerCase());
}
