import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type Check,
  type CheckRequest,
  createCheck,
  type Diagnosis,
  parseNetworks,
} from '../../diagnosis/index.ts';
import { createCertificate } from '../lab/certificateFactory.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { tlsServer } from '../lab/servers.ts';
import { assertCommand } from './commandForms.ts';

/** Everything that people may tell about a server, for every server of the lab. */
const requests: Record<string, Omit<CheckRequest, 'server'>> = {
  nothing: {},
  'an old name': { principal: principal('old.contoso.test'), exchangeVersion: '2010' },
  'an odd name': { principal: { given: 'MSSTD: mail', form: 'msstd', name: 'mail' } },
  'fullsic:': { principal: { given: 'fullsic:\\contoso', form: 'fullsic' } },
  "Exchange Online's name": { principal: principal('outlook.com') },
  'an unticked box and none': {
    principal: { given: 'none', form: 'none' },
    providers: { expr: { certPrincipalName: 'none' }, exch: { certPrincipalName: 'none' } },
    exchangeVersion: '2016',
  },
  'a directory with the default': {
    providers: { expr: { certPrincipalName: null } },
    exchangeVersion: '2019',
  },
  'a directory that is wrong in everything': {
    providers: {
      expr: { certPrincipalName: 'msstd:old.contoso.test', server: 'old.contoso.test', ttlHours: 0 },
      exch: { certPrincipalName: 'old.contoso.test' },
    },
    exchangeVersion: 'se',
  },
  'a wildcard in the directory': {
    principal: principal('*.contoso.test'),
    providers: { expr: { certPrincipalName: 'msstd:*.contoso.test' } },
    exchangeVersion: '2013',
  },
};

function principal(name: string): NonNullable<CheckRequest['principal']> {
  return { given: `msstd:${name}`, form: 'msstd', name };
}

describe('from real handshakes', () => {
  let lab: Lab;
  let diagnoses: Diagnosis[];

  before(async () => {
    lab = await startLab();
    const hosts = [...lab.names.map(({ name }) => name), 'nowhere.contoso.test'];
    const asked = hosts.flatMap((host) =>
      Object.values(requests).map((request) => ({ server: { host, port: 443 }, ...request })),
    );
    const port = { server: { host: 'mail.contoso.test', port: 25 } };
    // As the bot does it: one probe for all who ask about the same server.
    const check = checkWith(lab.connect);
    diagnoses = await Promise.all([...asked, port].map((request) => check(request)));
  });
  after(async () => {
    await lab.stop();
  });

  function checkWith(connect: Lab['connect']): Check {
    const networks = parseNetworks('127.0.0.0/8');
    assert.ok(networks.ok);
    return createCheck({
      lookup: lab.lookup,
      connect,
      allowNetworks: networks.value,
      trustAnchors: lab.trustAnchors,
      timeoutMs: 4000,
    });
  }

  test('every command is one of those that are meant', () => {
    const offered = diagnoses.flatMap(({ fixes }) =>
      fixes.flatMap(({ steps, undo }) => [...steps.flatMap(({ commands }) => commands), ...undo]),
    );
    assert.ok(offered.length > 1000);
    for (const command of offered) assertCommand(command);
  });

  const shown = [
    ...[
      'principal-matches',
      'principal-matches-san-only',
      'principal-matches-wildcard',
      'principal-mismatch',
    ],
    ...[
      'no-common-name',
      'several-common-names',
      'principal-fullsic',
      'principal-not-set',
      'principal-assumed',
    ],
    ...['principal-normalised', 'unusual-name', 'provider-mismatch', 'provider-matches', 'provider-default'],
    ...['provider-none', 'provider-server-set', 'provider-ttl', 'exchange-online', 'mapi-over-http'],
    ...[
      'host-name-mismatch',
      'expired',
      'not-yet-valid',
      'self-signed',
      'untrusted-issuer',
      'ecc-key',
      'legacy-tls',
    ],
    ...['name-not-found', 'dns-failed', 'connection-refused', 'not-tls'],
    ...['address-not-allowed', 'port-not-allowed'],
  ];
  for (const code of shown) {
    test(`${code} is found`, () => {
      assert.ok(diagnoses.some(({ findings }) => findings.some((finding) => finding.code === code)));
    });
  }

  test('an e-mail name in the certificate is found', async () => {
    const names = { subject: ['mail.contoso.test'], dnsNames: ['mail.contoso.test'] };
    const named = createCertificate({ ...names, emailNames: ['postmaster@contoso.test'] });
    const server = await tlsServer({ chain: [named] });
    const request = { server: { host: 'mail.contoso.test', port: 443 } };
    const check = checkWith(() => lab.connect('127.0.0.1', server.port));
    const { findings } = await check(request).finally(server.stop);
    const found = findings.find(({ code }) => code === 'email-principal');
    assert.deepEqual(found?.data, { names: ['postmaster@contoso.test'] });
  });
});
