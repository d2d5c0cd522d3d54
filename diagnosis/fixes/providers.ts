import * as command from '../commands.ts';
import type { Facts } from '../facts.ts';
import { bareForm } from '../principalName.ts';
import type { Command, Fix, Step } from '../types.ts';
import { fix, step } from './fix.ts';

/**
 * Make Autodiscover hand out the certificate's own name. EXCH too for a wildcard, on Exchange 2013 and later, and where
 * it holds a value of its own.
 */
export function setProvider(facts: Facts, name: command.SafeName): Fix {
  const ownExch = facts.providerFacts.some(({ provider }) => provider === 'EXCH');
  const both = ownExch || (name.startsWith('*.') && facts.exchangeVersion !== '2010');
  return changeProviders('set-provider', facts, both ? ['EXPR', 'EXCH'] : ['EXPR'], name);
}

/** Give up a fixed value: Exchange then hands out `msstd:` and the external host name. */
export function resetProvider(facts: Facts): Fix {
  const fixed = facts.providerFacts.filter(({ value }) => value !== null).map(({ provider }) => provider);
  return changeProviders('reset-provider', facts, fixed.length > 0 ? fixed : ['EXPR'], null);
}

/** The certificate's name is not a DNS name, so it never enters a command. */
export function setProviderByHand(facts: Facts): Fix {
  const read = [command.readProvider('EXPR')];
  return fix('set-provider-by-hand', 'exchangeAdmin', {
    steps: [step('read', 'note-provider', read), ...arrival(facts), step('verify', 'verify-provider', read)],
  });
}

/** EXPR's `Server` must be empty, or Autodiscover leaves out how to sign in (Connectivity Analyzer, missing AuthPackage). */
export function clearProviderServer(facts: Facts): Fix {
  const former = command.safeHost(facts.providers.expr?.server ?? '');
  const read = [command.readProvider('EXPR')];
  return fix('clear-provider-server', 'exchangeAdmin', {
    steps: [
      step('read', 'note-provider', read),
      step('change', 'change-provider', command.rehearsed(command.setProviderServer('EXPR', null))),
      ...arrival(facts),
      step('verify', 'verify-provider', read),
    ],
    undo: former === null ? [] : [command.setProviderServer('EXPR', former)],
    data: { formerKnown: former !== null },
  });
}

/** A TTL of 0 hours tells Outlook not to ask Autodiscover again (Set-OutlookProvider, TTL). */
export function restoreProviderTtl(facts: Facts): Fix {
  const read = [command.readProvider('EXPR')];
  return fix('restore-provider-ttl', 'exchangeAdmin', {
    steps: [
      step('read', 'note-provider', read),
      step('change', 'change-provider', command.rehearsed(command.setProviderTtl('EXPR', 1))),
      ...arrival(facts),
      step('verify', 'verify-provider', read),
    ],
    undo: [command.setProviderTtl('EXPR', 0)],
    data: { formerKnown: true },
  });
}

function changeProviders(
  id: 'set-provider' | 'reset-provider',
  facts: Facts,
  providers: command.ProviderName[],
  name: command.SafeName | null,
): Fix {
  const changes = providers.map((provider) => forVersion(facts, provider, name));
  const { undo, formerKnown } = wayBack(facts, changes, providers);
  const handedOut = name ?? facts.server.host;
  return fix(id, 'exchangeAdmin', {
    steps: [
      step('read', 'note-provider', providers.map(command.readProvider)),
      ...mindNames(facts, handedOut),
      step('change', 'change-provider', changes.flatMap(command.rehearsed)),
      ...arrival(facts),
      step('verify', 'verify-provider', providers.map(command.readProvider)),
      ...testConnectivity(facts),
    ],
    undo,
    data: { name: handedOut, principal: bareForm(handedOut), formerKnown },
  });
}

/** EXCH is read by Outlook from Exchange 2013 on. */
function forVersion(facts: Facts, provider: command.ProviderName, name: command.SafeName | null): Command {
  const change = command.setProvider(provider, name);
  const unknown = facts.exchangeVersion === null && provider === 'EXCH';
  return unknown ? { ...change, appliesTo: 'exchange2013OrLater' } : change;
}

/** The value is one for the whole organisation: whoever serves several names must know before the change. */
function mindNames({ server, principal, providerFacts, leaf }: Facts, handedOut: string): Step[] {
  const names = [
    server.host,
    principal.name,
    ...providerFacts.map(({ name }) => name),
    ...(leaf?.commonNames ?? []),
  ].flatMap((name) => (name ? [name.toLowerCase()] : []));
  const inPlay = [...new Set(names)].filter((name) => name !== handedOut);
  return inPlay.length === 0 ? [] : [step('read', 'mind-names', [], { names: inPlay, name: handedOut })];
}

function arrival({ exchangeVersion }: Facts): Step[] {
  return [step('arrive', 'let-arrive', command.recycleAutodiscover(exchangeVersion !== '2010'))];
}

function testConnectivity({ exchangeVersion }: Facts): Step[] {
  return exchangeVersion === '2010'
    ? [step('verify', 'test-connectivity', [command.testOutlookConnectivity()])]
    : [];
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
