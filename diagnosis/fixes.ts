import { isIP } from 'node:net';
import * as command from './commands.ts';
import type { Facts } from './facts.ts';
import { bareForm } from './principalName.ts';
import type { Command, FetchedIssuer, Fix } from './types.ts';

type Parts = Partial<Pick<Fix, 'commands' | 'verify' | 'undo' | 'data' | 'appliesTo'>>;

function fix(id: Fix['id'], who: Fix['who'], parts: Parts = {}): Fix {
  return { id, who, commands: [], verify: [], undo: [], data: {}, ...parts };
}

/**
 * Make Autodiscover hand out the certificate's own name. EXCH too for a wildcard, on Exchange 2013 and later, and where
 * it holds a value of its own.
 */
export function setProvider(facts: Facts, name: command.SafeName): Fix {
  const both = name.startsWith('*.') || facts.providerFacts.some(({ provider }) => provider === 'EXCH');
  const providers = both ? (['EXPR', 'EXCH'] as const) : (['EXPR'] as const);
  const commands = providers.map((provider) => command.setProvider(provider, name));
  const { undo, formerKnown } = wayBack(facts, commands, providers);
  return fix('set-provider', 'exchangeAdmin', {
    commands,
    verify: providers.map(command.readProvider),
    undo,
    data: { name, principal: bareForm(name), formerKnown },
  });
}

/** Give up a fixed value: Exchange then hands out `msstd:` and the external host name. */
export function resetProvider(facts: Facts): Fix {
  const providers = facts.providerFacts.filter(({ value }) => value !== null).map(({ provider }) => provider);
  const reset = providers.length > 0 ? providers : (['EXPR'] as const);
  const commands = reset.map((provider) => command.setProvider(provider, null));
  const { undo, formerKnown } = wayBack(facts, commands, reset);
  return fix('reset-provider', 'exchangeAdmin', {
    commands,
    verify: reset.map(command.readProvider),
    undo,
    data: { principal: bareForm(facts.server.host), formerKnown },
  });
}

/** The certificate's name is not a DNS name, so it never enters a command. */
export function setProviderByHand(): Fix {
  return fix('set-provider-by-hand', 'exchangeAdmin', { verify: [command.readProvider('EXPR')] });
}

/** Active Directory is right; the profile holds an older value. */
export function refreshOutlook(): Fix {
  return fix('refresh-outlook', 'user');
}

export function correctPrincipal(name: command.SafeName): Fix {
  return fix('correct-principal', 'user', { data: { principal: bareForm(name) } });
}

/** Another certificate of the server is probably the right one. */
export function bindCertificate(facts: Facts): Fix {
  return fix('bind-certificate', 'exchangeAdmin', {
    commands: [command.listCertificates()],
    verify: [command.listCertificates()],
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
  return fix('reissue-certificate', 'exchangeAdmin', {
    commands: name === null ? [] : [command.requestCertificate(name, others)],
    verify: [command.listCertificates()],
    undo: bindFormer(facts),
    data: { host: facts.server.host },
  });
}

export function renewCertificate(facts: Facts): Fix {
  const thumbprint = command.safeThumbprint(facts.leaf?.sha1 ?? '');
  return fix('renew-certificate', 'exchangeAdmin', {
    commands: thumbprint === null ? [] : [command.renewCertificate(thumbprint)],
    verify: [command.listCertificates()],
  });
}

export function trustIssuer(): Fix {
  return fix('trust-issuer', 'exchangeAdmin');
}

export function completeChain(): Fix {
  return fix('complete-chain', 'exchangeAdmin');
}

/** What is missing was found and verified. */
export function installIssuer(missing: FetchedIssuer[]): Fix {
  return fix('install-issuer', 'exchangeAdmin', {
    data: {
      issuers: missing.map(({ certificate }) => certificate.subject),
      urls: missing.map(({ url }) => url),
    },
  });
}

export function checkClock(): Fix {
  return fix('check-clock', 'exchangeAdmin', { commands: [command.showClock()] });
}

export function checkName({ server }: Facts): Fix {
  return fix('check-name', 'helpdesk', {
    commands: onHost(server.host, command.resolveHost),
    data: { host: server.host },
  });
}

export function checkDns({ server }: Facts): Fix {
  return fix('check-dns', 'helpdesk', {
    commands: onHost(server.host, command.resolveHost),
    data: { host: server.host },
  });
}

export function checkPort({ server }: Facts): Fix {
  const commands = onHost(server.host, (host) => command.testPort(host, server.port));
  return fix('check-port', 'helpdesk', { commands, data: { host: server.host, port: server.port } });
}

export function checkTls({ server }: Facts): Fix {
  return fix('check-tls', 'exchangeAdmin', { data: { host: server.host, port: server.port } });
}

export function allowNetwork(): Fix {
  return fix('allow-network', 'botOperator', { data: { variable: 'CHECK_ALLOW_NETWORKS' } });
}

export function allowPort({ server }: Facts): Fix {
  return fix('allow-port', 'botOperator', { data: { variable: 'CHECK_PORTS', port: server.port } });
}

/** How to go back from the given commands, and whether that is known or only likely. */
function wayBack(facts: Facts, commands: Command[], providers: readonly command.ProviderName[]) {
  const changes = commands.map(({ text }) => text);
  return {
    undo: providers
      .map((provider) => formerValue(facts, provider))
      .filter((former) => former !== null)
      .filter(({ text }) => !changes.includes(text)),
    formerKnown: providers.every((provider) =>
      facts.providerFacts.some((fact) => fact.provider === provider),
    ),
  };
}

/**
 * The former value, where it is known to the letter and may stand in a command. Where EXPR is unknown, Outlook's own
 * principal name tells: it came from there, unless it is the default. An unknown EXCH is most likely empty, as setup
 * leaves it.
 */
function formerValue(
  { providerFacts, principal, server, assumed }: Facts,
  provider: command.ProviderName,
): Command | null {
  const former = providerFacts.find((fact) => fact.provider === provider);
  if (former?.form === 'none') return command.setProvider(provider, 'none');
  if (former?.value === null) return command.setProvider(provider, null);
  const isDefault = assumed || provider === 'EXCH' || principal.name === server.host;
  if (former === undefined && isDefault) return command.setProvider(provider, null);
  const text = former?.value ?? principal.given;
  const name = command.safeName(text.replace(/^msstd:/, ''));
  return name === null || text !== bareForm(name) ? null : command.setProvider(provider, name);
}

function bindFormer({ leaf }: Facts): Command[] {
  const thumbprint = command.safeThumbprint(leaf?.sha1 ?? '');
  return thumbprint === null ? [] : [command.bindCertificate(thumbprint)];
}

function onHost(host: string, make: (host: command.SafeHost) => Command): Command[] {
  const safe = command.safeHost(host);
  return safe === null ? [] : [make(safe)];
}
