import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import pino from 'pino';
import { type RunningBot, startBot } from '../../bot/bot.ts';
import { readConfiguration } from '../../bot/configuration.ts';
import { message } from './client.ts';
import { type Connector, startConnector } from './connector.ts';
import {
  accessToken,
  claimsOf,
  type IdentityProvider,
  type SigningKey,
  signedToken,
  signingKey,
  startIdentityProvider,
} from './identityProvider.ts';

let provider: IdentityProvider;
let connector: Connector;
let bot: RunningBot;
let stranger: SigningKey;
let printed: string[] = [];
const machine = { ...process.env };
const consoles = (['error', 'warn', 'log', 'info'] as const).map((method) =>
  mock.method(console, method, (...parts: unknown[]) => printed.push(parts.join(' '))),
);

before(async () => {
  provider = await startIdentityProvider();
  connector = await startConnector();
  stranger = await signingKey('teams-key');
  Object.assign(process.env, provider.machine);
  bot = await started({});
});
after(async () => {
  await bot?.stop();
  await connector?.stop();
  await provider?.stop();
  process.env = machine;
  for (const { mock } of consoles) mock.restore();
});
beforeEach(() => {
  printed = [];
  connector.deliveries.length = 0;
});

const now = () => Math.floor(Date.now() / 1000);
const bearer = async (token: string | Promise<string>) => `Bearer ${await token}`;
/** A good token of a key, with other claims. */
const good = (claims: object = {}, key = provider.keys.teams) =>
  bearer(signedToken(key, { serviceurl: connector.url, ...claims }));

type Authorization = () => string | undefined | Promise<string | undefined>;

describe('a request comes in', () => {
  const table: [what: string, authorization: Authorization][] = [
    ['with a token of the channel', () => good()],
    ['with one that ended a minute ago, as clocks differ', () => good({ exp: now() - 60 })],
    ['with one that begins in a minute, as clocks differ', () => good({ nbf: now() + 60 })],
  ];
  for (const [what, authorization] of table)
    test(`${what}, and the answer goes out with the bot's own`, async () => {
      const response = await send(await authorization());
      assert.equal(response.status, 200);
      assert.equal(await response.text(), '');
      const [delivery] = connector.deliveries;
      assert.equal(connector.deliveries.length, 1);
      assert.match(JSON.stringify(delivery?.activity), /What I can do/);
      assert.equal(delivery?.authorization, `Bearer ${accessToken}`);
      assert.match(delivery?.path ?? '', /^\/channel\/v3\/conversations\/c1\/activities\/[\w-]{36}$/);
    });
});

describe('a request is refused', () => {
  const other = '22222222-2222-3333-4444-555555555555';
  const table: [what: string, authorization: Authorization, change?: object][] = [
    ['without a token', () => undefined],
    ['with an empty header', () => ''],
    ['with a scheme alone', () => 'Bearer'],
    ['with a scheme and blanks', () => 'Bearer   '],
    ['with garbage', () => 'Bearer garbage'],
    ['with garbage of three parts', () => 'Bearer a.b.c'],
    ['with empty parts', () => 'Bearer ..'],
    ['with a password', () => `Basic ${btoa('bot:S3cret')}`],
    ['with a good token of another scheme', async () => (await good()).replace('Bearer', 'Token')],
    ['with a good token and something behind it', async () => `${await good()} x`],
    ['with two tokens', async () => `${await good()}, ${await good()}`],
    ['with a token without its signature', async () => (await good()).replace(/\.[^.]*$/, '.')],
    ['with a changed signature', async () => changed(await good(), 2)],
    ['with changed claims', async () => changed(await good(), 1)],
    ['with one of a key that only claims to be the published one', () => good({}, stranger)],
    ['with one of a key that nobody published', async () => good({}, await signingKey('unknown'))],
    ['with one that ended ten minutes ago', () => good({ exp: now() - 600 })],
    ['with one that never ends', () => good({ exp: undefined })],
    ['with one that begins in ten minutes', () => good({ nbf: now() + 600, exp: now() + 1200 })],
    ['with one for another bot', () => good({ aud: other })],
    ['with one for nobody', () => good({ aud: undefined })],
    ['with one of another issuer', () => good({ iss: 'https://api.botframework.test' })],
    ['with one of no issuer', () => good({ iss: undefined })],
    ['with one of a tenant, as the emulator has it', () => good(emulatorClaims(other))],
    ['with one of another bot, as a skill has it', () => good({ ver: '1.0', aud: other, appid: other })],
    ['with one for another service URL', () => good({ serviceurl: 'https://evil.test/' })],
    ['with one for no service URL', () => good({ serviceurl: undefined })],
    ['without a service URL of its own', () => good(), { serviceUrl: undefined }],
    ['with an empty service URL on both sides', () => good({ serviceurl: '' }), { serviceUrl: '' }],
    ['with another service URL than its token', () => good(), { serviceUrl: 'https://evil.test/' }],
    ['of a channel that the key does not vouch for', () => good({}, provider.keys.webChat)],
    ['of a key that vouches for no channel', () => good({}, provider.keys.silent)],
    ['of no channel', () => good(), { channelId: undefined }],
    ['of the channel that the SDK checks by rules of its own', () => good(), { channelId: 'AseChannel' }],
    ['with an unsecured token', () => unsecured()],
    ['with HS256, signed with the public key', () => symmetric()],
    ['with a key of its own in its header', () => withOwnKey()],
  ];
  for (const [what, authorization, change = {}] of table)
    test(what, async () => {
      const response = await send(await authorization(), change);
      assert.equal(response.status, 401);
      await assertNothingGivenAway(response);
    });

  test('with a header that is longer than any token', async () => {
    const response = await send(`Bearer ${'x'.repeat(20_000)}`);
    assert.equal(response.status, 431);
    assert.equal(await response.text(), '');
    assert.deepEqual([connector.deliveries, printed], [[], []]);
  });

  test('before its body is looked at', async () => {
    const response = await fetch(`${bot.url}/api/messages`, { method: 'POST', body: '{"broken' });
    assert.equal(response.status, 401);
    await assertNothingGivenAway(response);
  });

  test('as unavailable as long as the keys cannot be fetched, and not afterwards', async () => {
    const env = {
      ToBotFromChannelOpenIdMetadataUrl: `${provider.env.ToBotFromChannelOpenIdMetadataUrl}?again`,
    };
    const fresh = await started(env);
    provider.broken = true;
    const refused = await send(await good(), {}, fresh.url);
    provider.broken = false;
    const answered = await send(await good(), {}, fresh.url);
    await fresh.stop();
    assert.deepEqual([refused.status, answered.status], [503, 200]);
    assert.equal(await refused.text(), '');
    assert.match(printed.join(''), /"status":503,"because":"the OpenID document was answered with 500"/);
    assert.equal(connector.messages().length, 1);
  });
});

describe('with ALLOWED_TENANTS', () => {
  const ours = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
  const theirs = 'bbbbbbbb-bbbb-cccc-dddd-eeeeeeeeeeee';
  let choosy: RunningBot;
  before(async () => {
    choosy = await started({
      ALLOWED_TENANTS: `cccccccc-bbbb-cccc-dddd-eeeeeeeeeeee, ${ours.toUpperCase()}`,
    });
  });
  after(() => choosy?.stop());

  const named = (conversation: string | undefined, channel?: unknown) => ({
    conversation: { id: 'c1', tenantId: conversation },
    channelData: { tenant: { id: channel } },
  });
  const table: [what: string, change: object, status: number][] = [
    ['a conversation of an allowed tenant is answered', named(ours), 200],
    ['upper case makes no difference', named(ours.toUpperCase()), 200],
    ["the channel's own data count, too", named(undefined, ours), 200],
    ['both together are answered', named(ours, ours), 200],
    ['another tenant is refused', named(theirs), 403],
    ["another tenant in the channel's own data is refused", named(undefined, theirs), 403],
    ['two different tenants are refused', named(ours, theirs), 403],
    ['the same the other way round is refused', named(theirs, ours), 403],
    ['no tenant is refused', {}, 403],
    ['an empty tenant is refused', named('', ''), 403],
    ['a tenant that is no text is refused', named(undefined, [ours]), 403],
  ];
  for (const [what, change, status] of table)
    test(what, async () => {
      const response = await send(await good(), change, choosy.url);
      assert.equal(response.status, status);
      if (status === 200) assert.equal(connector.messages().length, 1);
      else await assertNothingGivenAway(response);
    });

  test('a stranger from an allowed tenant is still a stranger', async () => {
    const response = await send(undefined, named(ours), choosy.url);
    assert.equal(response.status, 401);
    await assertNothingGivenAway(response);
  });

  test('without credentials it counts as well', async () => {
    const local = await startBot(
      readConfiguration({ PORT: '0', STATE_URL: 'memory:', ALLOWED_TENANTS: ours }),
      pino({ level: 'silent' }),
    );
    const statuses = await Promise.all(
      [named(ours), named(theirs), {}].map(
        async (change) => (await send(undefined, change, local.url)).status,
      ),
    );
    await local.stop();
    assert.deepEqual(statuses, [200, 403, 403]);
  });
});

/** No body, no word on what runs here, no turn, and one line in the log that tells the status alone. */
async function assertNothingGivenAway(response: Response): Promise<void> {
  assert.equal(await response.text(), '');
  assert.equal(response.headers.get('connection'), 'close', 'what a stranger still sends is not waited for');
  for (const header of ['server', 'x-powered-by', 'api-version', 'www-authenticate'])
    assert.equal(response.headers.get(header), null);
  assert.deepEqual(connector.deliveries, []);
  assert.equal(printed.length, 1, printed.join('\n'));
  const { time, pid, hostname, level, ...said } = JSON.parse(printed[0] ?? '');
  assert.deepEqual(said, { status: response.status, msg: 'request refused' });
}

function send(authorization: string | undefined, change: object = {}, url = bot.url): Promise<Response> {
  const activity = {
    ...message('help'),
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: connector.url,
    conversation: { id: 'c1' },
    from: { id: '29:anna' },
    recipient: { id: '28:bot' },
    ...change,
  };
  return fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(authorization !== undefined && { Authorization: authorization }),
    },
    body: JSON.stringify(activity),
  });
}

function started(env: Record<string, string>): Promise<RunningBot> {
  const configuration = readConfiguration({
    PORT: '0',
    STATE_URL: 'memory:',
    HOST: '127.0.0.1',
    RATE_LIMIT_PERSON: '0',
    ...provider.env,
    ...env,
  });
  const log = pino({ level: 'warn' }, { write: (line: string) => printed.push(line) });
  return startBot(configuration, log);
}

function changed(authorization: string, part: number): string {
  const parts = authorization.split('.');
  const text = parts[part] ?? '';
  parts[part] = `${text.slice(0, 20)}${text[20] === 'A' ? 'B' : 'A'}${text.slice(21)}`;
  return parts.join('.');
}

const emulatorClaims = (tid: string) => ({
  iss: `https://sts.windows.net/${tid}/`,
  tid,
  ver: '1.0',
  appid: provider.env.MicrosoftAppId,
});

function unsecured(): Promise<string> {
  return bearer(new UnsecuredJWT(claimsOf({ serviceurl: connector.url })).encode());
}

async function symmetric(): Promise<string> {
  const { kid, publicJwk } = provider.keys.teams;
  const pem = await exportSPKI(await importRsa(publicJwk));
  return bearer(
    new SignJWT(claimsOf({ serviceurl: connector.url }))
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
      .sign(new TextEncoder().encode(pem)),
  );
}

function withOwnKey(): Promise<string> {
  const { kid, publicJwk, privateKey } = stranger;
  return bearer(
    new SignJWT(claimsOf({ serviceurl: connector.url }))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, jwk: publicJwk, jku: 'https://evil.test/keys' })
      .sign(privateKey),
  );
}

async function importRsa(jwk: object) {
  const key = await importJWK(jwk, 'RS256', { extractable: true });
  assert.ok(!(key instanceof Uint8Array));
  return key;
}
