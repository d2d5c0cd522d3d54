import assert from 'node:assert/strict';
import net from 'node:net';
import {
  type CheckOptions,
  type CheckRequest,
  check,
  type Diagnosis,
  diagnose,
} from '../../diagnosis/index.ts';
import { parseNetworks } from '../../diagnosis/network/addressPolicy.ts';
import { type Given, observation } from '../diagnosis/observation.ts';
import { startDnsServer } from '../lab/dnsServer.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { mail, ownServers, type ServerOfItsOwn } from './ownServers.ts';

export interface Specimen {
  /** Who was asked and what is there, for people. */
  what: string;
  /** A real check of a real server; false: a table of what one would have seen. */
  isReal: boolean;
  diagnosis: Diagnosis;
}

/** Diagnoses of everything that the lab can show, and of the little that it cannot. Takes about four seconds. */
export async function specimens(): Promise<Specimen[]> {
  const lab = await startLab();
  try {
    const real = await Promise.all([
      ...fromLab(lab),
      ...ownServers().map((own) => fromServer(own, lab)),
      ...Object.entries(severalAddresses).map(([what, labels]) => fromAddresses(what, labels, lab)),
      fromNameServer(lab),
    ]);
    return [...real.flat(), ...Object.entries(supposed).map(fromObservation)];
  } finally {
    await lab.stop();
  }
}

type Told = Omit<CheckRequest, 'server'>;

/** What people may tell about a server whose names are worth comparing. */
const told: Record<string, Told> = {
  'nothing more is known': {},
  'Outlook expects an old name': { principal: principal('old.contoso.test') },
  'the principal name is oddly written': {
    principal: { given: `MSSTD: ${mail}`, form: 'msstd', name: mail },
  },
  'the principal name is fullsic:\\contoso': { principal: { given: 'fullsic:\\contoso', form: 'fullsic' } },
  'the principal name belongs to Exchange Online': { principal: principal('outlook.com') },
  'the box in Outlook is not ticked': { principal: { given: 'none', form: 'none' } },
  'Active Directory holds none': { principal: principal(mail), providers: { expr: expr('none') } },
  'Active Directory holds the default': { principal: principal(mail), providers: { expr: expr(null) } },
  'Active Directory holds the right name': { principal: principal(mail), providers: { expr: expr(mail) } },
  'Active Directory holds an old name': {
    principal: principal(mail),
    providers: { expr: expr('old.contoso.test') },
  },
  'Active Directory names a server': {
    principal: principal(mail),
    providers: { expr: { ...expr(mail), server: mail } },
  },
  'Active Directory says that Outlook shall never ask again': {
    principal: principal(mail),
    providers: { expr: { ...expr(mail), ttlHours: 0 } },
  },
  'all settings are wrong': {
    principal: principal('old.contoso.test'),
    providers: {
      expr: { ...expr('older.contoso.test'), server: 'old.contoso.test', ttlHours: 0 },
      exch: expr('oldest.contoso.test'),
    },
  },
};

function principal(name: string): NonNullable<CheckRequest['principal']> {
  return { given: `msstd:${name}`, form: 'msstd', name };
}

function expr(name: string | null) {
  return { certPrincipalName: name === null || name === 'none' ? name : `msstd:${name}` };
}

const compared = ['mail', 'wildcard', 'sanonly', 'othername'].map((label) => `${label}.contoso.test`);

function fromLab(lab: Lab): Promise<Specimen>[] {
  const hosts = [...lab.names, { name: 'nowhere.contoso.test', what: 'no such name' }];
  const asked = hosts.map(({ name, what }) =>
    examine(`${name}: ${what}`, { server: { host: name, port: 443 }, principal: principal(name) }, lab),
  );
  const stories = compared.flatMap((host) =>
    Object.entries(told).map(([what, request]) =>
      examine(`${host}: ${what}`, { server: { host, port: 443 }, ...request }, lab),
    ),
  );
  const port = { server: { host: mail, port: 25 }, principal: principal(mail) };
  return [...asked, ...stories, examine(`${mail}: another port`, port, lab)];
}

/** Addresses of the lab behind one name. */
const severalAddresses: Record<string, string[]> = {
  'one name, two addresses with different certificates': ['mail', 'expired'],
  'one name, two addresses, of which one refuses connections': ['mail', 'closed'],
};

async function fromAddresses(what: string, labels: string[], lab: Lab): Promise<Specimen> {
  const found = await Promise.all(labels.map((label) => lab.lookup(`${label}.contoso.test`)));
  return examine(what, plain, lab, { lookup: async () => found.flat() });
}

const plain: CheckRequest = { server: { host: mail, port: 443 }, principal: principal(mail) };

async function fromServer({ what, start }: ServerOfItsOwn, lab: Lab): Promise<Specimen> {
  const server = await start();
  try {
    return await examine(`${mail}: ${what}`, plain, lab, {
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      connect: () => net.connect(server.port, '127.0.0.1'),
    });
  } finally {
    await server.stop();
  }
}

async function fromNameServer(lab: Lab): Promise<Specimen[]> {
  const names = { 'empty.contoso.test': {}, 'mute.contoso.test': { A: 'silence', AAAA: 'silence' } } as const;
  const nameServer = await startDnsServer(names);
  const { lookup: _, ...world } = lab;
  const asked = Object.keys(names).map((host) =>
    examine(
      `${host} at a name server on loopback`,
      { server: { host, port: 443 }, principal: principal(host) },
      world,
      { nameServers: [nameServer.address] },
    ),
  );
  return Promise.all(asked).finally(nameServer.stop);
}

async function examine(
  what: string,
  request: CheckRequest,
  { lookup, connect, trustAnchors }: Partial<Pick<Lab, 'lookup'>> & Pick<Lab, 'connect' | 'trustAnchors'>,
  changes: CheckOptions = {},
): Promise<Specimen> {
  const networks = parseNetworks('127.0.0.0/8');
  assert.ok(networks.ok);
  const world = { ...(lookup && { lookup }), connect, trustAnchors, allowNetworks: networks.value };
  const diagnosis = await check(request, { ...world, timeoutMs: 4000, ...changes });
  return { what, isReal: true, diagnosis };
}

const longLabel = 'a-host-name-that-is-as-long-as-a-label-of-a-host-name-may-ever-be'.slice(0, 63);
const longName = [longLabel, longLabel, longLabel, 'contoso.com'].join('.');

/** What no server on loopback can show. */
const supposed: Record<string, Given> = {
  'packets to the server are lost': { error: 'connection-timeout', noLeaf: true },
  'the network knows no way to the server': { error: 'host-unreachable', noLeaf: true },
  'a report says that the issuer is not trusted, and shows nothing of the certificate': {
    cn: [],
    reported: { at: '2026-06-01', problems: ['untrusted-issuer', 'date-invalid'] },
  },
  'a report tells another common name, and names no server': {
    cn: ['webmail.contoso.com'],
    san: [],
    reported: { at: '2026-06-01', isServerAssumed: true },
  },
  'the server shows another certificate than an earlier report': {
    earlier: { commonNames: ['old.contoso.com'] },
  },
  'the longest names that there can be': {
    host: longName,
    principal: `msstd:${longName.replace('a-', 'b-')}`,
    cn: [longName.replace('a-', 'c-')],
    expr: `msstd:${longName.replace('a-', 'd-')}`,
  },
};

function fromObservation([what, given]: [string, Given]): Specimen {
  return { what, isReal: false, diagnosis: diagnose(observation(given)) };
}
