import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const appId = '11111111-2222-3333-4444-555555555555';
export const accessToken = 'access-token-of-the-bot';
const issuer = 'https://api.botframework.com';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

export interface IdentityProvider {
  /** The bot's credentials, and the SDK's settings for sovereign clouds under their own names. */
  env: Record<string, string>;
  /** What a machine with a managed identity has in its environment; the SDK reads it by itself. */
  machine: Record<string, string>;
  /** Published keys that vouch for msteams, for another channel only, and for none. */
  keys: { teams: SigningKey; webChat: SigningKey; silent: SigningKey };
  /** Paths at which it was asked, in order. */
  asked: string[];
  /** Whether it answers with 500 from now on. */
  broken: boolean;
  stop(): Promise<void>;
}

/**
 * A stand-in for what Microsoft runs: the OpenID document and the keys of the channel, and the endpoint at which a managed
 * identity gets the token that the bot sends along with its answers. A client secret would not do: MSAL exchanges one
 * only over HTTPS and where login.microsoftonline.com vouches for the login server.
 */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const keys = {
    teams: await signingKey('teams-key'),
    webChat: await signingKey('web-chat-key'),
    silent: await signingKey('silent-key'),
  };
  const published = [
    { ...keys.teams.publicJwk, endorsements: ['msteams', 'webchat'] },
    { ...keys.webChat.publicJwk, endorsements: ['webchat'] },
    keys.silent.publicJwk,
  ];
  const provider = { asked: [] as string[], broken: false };

  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    provider.asked.push(path);
    const expires = Math.floor(Date.now() / 1000) + 86_400;
    const bodies: Record<string, object> = {
      '/openid': { issuer, jwks_uri: `${address}/keys` },
      '/keys': { keys: published },
      '/identity': { access_token: accessToken, token_type: 'Bearer', expires_on: expires, resource: issuer },
    };
    response.writeHead(provider.broken ? 500 : 200, { 'Content-Type': 'application/json' });
    response.end(provider.broken ? '' : JSON.stringify(bodies[path] ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return Object.assign(provider, {
    env: {
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppId: appId,
      MicrosoftAppTenantId: '99999999-8888-7777-6666-555555555555',
      ToBotFromChannelOpenIdMetadataUrl: `${address}/openid`,
      ToBotFromChannelTokenIssuer: issuer,
      ToBotFromEmulatorOpenIdMetadataUrl: `${address}/openid`,
      ToChannelFromBotLoginUrl: `${address}/login`,
      ToChannelFromBotOAuthScope: issuer,
      OAuthUrl: address,
      ValidateAuthority: 'false',
    },
    machine: { IDENTITY_ENDPOINT: `${address}/identity`, IDENTITY_HEADER: 'secret-of-the-machine' },
    keys,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

export async function signingKey(kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

/** A token of the channel for the bot, good for ten minutes unless the claims say otherwise. */
export function signedToken({ kid, privateKey }: SigningKey, claims: JWTPayload): Promise<string> {
  return new SignJWT(claimsOf(claims)).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey);
}

export function claimsOf(claims: JWTPayload): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return { iss: issuer, aud: appId, nbf: now - 60, exp: now + 600, ...claims };
}
