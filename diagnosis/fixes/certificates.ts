import { isIP } from 'node:net';
import { hasWeakKey } from '../certificate/keyStrength.ts';
import * as command from '../commands.ts';
import type { Facts } from '../facts.ts';
import type { Command, Endpoint, FetchedIssuer, Fix, Step } from '../types.ts';
import { fix, step } from './fix.ts';

/** A certificate for this server: the one it may have already, where the present one is for another host. */
export function rightCertificate(facts: Facts): Fix[] {
  return facts.wrongHost ? [bindCertificate(facts), reissueCertificate(facts)] : [reissueCertificate(facts)];
}

/** Renewing a certificate that is for another host helps nobody. */
export function renewOrReplace(facts: Facts): Fix[] {
  return facts.wrongHost ? rightCertificate(facts) : [renewCertificate(facts)];
}

/** Another certificate of the server is probably the right one. */
export function bindCertificate(facts: Facts): Fix {
  return fix('bind-certificate', 'exchangeAdmin', {
    steps: [noteCertificates(), ...enable(facts)],
    undo: bindFormer(facts, facts.answering),
    data: { host: facts.server.host },
  });
}

/** What people can still read in one line, and a card of Teams can still hold. */
const mostNames = 25;
const longestNames = 1000;

/**
 * A new certificate whose common name is the server's name. Names that the present one covers rightly are kept, and what
 * Outlook expects stands there itself where only a wildcard covered it.
 */
export function reissueCertificate(facts: Facts): Fix {
  if (isIP(facts.server.host) !== 0) return useHostName(facts);
  const { principal, match, leaf } = facts;
  const name = command.safeName(facts.server.host);
  const expected = match === 'wildcard' && principal.name !== undefined ? [principal.name] : [];
  const kept = facts.coversServer ? [...expected, ...(leaf?.dnsNames ?? [])].slice(0, mostNames) : [];
  const safe = kept.map(command.safeName).filter((other) => other !== null);
  const others = safe.filter((_, index) => safe.slice(0, index + 1).join().length <= longestNames);
  const request = name === null ? [] : command.rehearsed(command.requestCertificate(name, others));
  return replaceCertificate('reissue-certificate', facts, step('change', 'request-certificate', request));
}

/** The same names from the same authority, with a new key and new dates. */
export function renewCertificate(facts: Facts): Fix {
  const thumbprint = command.safeThumbprint(facts.leaf?.sha1 ?? '');
  const keyBits = facts.leaf !== null && hasWeakKey(facts.leaf) ? 2048 : undefined;
  const request = thumbprint === null ? [] : command.rehearsed(command.renewCertificate(thumbprint, keyBits));
  return replaceCertificate('renew-certificate', facts, step('change', 'request-renewal', request));
}

/** An address is no name: which certificate belongs there shows the name that people use. */
export function useHostName({ server }: Facts): Fix {
  return fix('use-host-name', 'user', { data: { host: server.host } });
}

/**
 * All addresses of a name must show one certificate.
 * @param best the endpoint with the certificate to keep
 */
export function sameCertificate(facts: Facts, best: Endpoint): Fix {
  const keep = best.chain[0];
  const differing = facts.answering.filter(({ chain }) => chain[0]?.sha256 !== keep?.sha256);
  const thumbprint = command.safeThumbprint(keep?.sha1 ?? '');
  const data = { addresses: addressesOf(differing), good: best.address ?? '' };
  return fix('same-certificate', 'exchangeAdmin', {
    steps: [
      step('look', 'find-servers', [], data),
      noteCertificates(),
      step('look', 'export-better', [command.exportCertificate(thumbprint)], data),
      step('change', 'copy-certificate', command.rehearsed(command.importWithKey()), data),
      thumbprint === null
        ? step('change', 'enable-certificate')
        : step('change', 'enable-known', command.rehearsed(command.bindCertificate(thumbprint)), {
            thumbprint,
          }),
      verifyCertificate(),
    ],
    undo: bindFormer(facts, differing),
    data,
  });
}

/** What a client is shown that sends no server name (RFC 6066 section 3). */
export function defaultCertificate({ server }: Facts): Fix {
  return fix('default-certificate', 'exchangeAdmin', { data: { host: server.host } });
}

/** @param issuer whom to trust, for people; empty where a report does not tell it */
export function trustIssuer(issuer: string): Fix {
  const mind =
    issuer === '' ? step('read', 'mind-unknown-issuer') : step('read', 'mind-issuer', [], { issuer });
  return fix('trust-issuer', 'exchangeAdmin', {
    steps: [mind, step('change', 'test-trust', [command.addToStore('Root')]), step('arrive', 'deploy-trust')],
  });
}

/** What is missing was found and verified. */
export function installIssuer(missing: FetchedIssuer[]): Fix {
  const thumbprints = missing.flatMap(({ certificate }) => command.safeThumbprint(certificate.sha1) ?? []);
  return fix('install-issuer', 'exchangeAdmin', {
    steps: [step('change', 'install-issuer', [command.addToStore('CA')])],
    undo: thumbprints.map((thumbprint) => command.removeFromStore('CA', thumbprint)),
    data: {
      issuers: missing.map(({ certificate }) => certificate.subject),
      urls: missing.map(({ url }) => url),
    },
  });
}

export function completeChain(): Fix {
  return fix('complete-chain', 'exchangeAdmin', {
    steps: [step('change', 'install-issuer', [command.addToStore('CA')])],
  });
}

function replaceCertificate(
  id: 'reissue-certificate' | 'renew-certificate',
  facts: Facts,
  request: Step,
): Fix {
  const imported = command.rehearsed(command.importCertificate());
  return fix(id, 'exchangeAdmin', {
    steps: [
      noteCertificates(),
      ...(id === 'reissue-certificate' && facts.isPartial ? [step('look', 'mind-certificate-names')] : []),
      ...(id === 'reissue-certificate' && isInner(facts.server.host)
        ? [step('read', 'mind-inner-name')]
        : []),
      request,
      step('change', 'import-certificate', imported),
      ...enable(facts),
    ],
    undo: bindFormer(facts, facts.answering),
    data: { host: facts.server.host },
  });
}

/** No public authority vouches for such names (CA/Browser Forum Baseline Requirements section 4.2.2). */
function isInner(host: string): boolean {
  return !host.includes('.') || /\.(?:local|internal|lan|corp|home|localdomain)$/.test(host);
}

function enable({ answering, endpoint }: Facts): Step[] {
  const addresses = addressesOf(answering.length > 0 ? answering : [endpoint]);
  const imported = command.rehearsed(command.importWithKey());
  return [
    step('change', 'enable-certificate', command.rehearsed(command.bindCertificate(null))),
    step('look', 'export-certificate', [command.exportCertificate(null)]),
    // A report may name none.
    addresses.length > 0
      ? step('change', 'everywhere', imported, { addresses })
      : step('change', 'everywhere-unseen', imported),
    verifyCertificate(),
  ];
}

function noteCertificates(): Step {
  return step('read', 'note-certificates', [command.listCertificates()]);
}

function verifyCertificate(): Step {
  return step('verify', 'verify-certificate', [command.listCertificates()]);
}

const mostAddresses = 16;

function addressesOf(endpoints: Endpoint[]): string[] {
  return endpoints.flatMap(({ address }) => address ?? []).slice(0, mostAddresses);
}

/** Which of several former certificates was on which server, only the notes tell. */
function bindFormer({ leaf }: Facts, replaced: Endpoint[]): Command[] {
  const [former = leaf?.sha1 ?? '', ...others] = new Set(replaced.map(({ chain }) => chain[0]?.sha1 ?? ''));
  const thumbprint = others.length === 0 ? command.safeThumbprint(former) : null;
  return thumbprint === null ? [] : [command.bindCertificate(thumbprint)];
}
