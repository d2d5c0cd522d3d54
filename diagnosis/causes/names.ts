import type { Facts } from '../facts.ts';
import type { Match } from '../names/match.ts';
import type { Certificate, FindingData } from '../types.ts';
import type { Detected } from './cause.ts';

const mostNames = 20;

/** The names a certificate is for, as data of a finding; `found` is the one to show first. */
export function certificateNames({ commonNames, dnsNames, ipAddresses, subject }: Certificate): FindingData {
  return {
    found: [...commonNames, ...dnsNames, ...ipAddresses].find((name) => name.trim() !== '') ?? subject,
    commonNames: commonNames.slice(0, mostNames),
    dnsNames: dnsNames.slice(0, mostNames),
  };
}

/** Of a certificate that was seen whole. */
export function lacksCommonName({ leaf, isPartial }: Facts): boolean {
  return leaf !== null && !isPartial && leaf.commonNames.every((name) => name.trim() === '');
}

/** Who issued the last certificate on the way that was judged. */
export function issuerAtEnd({ leaf, endpoint: { path } }: Facts): string {
  return (path?.at(-1) ?? leaf)?.issuer ?? '';
}

/** What to tell of a principal name that stands in the certificate in one of the given ways. */
export function comparison({ match, leaf, principal, server }: Facts, matches: Match[]): Detected | null {
  if (match === null || leaf === null || !matches.includes(match)) return null;
  return { data: { expected: principal.name ?? '', host: server.host, ...certificateNames(leaf) } };
}

/** Whether any name is compared with the certificate, so that its common names matter at all. */
export function comparesNames({ principal, providerFacts }: Facts): boolean {
  return principal.form !== 'none' || providerFacts.some(({ form }) => form !== 'none');
}
