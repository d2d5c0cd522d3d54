import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { getCACertificates } from 'node:tls';
import { ConfigurationError, readCheckSettings, readConfiguration } from '../../bot/configuration.ts';
import { isAllowedAddress } from '../../diagnosis/network/addressPolicy.ts';
import { authorities } from '../lab/authorities.ts';

const id = { MicrosoftAppId: '11111111-2222-3333-4444-555555555555' };
const tenant = { MicrosoftAppTenantId: 'contoso.onmicrosoft.com' };
const password = { MicrosoftAppPassword: 'S3cret~never.shown' };
const singleTenant = { ...id, ...tenant, ...password };
const managedIdentity = { ...id, ...tenant, MicrosoftAppType: 'UserAssignedMSI' };

test('nothing set is local mode with every default', () => {
  assert.deepEqual(readConfiguration({}), {
    credentials: null,
    sovereign: {},
    allowedTenants: null,
    rateLimits: { person: 20, tenant: 300 },
    port: 3978,
    host: '127.0.0.1',
    metrics: null,
    allowPorts: [[443, 443]],
    allowNetworks: [],
    nameServers: [],
    trustAnchors: [],
    checkTimeoutMs: 8000,
    stateUrl: 'sqlite:./data/bot.db',
    stateDays: 30,
    logLevel: 'info',
    helpdeskContact: null,
  });
});

describe('a value is taken', () => {
  const table: [env: NodeJS.ProcessEnv, expected: Partial<ReturnType<typeof readConfiguration>>][] = [
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: ' 8080 ' }, { port: 8080 }],
    [{ PORT: '65535' }, { port: 65535 }],
    [{ PORT: '' }, { port: 3978 }],
    [{ METRICS_PORT: '9464' }, { metrics: { host: '127.0.0.1', port: 9464 } }],
    [{ METRICS_PORT: '0', METRICS_HOST: '0.0.0.0' }, { metrics: { host: '0.0.0.0', port: 0 } }],
    [{ METRICS_HOST: '0.0.0.0' }, { metrics: null }],
    [{ HOST: '127.8.8.8' }, { host: '127.8.8.8' }],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ HOST: '::ffff:127.0.0.1' }, { host: '::ffff:127.0.0.1' }],
    [{ HOST: 'localhost' }, { host: 'localhost' }],
    [singleTenant, { host: '0.0.0.0' }],
    [{ ...singleTenant, HOST: '10.1.2.3' }, { host: '10.1.2.3' }],
    [{ ...singleTenant, HOST: '::' }, { host: '::' }],
    [{ ...singleTenant, HOST: 'bot.internal' }, { host: 'bot.internal' }],
    [
      { CHECK_PORTS: '443, 8000-8100' },
      {
        allowPorts: [
          [443, 443],
          [8000, 8100],
        ],
      },
    ],
    [{ CHECK_PORTS: '*' }, { allowPorts: [[1, 65535]] }],
    [{ CHECK_DNS_SERVERS: '10.0.0.53, [fd00::53]:5353' }, { nameServers: ['10.0.0.53', '[fd00::53]:5353'] }],
    [{ CHECK_TIMEOUT_MS: '500' }, { checkTimeoutMs: 500 }],
    [{ CHECK_TIMEOUT_MS: '12000' }, { checkTimeoutMs: 12000 }],
    [{ STATE_URL: 'memory:' }, { stateUrl: 'memory:' }],
    [
      { ALLOWED_TENANTS: 'AAAAAAAA-0000-0000-0000-000000000000 ,bbbbbbbb-0000-0000-0000-000000000000' },
      {
        allowedTenants: ['aaaaaaaa-0000-0000-0000-000000000000', 'bbbbbbbb-0000-0000-0000-000000000000'],
      },
    ],
    [{ ALLOWED_TENANTS: ' ' }, { allowedTenants: null }],
    [{ RATE_LIMIT_PERSON: '0' }, { rateLimits: { person: 0, tenant: 300 } }],
    [{ RATE_LIMIT_TENANT: '5000' }, { rateLimits: { person: 20, tenant: 5000 } }],
    [{ STATE_URL: 'sqlite:/var/lib/bot/bot.db' }, { stateUrl: 'sqlite:/var/lib/bot/bot.db' }],
    [{ STATE_URL: 'sqlite:///var/lib/bot/bot.db' }, { stateUrl: 'sqlite:///var/lib/bot/bot.db' }],
    [{ STATE_URL: 'sqlite:C:\\bot\\bot.db' }, { stateUrl: 'sqlite:C:\\bot\\bot.db' }],
    [{ STATE_URL: 'redis://localhost' }, { stateUrl: 'redis://localhost' }],
    [{ STATE_URL: 'rediss://bot:p%40ss@cache:6380/2' }, { stateUrl: 'rediss://bot:p%40ss@cache:6380/2' }],
    [{ STATE_DAYS: '1' }, { stateDays: 1 }],
    [{ STATE_DAYS: '3650' }, { stateDays: 3650 }],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ LOG_LEVEL: 'DEBUG' }, { logLevel: 'debug' }],
    [{ HELPDESK_CONTACT: ' IT, phone 4711 ' }, { helpdeskContact: 'IT, phone 4711' }],
    [{ HELPDESK_CONTACT: 'x'.repeat(200) }, { helpdeskContact: 'x'.repeat(200) }],
    [{ HELPDESK_CONTACT: '  ' }, { helpdeskContact: null }],
    [
      { ChannelService: 'https://botframework.azure.us', ValidateAuthority: 'false', OAuthUrl: '' },
      { sovereign: { ChannelService: 'https://botframework.azure.us', ValidateAuthority: 'false' } },
    ],
  ];
  for (const [env, expected] of table) {
    test(show(env), () => {
      const configuration = readConfiguration(env);
      assert.deepEqual({ ...configuration, ...expected }, configuration);
    });
  }

  test('every sovereign cloud setting keeps its name', () => {
    const sovereign = {
      ChannelService: 'a',
      ToBotFromChannelOpenIdMetadataUrl: 'b',
      ToBotFromChannelTokenIssuer: 'c',
      ToChannelFromBotLoginUrl: 'd',
      ToChannelFromBotOAuthScope: 'e',
      OAuthUrl: 'f',
      ToBotFromEmulatorOpenIdMetadataUrl: 'g',
      ValidateAuthority: 'true',
    };
    assert.deepEqual(readConfiguration(sovereign).sovereign, sovereign);
  });

  test('networks admit the addresses inside them', () => {
    const { allowNetworks } = readConfiguration({ CHECK_ALLOW_NETWORKS: '10.0.0.0/8, fd00::1' });
    assert.equal(isAllowedAddress('10.1.2.3', allowNetworks), true);
    assert.equal(isAllowedAddress('fd00::1', allowNetworks), true);
    assert.equal(isAllowedAddress('192.168.1.1', allowNetworks), false);
  });
});

describe('trust anchors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-anchors-'));
  after(() => rmSync(folder, { recursive: true }));
  const { root, privateRoot, intermediate } = authorities();
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const one = file('one.pem', root.pem);
  const two = file(
    'two.pem',
    `# Fabrikam\r\n${privateRoot.pem}between\n${intermediate.pem}`.replaceAll('\n', '\r\n'),
  );
  const fingerprints = (pems: readonly string[]) =>
    pems.map((pem) => new X509Certificate(pem).fingerprint256).toSorted();

  test('are all certificates of all files', () => {
    const { trustAnchors } = readConfiguration({ CHECK_CA_FILES: `${one}, ${two},` });
    assert.deepEqual(fingerprints(trustAnchors), fingerprints([root.pem, privateRoot.pem, intermediate.pem]));
  });

  test('are those of the system, too, where that is asked for', () => {
    const system = getCACertificates('system');
    const read = (CHECK_SYSTEM_ROOTS: string) =>
      readCheckSettings({ CHECK_CA_FILES: one, CHECK_SYSTEM_ROOTS }).trustAnchors;
    assert.deepEqual(fingerprints(read('TRUE')), fingerprints([root.pem, ...system]));
    assert.deepEqual(fingerprints(read('false')), fingerprints([root.pem]));
  });

  const damaged = root.pem.replace(/\nMII.{20}/, '\nMIIAAAA');
  const table: [what: string, path: string, problem: RegExp][] = [
    ['is missing', join(folder, 'none.pem'), /cannot be read \(ENOENT\); got ".*none\.pem"\.$/],
    ['is a folder', folder, /cannot be read \(EISDIR\)/],
    ['is empty', file('empty.pem', ''), /holds none; got ".*empty\.pem"\.$/],
    ['is in DER', file('der.crt', root.der.toString('latin1')), /holds none/],
    ['holds a key', file('key.pem', root.keyPem), /holds none/],
    ['is damaged', file('damaged.pem', privateRoot.pem + damaged), /holds one that is damaged/],
  ];
  for (const [what, path, problem] of table) {
    test(`stop the start where a file ${what}`, () => {
      const { problems } = refusal(() => readConfiguration({ CHECK_CA_FILES: `${one},${path}` }));
      assert.equal(problems.length, 1);
      assert.match(
        problems[0] ?? '',
        /^CHECK_CA_FILES accepts files with certificates in PEM, and this one /,
      );
      assert.match(problems[0] ?? '', problem);
    });
  }
});

describe('credentials', () => {
  const appId = id.MicrosoftAppId;
  const tenantId = tenant.MicrosoftAppTenantId;
  const secret = password.MicrosoftAppPassword;
  const table: [env: NodeJS.ProcessEnv, expected: ReturnType<typeof readConfiguration>['credentials']][] = [
    [singleTenant, { appType: 'SingleTenant', appId, tenantId, password: secret }],
    [
      { ...singleTenant, MicrosoftAppType: 'singletenant' },
      { appType: 'SingleTenant', appId, tenantId, password: secret },
    ],
    [
      { ...singleTenant, NODE_ENV: 'production' },
      { appType: 'SingleTenant', appId, tenantId, password: secret },
    ],
    [managedIdentity, { appType: 'UserAssignedMSI', appId, tenantId }],
    [
      { ...managedIdentity, MicrosoftAppPassword: '' },
      { appType: 'UserAssignedMSI', appId, tenantId },
    ],
    [{ MicrosoftAppId: '', MicrosoftAppPassword: ' ' }, null],
    [{ NODE_ENV: 'development' }, null],
  ];
  for (const [env, expected] of table)
    test(`from ${show(env)}`, () => assert.deepEqual(readConfiguration(env).credentials, expected));
});

describe('the start is refused', () => {
  const loopback = /^HOST accepts only 127\.0\.0\.1, ::1 or localhost .*credentials; got/;
  const table: [env: NodeJS.ProcessEnv, ...problems: RegExp[]][] = [
    [{ PORT: 'http' }, /^PORT accepts a whole number from 0 to 65535; got "http"\.$/],
    [{ PORT: '65536' }, /^PORT .*"65536"/],
    [{ PORT: '-1' }, /^PORT .*"-1"/],
    [{ PORT: '80.5' }, /^PORT .*"80\.5"/],
    [{ PORT: '0x50' }, /^PORT .*"0x50"/],
    [{ METRICS_PORT: '65536' }, /^METRICS_PORT accepts a whole number from 0 to 65535/],
    [{ METRICS_HOST: 'http://x' }, /^METRICS_HOST accepts an IP address/],
    [{ HOST: '0.0.0.0' }, loopback],
    [{ HOST: '::' }, loopback],
    [{ HOST: '192.168.1.5' }, loopback],
    [{ HOST: '::ffff:10.0.0.1' }, loopback],
    [{ HOST: 'localhost.contoso.com' }, loopback],
    [{ HOST: '127.0.0.1.nip.io' }, loopback],
    [{ HOST: '127.1' }, loopback],
    [{ HOST: '[::1]' }, /^HOST accepts an IP address without brackets, or a host name; got "\[::1\]"/],
    [{ ...singleTenant, HOST: 'http://0.0.0.0' }, /^HOST accepts an IP address/],
    [{ CHECK_PORTS: '443,https' }, /^CHECK_PORTS accepts ports and ranges .*\* for all; got "443,https"/],
    [{ CHECK_PORTS: '0' }, /^CHECK_PORTS /],
    [{ CHECK_PORTS: ',' }, /^CHECK_PORTS /],
    [{ CHECK_ALLOW_NETWORKS: '10.0.0.0/33' }, /^CHECK_ALLOW_NETWORKS accepts networks .*"10\.0\.0\.0\/33"/],
    [{ CHECK_ALLOW_NETWORKS: 'intranet' }, /^CHECK_ALLOW_NETWORKS .*"intranet"/],
    [
      { CHECK_DNS_SERVERS: 'dns.contoso.com' },
      /^CHECK_DNS_SERVERS accepts IP addresses of name servers, .*; got "dns\.contoso\.com"\.$/,
    ],
    [{ CHECK_DNS_SERVERS: ',' }, /^CHECK_DNS_SERVERS .*","/],
    [{ CHECK_SYSTEM_ROOTS: 'yes' }, /^CHECK_SYSTEM_ROOTS accepts true, false; got "yes"/],
    [{ CHECK_TIMEOUT_MS: '499' }, /^CHECK_TIMEOUT_MS accepts a whole number from 500 to 12000; got "499"/],
    [{ CHECK_TIMEOUT_MS: '12001' }, /^CHECK_TIMEOUT_MS .*"12001"/],
    [{ CHECK_TIMEOUT_MS: '8s' }, /^CHECK_TIMEOUT_MS .*"8s"/],
    [
      { ALLOWED_TENANTS: 'contoso.onmicrosoft.com' },
      /^ALLOWED_TENANTS accepts ids of tenants .*; got "contoso\.onmicrosoft\.com"\.$/,
    ],
    [{ ALLOWED_TENANTS: ',' }, /^ALLOWED_TENANTS .*","/],
    [{ ALLOWED_TENANTS: '{aaaaaaaa-0000-0000-0000-000000000000}' }, /^ALLOWED_TENANTS /],
    [{ RATE_LIMIT_PERSON: '-1' }, /^RATE_LIMIT_PERSON accepts a whole number from 0 to 100000; got "-1"\.$/],
    [{ RATE_LIMIT_TENANT: 'none' }, /^RATE_LIMIT_TENANT .*"none"/],
    [
      { STATE_URL: 'bot.db' },
      /^STATE_URL accepts memory:, sqlite:<file>, redis:\/\/<host> or rediss:.*; got "bot\.db"\.$/,
    ],
    [{ STATE_URL: 'sqlite:' }, /^STATE_URL .*"sqlite:…"/],
    [{ STATE_URL: 'sqlite::memory:' }, /^STATE_URL .*"sqlite:…"/],
    [{ STATE_URL: 'sqlite://host/bot.db' }, /^STATE_URL .*"sqlite:…"/],
    [{ STATE_URL: 'memory' }, /^STATE_URL .*"memory"/],
    [{ STATE_URL: 'postgres://:S3cret~never.shown@host' }, /^STATE_URL .*"postgres:…"/],
    [{ STATE_URL: 'redis://:S3cret~never.shown@' }, /^STATE_URL .*"redis:…"/],
    [{ STATE_URL: 'redis://:S3cret~never.shown@host/keys' }, /^STATE_URL .*"redis:…"/],
    [{ STATE_URL: 'redis://:%S3cret~never.shown@host' }, /^STATE_URL .*"redis:…"/],
    [{ STATE_DAYS: '0' }, /^STATE_DAYS accepts a whole number from 1 to 3650; got "0"/],
    [{ STATE_DAYS: '3651' }, /^STATE_DAYS .*"3651"/],
    [{ STATE_DAYS: '1.5' }, /^STATE_DAYS .*"1\.5"/],
    [{ LOG_LEVEL: 'verbose' }, /^LOG_LEVEL accepts trace, debug, info, .*silent; got "verbose"/],
    [{ HELPDESK_CONTACT: 'x'.repeat(201) }, /^HELPDESK_CONTACT accepts at most 200 characters; got "x{40}…"/],
    [
      { NODE_ENV: 'production' },
      /^NODE_ENV=production .*MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId/,
    ],
    [
      { ...singleTenant, MicrosoftAppType: 'MultiTenant' },
      /^MicrosoftAppType .*because .*; got "MultiTenant"/,
    ],
    [
      { ...singleTenant, MicrosoftAppType: 'Single' },
      /^MicrosoftAppType accepts SingleTenant, UserAssignedMSI; got "Single"/,
    ],
    [password, missing('MicrosoftAppId'), missing('MicrosoftAppTenantId')],
    [id, missing('MicrosoftAppTenantId'), missing('MicrosoftAppPassword')],
    [tenant, missing('MicrosoftAppId'), missing('MicrosoftAppPassword')],
    [{ ...id, ...password }, missing('MicrosoftAppTenantId')],
    [{ ...id, ...tenant, HOST: '0.0.0.0' }, missing('MicrosoftAppPassword')],
    [{ ...id, ...tenant, NODE_ENV: 'production' }, missing('MicrosoftAppPassword')],
    [
      { MicrosoftAppType: 'UserAssignedMSI' },
      /^MicrosoftAppId is missing.*UserAssignedMSI/,
      missing('MicrosoftAppTenantId'),
    ],
    [{ ...managedIdentity, ...password }, /^MicrosoftAppPassword must not be set for UserAssignedMSI/],
    [
      { ...id, ...password, PORT: 'x', LOG_LEVEL: 'y', CHECK_TIMEOUT_MS: 'z' },
      missing('MicrosoftAppTenantId'),
      /^PORT .*"x"/,
      /^CHECK_TIMEOUT_MS .*"z"/,
      /^LOG_LEVEL .*"y"/,
    ],
  ];
  for (const [env, ...expected] of table) {
    test(show(env), () => {
      const { problems, message, name } = refusal(() => readConfiguration(env));
      assert.equal(name, 'ConfigurationError');
      assert.equal(problems.length, expected.length, message);
      expected.forEach((pattern, index) => {
        assert.match(problems[index] ?? '', pattern);
      });
      for (const problem of problems) assert.ok(message.includes(problem));
      assert.ok(!message.includes(password.MicrosoftAppPassword));
    });
  }

  test('with a line break in a value kept on one line', () => {
    const { message } = refusal(() => readConfiguration({ LOG_LEVEL: 'a\nb' }));
    assert.ok(message.endsWith('got "a\\nb".'));
  });
});

test('the configuration cannot be changed, at any depth', () => {
  const env = { ...singleTenant, ChannelService: 'x', CHECK_ALLOW_NETWORKS: '10.0.0.0/8,fd00::/8' };
  assertFrozen({ configuration: readConfiguration(env) });
});

describe('a check by itself', () => {
  test('needs no credentials, whatever else is set', () => {
    const env = {
      NODE_ENV: 'production',
      PORT: 'x',
      ...password,
      CHECK_PORTS: '8443',
      CHECK_TIMEOUT_MS: '900',
    };
    const settings = readCheckSettings(env);
    assert.deepEqual(settings, {
      allowPorts: [[8443, 8443]],
      allowNetworks: [],
      nameServers: [],
      trustAnchors: [],
      checkTimeoutMs: 900,
    });
    assert.ok(Object.isFrozen(settings));
  });

  test('names every wrong variable of its own', () => {
    const { problems } = refusal(() =>
      readCheckSettings({ CHECK_PORTS: 'x', CHECK_TIMEOUT_MS: '1', PORT: 'y' }),
    );
    assert.deepEqual(
      problems.map((problem) => problem.split(' ')[0]),
      ['CHECK_PORTS', 'CHECK_TIMEOUT_MS'],
    );
  });
});

function missing(name: string): RegExp {
  return new RegExp(`^${name} is missing: `);
}

function refusal(read: () => unknown): ConfigurationError {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error;
  }
  assert.fail('nothing was refused');
}

function assertFrozen(value: object): void {
  for (const [name, part] of Object.entries(value)) {
    if (typeof part !== 'object' || part === null) continue;
    assert.ok(Object.isFrozen(part), `${name} can be changed`);
    assertFrozen(part);
  }
}

function show(env: NodeJS.ProcessEnv): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`.slice(0, 60))
    .join(' ');
}
