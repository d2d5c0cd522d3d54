import * as command from '../commands.ts';
import type { Facts } from '../facts.ts';
import { bareForm } from '../names/principalName.ts';
import type { Command, Fix } from '../types.ts';
import { fix, step } from './fix.ts';

export function checkClock(): Fix {
  return fix('check-clock', 'exchangeAdmin', { steps: [step('look', 'read-clock', [command.showClock()])] });
}

export function checkName(facts: Facts): Fix {
  return lookUp('check-name', facts);
}

export function checkDns(facts: Facts): Fix {
  return lookUp('check-dns', facts);
}

function lookUp(id: 'check-name' | 'check-dns', { server }: Facts): Fix {
  return fix(id, 'helpdesk', {
    steps: [step('look', 'look-up', onHost(server.host, command.resolveHost))],
    data: { host: server.host },
  });
}

export function checkPort(facts: Facts): Fix {
  const { host, port } = facts.server;
  return fix('check-port', 'helpdesk', {
    steps: [step('look', 'test-port', portTest(host, facts))],
    data: { host, port },
  });
}

/** Each address that did not answer, by itself: the name would lead to one that does. */
export function checkAddresses(facts: Facts): Fix {
  const { server, silent } = facts;
  const dead = [...new Set(silent.flatMap(({ address }) => address ?? []))];
  const test = dead.flatMap((address) => portTest(address, facts));
  return fix('check-addresses', 'exchangeAdmin', {
    steps: [step('look', 'test-port', test)],
    data: { host: server.host, addresses: dead },
  });
}

export function checkTls({ server }: Facts): Fix {
  return fix('check-tls', 'exchangeAdmin', { data: { host: server.host, port: server.port } });
}

/** TLS 1.2 for SCHANNEL and .NET (Exchange Server TLS configuration best practices). */
export function enableTls({ server }: Facts): Fix {
  return fix('enable-tls', 'exchangeAdmin', { data: { host: server.host } });
}

/** Windows itself can tell what this check cannot. */
export function checkTrust({ server }: Facts): Fix {
  return fix('check-trust', 'helpdesk', { data: { host: server.host } });
}

export function askAboutFullsic({ server }: Facts): Fix {
  return fix('ask-about-fullsic', 'helpdesk', { data: { principal: bareForm(server.host) } });
}

/** What looks into encrypted connections must leave Exchange alone (CSS-Exchange, Extended Protection). */
export function bypassInspection({ server }: Facts): Fix {
  return fix('bypass-inspection', 'helpdesk', { data: { host: server.host } });
}

export function allowNetwork(): Fix {
  return fix('allow-network', 'botOperator', { data: { variable: 'CHECK_ALLOW_NETWORKS' } });
}

export function useUsualPort({ server }: Facts): Fix {
  return fix('use-usual-port', 'user', { data: { host: server.host } });
}

export function allowPort({ server }: Facts): Fix {
  return fix('allow-port', 'botOperator', { data: { variable: 'CHECK_PORTS', port: server.port } });
}

/** None where the computers are most likely too old for it. */
function portTest(host: string, { server, exchangeVersion }: Facts): Command[] {
  return exchangeVersion === '2010' ? [] : onHost(host, (safe) => command.testPort(safe, server.port));
}

function onHost(host: string, make: (host: command.SafeHost) => Command): Command[] {
  const safe = command.safeHost(host);
  return safe === null ? [] : [make(safe)];
}
