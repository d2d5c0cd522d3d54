import { isIP } from 'node:net';
import * as command from '../commands.ts';
import type { Facts } from '../facts.ts';
import type { Certificate, Command, Endpoint, Fix, Step } from '../types.ts';
import { fix, step } from './fix.ts';

/** Another certificate of the server is probably the right one. */
export function bindCertificate(facts: Facts): Fix {
  return fix('bind-certificate', 'exchangeAdmin', {
    steps: [step('read', 'note-certificates', [command.listCertificates()]), ...enable(facts)],
    undo: bindFormer(facts),
    data: { host: facts.server.host },
  });
}

/** What people can still read in one line, and a card of Teams can still hold. */
const mostNames = 25;
const longestNames = 1000;

/** A new certificate whose common name is the server's name. Names that the present one covers rightly are kept. */
export function reissueCertificate(facts: Facts): Fix {
  if (isIP(facts.server.host) !== 0)
    return fix('use-host-name', 'helpdesk', { data: { host: facts.server.host } });
  const name = command.safeName(facts.server.host);
  const kept = facts.coversServer ? (facts.leaf?.dnsNames ?? []).slice(0, mostNames) : [];
  const safe = kept.map(command.safeName).filter((other) => other !== null);
  const others = safe.filter((_, index) => safe.slice(0, index + 1).join().length <= longestNames);
  const request = name === null ? [] : command.rehearsed(command.requestCertificate(name, others));
  return replaceCertificate('reissue-certificate', facts, step('change', 'request-certificate', request));
}

/** The same names from the same authority, with a new key and new dates. */
export function renewCertificate(facts: Facts): Fix {
  const thumbprint = command.safeThumbprint(facts.leaf?.sha1 ?? '');
  const request = thumbprint === null ? [] : command.rehearsed(command.renewCertificate(thumbprint));
  return replaceCertificate('renew-certificate', facts, step('change', 'request-renewal', request));
}

/**
 * All addresses of a name must show one certificate.
 * @param best the endpoint with the certificate to keep
 */
export function sameCertificate(facts: Facts, best: Endpoint): Fix {
  const keep = best.chain[0];
  const thumbprint = command.safeThumbprint(keep?.sha1 ?? '');
  const differing = facts.answering.filter(({ chain }) => chain[0]?.sha256 !== keep?.sha256);
  const data = { addresses: addressesOf(differing), good: best.address ?? '', thumbprint: keep?.sha1 ?? '' };
  return fix('same-certificate', 'exchangeAdmin', {
    steps: [
      step('look', 'find-servers', [], data),
      step('change', 'copy-certificate', [], data),
      step('change', 'enable-known', command.rehearsed(command.bindCertificate(thumbprint)), data),
      step('verify', 'verify-certificate', [command.listCertificates()], data),
    ],
    undo: bindFormer(facts),
    data,
  });
}

/** What a client is shown that sends no server name (RFC 6066 section 3). */
export function defaultCertificate({ server }: Facts): Fix {
  return fix('default-certificate', 'exchangeAdmin', { data: { host: server.host } });
}

export function trustIssuer(): Fix {
  return fix('trust-issuer', 'exchangeAdmin', {
    steps: [step('change', 'test-trust', [command.addToStore('Root')]), step('arrive', 'deploy-trust')],
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
  const data = { host: facts.server.host };
  return fix(id, 'exchangeAdmin', {
    steps: [
      step('read', 'note-certificates', [command.listCertificates()]),
      { ...request, data },
      step('change', 'import-certificate', command.rehearsed(command.importCertificate())),
      ...enable(facts),
    ],
    undo: bindFormer(facts),
    data,
  });
}

function enable(facts: Facts): Step[] {
  const same = facts.answering.filter(({ chain }) => chain[0]?.sha256 === facts.leaf?.sha256);
  const addresses = addressesOf(same.length > 0 ? same : [facts.endpoint]);
  return [
    step('change', 'enable-certificate', command.rehearsed(command.bindCertificate(null))),
    step('change', 'everywhere', [], { addresses }),
    step('verify', 'verify-certificate', [command.listCertificates()]),
  ];
}

const mostAddresses = 16;

function addressesOf(endpoints: Endpoint[]): string[] {
  return endpoints.flatMap(({ address }) => address ?? []).slice(0, mostAddresses);
}

function bindFormer({ leaf }: { leaf: Certificate | null }): Command[] {
  const thumbprint = command.safeThumbprint(leaf?.sha1 ?? '');
  return thumbprint === null ? [] : [command.bindCertificate(thumbprint)];
}
