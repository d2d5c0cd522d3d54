import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import {
  httpsOnly,
  type Network,
  type PortRange,
  parseNameServers,
  parseNetworks,
  parsePorts,
} from '../diagnosis/index.ts';
import { type Credentials, readCredentials } from './credentials.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { parseStateUrl } from './state/stateUrl.ts';
import { readTrustAnchors } from './trustAnchors.ts';

export type { Credentials } from './credentials.ts';
export { ConfigurationError } from './environment.ts';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What a certificate check may do, for the bot and the command line alike. */
export interface CheckSettings {
  readonly allowPorts: readonly PortRange[];
  /** May be probed although the address policy refuses them by default. */
  readonly allowNetworks: readonly Network[];
  /** Asked instead of the system; empty: the system is asked. */
  readonly nameServers: readonly string[];
  /** Trusted besides Node's own, in PEM. */
  readonly trustAnchors: readonly string[];
  /** Milliseconds for a whole check. */
  readonly checkTimeoutMs: number;
}

/** Turns a minute; 0 is no limit. */
export interface RateLimits {
  readonly person: number;
  readonly tenant: number;
}

export interface Configuration extends CheckSettings {
  /** `null` is local mode: anonymous, loopback only. */
  readonly credentials: Credentials | null;
  /** The SDK's settings for sovereign clouds under the SDK's names, only those that are set. */
  readonly sovereign: Readonly<Record<string, string>>;
  /** Ids in lower case; `null` allows every tenant. */
  readonly allowedTenants: readonly string[] | null;
  readonly rateLimits: RateLimits;
  /** 0 lets the operating system choose. */
  readonly port: number;
  readonly host: string;
  /** Where the metrics are served; null: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** As `openState` takes it. There may be a password in it. */
  readonly stateUrl: string;
  /** Days until what is kept about a person or a conversation expires. */
  readonly stateDays: number;
  readonly logLevel: (typeof logLevels)[number];
  readonly helpdeskContact: string | null;
}

/** Reads everything the bot can be told, deeply frozen. Throws `ConfigurationError` naming every wrong variable. */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration {
  return readEnvironment(env, (environment) => {
    const credentials = readCredentials(environment);
    return {
      credentials,
      sovereign: readSovereign(environment),
      allowedTenants: readTenants(environment),
      rateLimits: {
        person: environment.wholeNumber('RATE_LIMIT_PERSON', { fallback: 20, least: 0, most: 100_000 }),
        tenant: environment.wholeNumber('RATE_LIMIT_TENANT', { fallback: 300, least: 0, most: 100_000 }),
      },
      port: environment.wholeNumber('PORT', { fallback: 3978, least: 0, most: 65535 }),
      host: readHost(environment, credentials),
      metrics: readMetrics(environment),
      ...readChecks(environment),
      stateUrl: readStateUrl(environment),
      stateDays: environment.wholeNumber('STATE_DAYS', { fallback: 30, least: 1, most: 3650 }),
      logLevel: environment.choice('LOG_LEVEL', logLevels, 'info'),
      helpdeskContact: readHelpdeskContact(environment),
    };
  });
}

/** Reads the `CHECK_…` variables alone, deeply frozen: a check needs no credentials. Throws `ConfigurationError`. */
export function readCheckSettings(env: NodeJS.ProcessEnv): CheckSettings {
  return readEnvironment(env, readChecks);
}

function readChecks(environment: Environment): CheckSettings {
  return {
    allowPorts: readPorts(environment),
    allowNetworks: readNetworks(environment),
    nameServers: readNameServers(environment),
    trustAnchors: readTrustAnchors(environment),
    // At most 12 s, because the platform gives up on a turn after 15 s.
    checkTimeoutMs: environment.wholeNumber('CHECK_TIMEOUT_MS', { fallback: 8000, least: 500, most: 12_000 }),
  };
}

function readPorts(environment: Environment): readonly PortRange[] {
  const given = environment.text('CHECK_PORTS');
  if (given === undefined) return httpsOnly;
  const ports = parsePorts(given);
  if (ports.ok) return ports.value;
  environment.refuse('CHECK_PORTS', 'ports and ranges such as 443,8000-8100, or * for all', given);
  return httpsOnly;
}

function readNetworks(environment: Environment): readonly Network[] {
  const given = environment.text('CHECK_ALLOW_NETWORKS');
  const networks = parseNetworks(given ?? '');
  if (networks.ok) return networks.value;
  environment.refuse(
    'CHECK_ALLOW_NETWORKS',
    'networks such as 10.0.0.0/8,fd00::/8 or addresses, those behind NAT64 in their IPv4 form',
    given ?? '',
  );
  return [];
}

function readNameServers(environment: Environment): readonly string[] {
  const given = environment.text('CHECK_DNS_SERVERS');
  if (given === undefined) return [];
  const servers = parseNameServers(given);
  if (servers.ok) return servers.value;
  environment.refuse(
    'CHECK_DNS_SERVERS',
    'IP addresses of name servers, with a port if it is not 53, such as 10.0.0.53,[fd00::53]:5353',
    given,
  );
  return [];
}

function readHost(environment: Environment, credentials: Credentials | null): string {
  const fallback = credentials ? '0.0.0.0' : '127.0.0.1';
  const host = environment.text('HOST') ?? fallback;
  if (!isHost(host)) environment.refuse('HOST', 'an IP address without brackets, or a host name', host);
  else if (!credentials && !isLoopback(host))
    environment.refuse(
      'HOST',
      'only 127.0.0.1, ::1 or localhost as long as MicrosoftAppId is unset, because anybody may talk to a bot without credentials',
      host,
    );
  return host;
}

function readMetrics(environment: Environment): Configuration['metrics'] {
  const host = environment.text('METRICS_HOST') ?? '127.0.0.1';
  if (!isHost(host))
    environment.refuse('METRICS_HOST', 'an IP address without brackets, or a host name', host);
  if (environment.text('METRICS_PORT') === undefined) return null;
  return { host, port: environment.wholeNumber('METRICS_PORT', { fallback: 0, least: 0, most: 65535 }) };
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^[a-z\d.-]+$/i.test(text);
}

function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host.toLowerCase() === 'localhost';
  return ipaddr.process(host).range() === 'loopback';
}

const sovereignVariables = [
  'ChannelService',
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromChannelTokenIssuer',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'OAuthUrl',
  'ToBotFromEmulatorOpenIdMetadataUrl',
  'ValidateAuthority',
];

function readSovereign(environment: Environment): Record<string, string> {
  const settings = sovereignVariables.map((name) => [name, environment.text(name)]);
  return Object.fromEntries(settings.filter(([, value]) => value !== undefined));
}

function readTenants(environment: Environment): readonly string[] | null {
  const given = environment.text('ALLOWED_TENANTS');
  if (given === undefined) return null;
  const tenants = given.split(',').map((tenant) => tenant.trim().toLowerCase());
  if (!tenants.every((tenant) => guid.test(tenant)))
    environment.refuse(
      'ALLOWED_TENANTS',
      'ids of tenants such as 12345678-90ab-cdef-1234-567890abcdef, with commas between them',
      given,
    );
  return tenants;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readStateUrl(environment: Environment): string {
  const given = environment.text('STATE_URL') ?? 'sqlite:./data/bot.db';
  if (parseStateUrl(given) !== null) return given;
  environment.refuse(
    'STATE_URL',
    'memory:, sqlite:<file>, redis://<host> or rediss://<host>, behind the host :<port> and /<number of the database>',
    // Behind the scheme there may be a password.
    given.replace(/:.*/s, ':…'),
  );
  return 'memory:';
}

function readHelpdeskContact(environment: Environment): string | null {
  const contact = environment.text('HELPDESK_CONTACT') ?? null;
  if (contact && contact.length > 200)
    environment.refuse('HELPDESK_CONTACT', 'at most 200 characters', `${contact.slice(0, 40)}…`);
  return contact;
}
